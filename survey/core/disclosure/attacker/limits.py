"""What the documents say of one unit, for an attacker who also knows every base.

He knows how many answered in each shown group and how many of everybody are in each bin. Then every
printed share is a range of counts, and the only unknown is who. A world that he cannot rule out, a
weaker attacker cannot rule out either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from survey.core.disclosure.attacker.percents import EDGE, counts_of
from survey.core.disclosure.attacker.printed import Printed, Reading
from survey.core.disclosure.attacker.roster import Circle, Ints
from survey.core.disclosure.attacker.units import Unit

OPEN: Final = 2**62
"""Beyond any number of people: no limit."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Ranges, by circle: people in each bin, in any bin, and in any other bin.

    weighed: the weights of those in each bin, where weights are used.
    """

    inside_low: Ints
    inside_high: Ints
    answered_low: Ints
    answered_high: Ints
    outside_low: Ints
    outside_high: Ints
    weighed_low: Ints
    weighed_high: Ints

    def copy(self) -> Limits:
        """The same, to be narrowed further."""
        return Limits(
            self.inside_low.copy(),
            self.inside_high.copy(),
            self.answered_low.copy(),
            self.answered_high.copy(),
            self.outside_low.copy(),
            self.outside_high.copy(),
            self.weighed_low.copy(),
            self.weighed_high.copy(),
        )


@dataclass(frozen=True, slots=True)
class Truth:
    """The true answers: by class and bin, and by circle and bin as people and as weights."""

    answers: Ints
    inside: Ints
    weighed: Ints


@dataclass(frozen=True, slots=True)
class Stated:
    """A unit in one document: which circles carry its figures, or what these leave over.

    printed: None for a remainder.
    """

    circle: int
    printed: Printed | None


def stated_by(reading: Reading, circles: Sequence[Circle], unit: Unit) -> tuple[Stated, ...]:
    """The circles that a document says something of, for a unit."""
    splits = reading.splits[unit.key]
    return tuple(
        Stated(place, splits[circle.cut].get(circle.group))
        for place, circle in enumerate(circles)
        if circle.cut in splits
        and circle.shown == reading.shown.get(circle.cut)
        and (circle.group == "" or circle.group in splits[circle.cut])
    )


def no_limits(circles: int, bins: int) -> Limits:
    """Nothing is known."""
    shape = (circles, bins)
    return Limits(
        np.zeros(shape, dtype=np.int64),
        np.full(shape, OPEN, dtype=np.int64),
        np.zeros(circles, dtype=np.int64),
        np.full(circles, OPEN, dtype=np.int64),
        np.zeros(shape, dtype=np.int64),
        np.full(shape, OPEN, dtype=np.int64),
        np.zeros(shape, dtype=np.int64),
        np.full(shape, OPEN, dtype=np.int64),
    )


def limit(
    limits: Limits, stated: Sequence[Stated], truth: Truth, outsiders: int, *, weighted: bool
) -> bool:
    """Narrow to what a document states; False if the truth contradicts it.

    That at least `outsiders` are outside of every bin is known from the rules, so far as the
    document keeps them.
    """
    for one in stated:
        counts = truth.inside[one.circle]
        answered = int(counts.sum())
        limits.answered_low[one.circle] = limits.answered_high[one.circle] = answered
        if answered and (answered - counts >= outsiders).all():
            limits.outside_low[one.circle] = np.maximum(limits.outside_low[one.circle], outsiders)
        shares = one.printed.shares.items() if one.printed is not None else ()
        for place, percent in shares:
            held = truth.weighed if weighted else truth.inside
            low, high = counts_of(percent, int(held[one.circle].sum()), EDGE)
            if not low <= held[one.circle, place] <= high:
                return False
            lows = limits.weighed_low if weighted else limits.inside_low
            highs = limits.weighed_high if weighted else limits.inside_high
            lows[one.circle, place] = max(int(lows[one.circle, place]), low)
            highs[one.circle, place] = min(int(highs[one.circle, place]), high)
    return True
