"""Printed shares as rows: what a whole percent, an open end or an interval says of counts.

A part of the second auditor: nothing here is shared with survey.core.disclosure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Any, Final

import numpy as np
from scipy.stats import hypergeom

from tests.support.second_system import System, Terms

TAIL: Final = 0.025
HAIR: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Fewer:
    """Shares are those of so many people at most, rounded in the sum from the first one on.

    answered: how many there are in truth, None for a reader who does not know.
    """

    people: int
    answered: int | None


def say_shares(
    system: System,
    shares: Sequence[tuple[Terms, Any]],
    base: Terms,
    source: str,
    *,
    fewer: Fewer | None = None,
) -> None:
    """Shares that make up a whole; of two, the second is only what the first leaves."""
    pair = len(shares) == 2 and all(isinstance(percent, int) for _terms, percent in shares)
    for place, (terms, percent) in enumerate(shares[:1] if pair else shares):
        if percent is None:
            continue
        halves = 1 if place in (0, len(shares) - 1) else 2
        if fewer is None or (fewer.answered or inf) <= fewer.people:
            say_share(system, terms, base, percent, source)
        elif fewer.answered is None:
            _say_blurred(system, terms, base, percent, source, fewer.people, halves)
        else:
            found = [
                count
                for count in range(fewer.answered + 1)
                if _becomes(count, percent, fewer.answered, fewer.people, place, halves)
            ]
            system.say(terms, min(found, default=inf), max(found, default=inf), source)


def _becomes(count: int, printed: Any, answered: int, people: int, place: int, halves: int) -> bool:
    """Whether so many of those who answered are some of fewer people that print like this."""
    if halves == 2:
        near = [one for one in range(people + 1) if abs(count * people - one * answered) < answered]
        return any(_prints(one, people, printed) for one in near)
    if place == 0:
        return _prints((2 * count * people + answered) // (2 * answered), people, printed)
    others = (2 * (answered - count) * people + answered) // (2 * answered)
    return _prints(people - others, people, printed)


def _prints(count: int, people: int, printed: Any) -> bool:
    if isinstance(printed, int):
        return (2 * printed - 1) * people <= 200 * count < (2 * printed + 1) * people
    edge = int(printed[1:]) * people
    return 100 * count < edge if printed[0] == "<" else 100 * count > edge


def _say_blurred(
    system: System, part: Terms, base: Terms, printed: Any, source: str, fewer: int, halves: int
) -> None:
    """In 200 times `fewer` parts of the base, so many half persons wider on both sides."""
    if isinstance(printed, int):
        low, high = 2 * printed - 1, 2 * printed + 1
    else:
        edge = 2 * int(printed[1:])
        low, high = (0, edge) if printed[0] == "<" else (edge, 200)
    room = 100 * halves
    system.say(_less(part, 200 * fewer, base, room - low * fewer), 0, inf, source)
    system.say(_less(part, 200 * fewer, base, -room - high * fewer), -inf, 0, source)


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
