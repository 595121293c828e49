"""The property's own figures of one unit: what they admit, and whether the truth agrees.

The base is taken as known: it is printed in steps of five, and knowing it exactly only makes the
attacker stronger. Where weights are used he is given the counts of each weight class.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from survey.core.analysis.tabulation import ItemTable
from survey.core.disclosure.attacker.intervals import Sample, narrowed_by_intervals
from survey.core.disclosure.attacker.percents import (
    Place,
    Range,
    counts_behind,
    counts_of,
    edge_of,
)
from survey.core.disclosure.attacker.printed import Percent, Printed, Reading
from survey.core.disclosure.attacker.roster import Ints, Roster
from survey.core.disclosure.attacker.units import Unit
from survey.core.disclosure.attacker.weights import Weighting

STEP: Final = 5
BAND_PERCENT: Final = 90


@dataclass(frozen=True, slots=True)
class Own:
    """What one document's property figures admit: people in each bin; agrees: with the truth.

    points: people who chose each value of a scale whose points are printed. With weights both are
    in weights instead of people.
    """

    weighted: bool

    agrees: bool
    bins: dict[int, Range]
    points: dict[int, Range]


def own_figures(
    reading: Reading,
    unit: Unit,
    table: ItemTable,
    roster: Roster,
    answers: Ints,
    weighting: Weighting,
    outsiders: int,
) -> Own:
    """Read the property's figures of a unit; there must be some."""
    printed = reading.figures[unit.key]
    answered = int(answers.sum())
    under = _base(reading, answered)
    edge = edge_of(under, outsiders) if reading.widened else None
    thinned = under if reading.thinned and under < answered else None
    weight = weighting.weight if reading.weighted else np.ones_like(weighting.weight)
    base = int(weight @ answers.sum(axis=1))
    held = weight @ answers
    values = _values(table, roster, weight) if unit.values[0] else {}
    bins = {
        place: _counts(percent, base, int(held[place]), edge, thinned, _place_of_bin(unit, place))
        for place, percent in printed.shares.items()
    }
    points = {
        value: _counts(percent, base, values[value], edge, thinned, _place(value, list(values)))
        for value, percent in printed.points.items()
        if value in values
    }
    agrees = _base_agrees(reading, printed, answered)
    agrees &= all(low <= held[place] <= high for place, (low, high) in bins.items())
    agrees &= all(low <= values[value] <= high for value, (low, high) in points.items())
    good = len(unit.bins) - 1
    if agrees and (printed.interval is not None or printed.certain is not None):
        low, high = bins.get(good, (0, base))
        sample = Sample(answered, int(held[good]), base, answers.sum(axis=1), weight)
        bins[good] = narrowed_by_intervals(reading, printed, unit, sample, (low, high))
    return Own(reading.weighted, bool(agrees), bins, points)


def range_of_bin(own: Own, unit: Unit, place: int, answered: int) -> Range:
    """How many people can be in a bin: by its share, and by the points that it is made of."""
    low, high = own.bins.get(place, (0, answered))
    values = unit.values[place]
    if values and all(value in own.points for value in values):
        low = max(low, sum(own.points[value][0] for value in values))
        high = min(high, sum(own.points[value][1] for value in values))
    return low, high


def _base(reading: Reading, answered: int) -> int:
    """What open ends are computed from: from 90 % response on, the lower edge of that band."""
    adults = reading.document.get("property", {}).get("adults")
    if not reading.near_complete or not isinstance(adults, int):
        return answered
    return min(answered, ceil(adults * BAND_PERCENT / 100))


def _base_agrees(reading: Reading, printed: Printed, answered: int) -> bool:
    """ "At least so many, in steps of five"; from 90 % response on only "at least"."""
    if printed.answered is None:
        return True
    return printed.answered <= answered and (
        reading.near_complete or answered - printed.answered < STEP
    )


def _place_of_bin(unit: Unit, place: int) -> Place:
    """Where a bin stands: of a scale by its values, of a choice by its place in the list."""
    if unit.kind == "several":
        return "first"
    if not unit.values[place]:
        return _place(place, range(len(unit.bins)))
    every = [value for values in unit.values for value in values]
    found = {_place(value, every) for value in unit.values[place]}
    return "first" if "first" in found else "last" if "last" in found else "inner"


def _place(one: int, every: Collection[int]) -> Place:
    return "first" if one == min(every) else "last" if one == max(every) else "inner"


def _counts(
    percent: Percent, answered: int, true: int, edge: int | None, thinned: int | None, place: Place
) -> Range:
    """The counts that print so. That a whole percent is within the edges is known, if it is so.

    thinned: of how many the shares are, where these are fewer than have answered.
    """
    if thinned is not None and edge is not None:
        low, high = counts_behind(percent, answered, thinned, edge, place)
        if low <= true <= high:
            return low, high
    elif edge is not None:
        low, high = counts_of(percent, answered, edge)
        if low <= true <= high:
            return low, high
    return counts_of(percent, answered)


def _values(table: ItemTable, roster: Roster, weight: Ints) -> dict[int, int]:
    """How many chose each value of a scale, by weight."""
    weight_of = dict(zip(roster.atoms, weight.tolist(), strict=True))
    return {
        int(value): sum(weight_of[cell.atom] * cell.counts[place] for cell in table.cells)
        for place, value in enumerate(table.values)
    }
