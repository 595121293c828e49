"""Whether an interval says more than the share beside it.

A range that can be computed from what is printed tells nothing. The attacker computes it himself;
if another one is printed, he has learnt something, and is then taken to know the exact count.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, inf, sqrt
from typing import Final

from survey.core.analysis.hypergeometric import chance_of_fewer, chance_of_more
from survey.core.disclosure.attacker.percents import WHOLE
from survey.core.disclosure.attacker.printed import Percent, Printed, Reading
from survey.core.disclosure.attacker.roster import Ints
from survey.core.disclosure.attacker.units import Unit

TAIL: Final = 0.025
Z: Final = 1.959963984540054
SLACK: Final = 1e-9
BAND_PERCENT: Final = 90
TENTHS: Final = 10

Ends = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sample:
    """What the favorable share of a unit rests on.

    answered: people; favorable and base: in weights, where they are used. by_class, weight: how
    many of each class answered, and what each counts for.
    """

    answered: int
    favorable: int
    base: int
    by_class: Ints
    weight: Ints

    @property
    def effective(self) -> float:
        """Answers over the design effect n sum w^2 / (sum w)^2 (Kish), to one decimal upward."""
        squares = int((self.weight.astype(object) ** 2) @ self.by_class)
        effect = Fraction(self.answered * squares, self.base**2)
        return float(self.answered / Fraction(ceil(effect * TENTHS), TENTHS))

    @property
    def lightness(self) -> Fraction:
        """The mean weight as a share of the heaviest, to one decimal downward."""
        heaviest = int(self.weight[self.by_class > 0].max())
        return Fraction(floor(Fraction(TENTHS * self.base, self.answered * heaviest)), TENTHS)


def narrowed_by_intervals(
    reading: Reading, printed: Printed, unit: Unit, sample: Sample, shares: Ends
) -> Ends:
    """The favorable counts (or weights) that are left, of those that the printed share admits.

    All of them where the intervals follow from what is printed; only the true one where they
    follow from something that this attacker cannot work out.
    """
    known = sample.favorable, sample.favorable
    shown = _favorable(printed, unit)
    adults = reading.document.get("property", {}).get("adults")
    if shown is None or not isinstance(adults, int):
        return known
    if printed.certain is not None and (reading.by_response or not reading.weighted):
        light = sample.lightness if reading.weighted else Fraction(1)
        follows = certain_of(shown, printed.answered or 0, adults, light, reading.is_blurred)
        if printed.certain != follows:
            return known
    if printed.interval is None:
        return shares
    exact = isinstance(shown, int) and not reading.near_complete
    if not reading.weighted and reading.document["response"].get("rate") is not None:
        if exact:
            return known if shares[0] < shares[1] else shares
        base = sample.answered
        if reading.near_complete:
            base = min(base, ceil(adults * BAND_PERCENT / 100))
        return shares if printed.interval == interval_of(shown, base, adults) else known
    if not exact:
        return shares
    return _same_interval(printed.interval, reading, sample, adults, shares)


def _same_interval(
    interval: Ends, reading: Reading, sample: Sample, adults: int, shares: Ends
) -> Ends:
    """The counts whose Wilson interval prints the same; it moves one way with the count."""
    coded = reading.document["response"].get("rate") is not None
    frame = adults if coded else None

    def prints(favorable: int) -> bool:
        return interval == wilson_of(
            favorable / sample.base, sample.effective, sample.answered, frame
        )

    if not prints(sample.favorable):
        return sample.favorable, sample.favorable
    low, high = shares
    least, most = sample.favorable, sample.favorable
    while low < least:
        middle = (low + least) // 2
        low, least = (low, middle) if prints(middle) else (middle + 1, least)
    while most < high:
        middle = (most + high + 1) // 2
        most, high = (middle, high) if prints(middle) else (most, middle - 1)
    return least, most


def wilson_of(share: float, effective: float, answered: int, adults: int | None) -> Ends:
    """Wilson's interval with n* = n_eff (N - 1) / (N - n), outward in whole percents.

    Without a frame n* = n_eff. Example: 0.5 of 60 without a frame gives 37 to 63.
    """
    if adults is not None:
        if adults <= answered:
            effective = inf
        else:
            effective *= (adults - 1) / (adults - answered)
    if effective == inf:
        low = high = share
    else:
        squared = Z * Z
        middle = share + squared / (2 * effective)
        reach = Z * sqrt(share * (1 - share) / effective + squared / (4 * effective * effective))
        low = (middle - reach) / (1 + squared / effective)
        high = (middle + reach) / (1 + squared / effective)
    return floor(low * WHOLE + SLACK), ceil(high * WHOLE - SLACK)


def _favorable(printed: Printed, unit: Unit) -> Percent | None:
    """The printed favorable share; of two bands it is what the first leaves over."""
    good = len(unit.bins) - 1
    if good in printed.shares:
        return printed.shares[good]
    first = printed.shares.get(0)
    return WHOLE - first if isinstance(first, int) and good == 1 else None


def certain_of(
    shown: Percent,
    base: int,
    adults: int,
    lightness: Fraction = Fraction(1),
    blurred: bool = False,
) -> Ends:
    """The certain range that follows from a printed share and a printed base.

    blurred: from nine in ten on the share may be half a person off.

    With weights so many people as count for a share are only that share times `lightness` at least.

    [p n/N, (p n + N - n)/N] over all p that print so, outward. Example: 60 of 45 out of 100 gives
    26 to 83. Source: Manski 2016.
    """
    if isinstance(shown, int):
        low, high = Fraction(2 * shown - 1, 2), Fraction(2 * shown + 1, 2)
    else:
        edge = Fraction(int(shown[1:]))
        low, high = (Fraction(0), edge) if shown[0] == "<" else (edge, Fraction(WHOLE))
    if blurred and base:
        blur = Fraction(WHOLE, 2 * base)
        low, high = max(low - blur, Fraction(0)), min(high + blur, Fraction(WHOLE))
    part = Fraction(base, adults) * lightness
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
    possible = range(count, adults - base + count + 1)

    # Both chances are monotone in M, so that the ends are found by halving.
    def at_least(m: int) -> bool:
        return chance_of_more(count, adults, m, base) > TAIL

    def too_many(m: int) -> bool:
        return chance_of_fewer(count, adults, m, base) <= TAIL

    low = possible[bisect_left(possible, True, key=at_least)]
    high = possible[bisect_right(possible, False, key=too_many) - 1]
    return floor(low / adults * WHOLE + SLACK), ceil(high / adults * WHOLE - SLACK)
