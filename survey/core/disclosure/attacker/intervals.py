"""Whether an interval says more than the share beside it.

A range that can be computed from what is printed tells nothing. The attacker computes it himself;
if another one is printed, he has learnt something, and is then taken to know the exact count.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Final

import numpy as np
from scipy.stats import hypergeom

from survey.core.disclosure.attacker.percents import WHOLE, counts_of
from survey.core.disclosure.attacker.printed import Percent, Printed, Reading
from survey.core.disclosure.attacker.units import Unit

TAIL: Final = 0.025
SLACK: Final = 1e-9
BAND_PERCENT: Final = 90

Ends = tuple[int, int]


def say_more(reading: Reading, printed: Printed, unit: Unit, answered: int) -> bool:
    """Whether the interval or the certain range of the favorable share narrow it further."""
    shown = _favorable(printed, unit)
    adults = reading.document.get("property", {}).get("adults")
    if shown is None or not isinstance(adults, int):
        return True
    if printed.certain is not None and printed.certain != certain_of(
        shown, printed.answered or 0, adults
    ):
        return True
    if printed.interval is None:
        return False
    if reading.document["response"].get("rate") is None:
        return True
    base = min(answered, ceil(adults * BAND_PERCENT / 100)) if reading.near_complete else answered
    if isinstance(shown, int) and not reading.near_complete:
        low, high = counts_of(shown, answered)
        return high > low
    return printed.interval != interval_of(shown, base, adults)


def _favorable(printed: Printed, unit: Unit) -> Percent | None:
    """The printed favorable share; of two bands it is what the first leaves over."""
    good = len(unit.bins) - 1
    if good in printed.shares:
        return printed.shares[good]
    first = printed.shares.get(0)
    return WHOLE - first if isinstance(first, int) and good == 1 else None


def certain_of(shown: Percent, base: int, adults: int) -> Ends:
    """The certain range that follows from a printed share and a printed base.

    [p n/N, (p n + N - n)/N] over all p that print so, outward. Example: 60 of 45 out of 100 gives
    26 to 83. Source: Manski 2016.
    """
    if isinstance(shown, int):
        low, high = Fraction(2 * shown - 1, 2), Fraction(2 * shown + 1, 2)
    else:
        edge = Fraction(int(shown[1:]))
        low, high = (Fraction(0), edge) if shown[0] == "<" else (edge, Fraction(WHOLE))
    part = Fraction(base, adults)
    return floor(low * part), ceil(WHOLE - (WHOLE - high) * part)


def interval_of(shown: Percent, base: int, adults: int) -> Ends:
    """The exact interval that follows from a printed share of a known base, outward.

    For an open end that of the count within it that is closest to its edge. Example: 50 of 30 out
    of 50 gives 38 to 62.
    """
    if isinstance(shown, int):
        return _exact((2 * shown * base + WHOLE) // (2 * WHOLE), base, adults)
    edge = int(shown[1:])
    if shown[0] == "<":
        return 0, _exact(-(-edge * base // WHOLE) - 1, base, adults)[1]
    return _exact(min(edge * base // WHOLE + 1, base), base, adults)[0], WHOLE


def _exact(count: int, base: int, adults: int) -> Ends:
    """All M of N that leave `count` of `base` more likely than 2.5 % on either side."""
    possible = np.arange(count, adults - base + count + 1)
    at_least = hypergeom.sf(count - 1, adults, possible, base) > TAIL
    at_most = hypergeom.cdf(count, adults, possible, base) > TAIL
    low, high = possible[at_least].min(), possible[at_most].max()
    return floor(low / adults * WHOLE + SLACK), ceil(high / adults * WHOLE - SLACK)
