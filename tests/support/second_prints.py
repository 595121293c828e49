"""Printed shares as rows: what a whole percent, an open end or an interval says of counts.

A part of the second auditor: nothing here is shared with survey.core.disclosure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import inf
from typing import Any, Final

import numpy as np
from scipy.stats import hypergeom

from tests.support.second_system import System, Terms

TAIL: Final = 0.025
HAIR: Final = 1e-6


def say_shares(
    system: System, shares: Sequence[tuple[Terms, Any]], base: Terms, source: str
) -> None:
    """Shares that make up a whole; of two, the second is only what the first leaves."""
    pair = len(shares) == 2 and all(isinstance(percent, int) for _terms, percent in shares)
    for terms, percent in shares[:1] if pair else shares:
        if percent is not None:
            say_share(system, terms, base, percent, source)


def say_share(system: System, part: Terms, base: Terms, printed: Any, source: str) -> None:
    """A whole percent, halves upward, or an open end: 200 part between (2p - 1) and (2p + 1)."""
    # Sums of weights are no whole numbers: "less than" is then "at most", and a hair more.
    slack = 0 if all(float(times).is_integer() for times in base.values()) else 1 + HAIR
    if isinstance(printed, int):
        system.say(_less(part, 200, base, 1 - 2 * printed), -slack, inf, source)
        system.say(_less(part, 200, base, -1 - 2 * printed), -inf, slack - 1, source)
        return
    edge = int(printed[1:])
    if printed[0] == "<":
        system.say(_less(part, 100, base, -edge), -inf, slack - 1, source)
    else:
        system.say(_less(part, 100, base, -edge), 1 - slack, inf, source)


def _less(part: Terms, times: int, base: Terms, less: int) -> Terms:
    found = {name: times * one for name, one in part.items()}
    for name, one in base.items():
        found[name] = found.get(name, 0) + less * one
    return found


@cache
def interval_of(favorable: int, answered: int, adults: int) -> tuple[int, int]:
    """The exact interval in whole percents, outward: all M that do not contradict the sample."""
    many = np.arange(favorable, adults - answered + favorable + 1)
    upper = hypergeom.sf(favorable - 1, adults, many, answered) > TAIL
    lower = hypergeom.cdf(favorable, adults, many, answered) > TAIL
    first, last = int(many[upper][0]), int(many[lower][-1])
    return first * 100 // adults, -(-last * 100 // adults)
