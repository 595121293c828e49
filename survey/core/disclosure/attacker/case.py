"""One release made ready for the attack: everything that all its units share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from survey.core.analysis.tabulation import Atom, ItemTable, Tabulation
from survey.core.disclosure.attacker.printed import Reading, outsiders_needed, outsiders_of_all
from survey.core.disclosure.attacker.roster import (
    Circle,
    Ints,
    Roster,
    circles_of,
    roster_of,
)
from survey.core.disclosure.attacker.scores import PrintedScore, scores_of
from survey.core.disclosure.attacker.targets import Target, targets_of
from survey.core.disclosure.attacker.units import Unit
from survey.core.disclosure.attacker.weights import Weighting, weighting_from, weighting_of
from survey.core.disclosure.attacker.worlds import Search


@dataclass(frozen=True, slots=True)
class Case:
    """sizes, circles, targets and weighting are by merged class; `merged` maps classes to these.

    outsiders: of groups, of_all: of the property, by document. Classes that no figure, no target
    and no weight tells apart are one.
    """

    roster: Roster
    readings: tuple[Reading, ...]
    outsiders: tuple[int, ...]
    of_all: tuple[int, ...]
    weighting: Weighting
    classes: Weighting
    merged: Ints
    sizes: Ints
    capacity: Ints
    circles: tuple[Circle, ...]
    inside: Ints
    targets: tuple[Target, ...]
    members: Ints
    people: Ints
    scores: tuple[PrintedScore, ...]
    tables: Mapping[str, ItemTable]
    units: tuple[Unit, ...]
    seconds: float
    seed: int
    searches: dict[int, Search] = field(default_factory=dict)

    def merge(self, by_class: Ints) -> Ints:
        """Counts by class, summed over merged classes."""
        found = np.zeros((self.sizes.size, by_class.shape[1]), dtype=np.int64)
        np.add.at(found, self.merged, by_class)
        return found

    def search(self, bins: int) -> Search:
        """The rows for that many bins, built once."""
        if bins not in self.searches:
            self.searches[bins] = Search(self.capacity, self.inside, self.classes, bins)
        return self.searches[bins]


def case_of(
    readings: Sequence[Reading],
    units: Sequence[Unit],
    truth: Tabulation,
    weights: Mapping[Atom, float] | None,
    *,
    seconds: float,
    seed: int,
) -> Case | None:
    """Make a case of all documents of one wave; None where their weights cannot be worked out."""
    roster = roster_of(truth, readings)
    circles = circles_of(roster, readings)
    smallest = max(reading.smallest for reading in readings)
    targets = targets_of(roster, readings, smallest)
    weighting = _weighting(roster, readings, weights)
    if weighting is None:
        return None
    marks = np.vstack(
        [
            np.array([circle.members for circle in circles]).reshape(-1, roster.sizes.size),
            np.array([target.members for target in targets]).reshape(-1, roster.sizes.size),
            weighting.layers,
        ]
    ).astype(np.int64)
    _marks, first, merged = np.unique(marks, axis=1, return_index=True, return_inverse=True)
    merged = merged.ravel().astype(np.int64)
    sizes = np.bincount(merged, weights=roster.sizes).astype(np.int64)
    people = roster.people()
    needed = tuple(outsiders_needed(reading, people) for reading in readings)
    of_all = tuple(map(outsiders_of_all, readings, needed))
    return Case(
        roster=roster,
        readings=tuple(readings),
        outsiders=needed,
        of_all=of_all,
        weighting=weighting,
        classes=Weighting(weighting.weight[first], weighting.layers[:, first], weighting.of_layer),
        merged=merged,
        sizes=sizes,
        capacity=np.bincount(merged, weights=roster.capacity).astype(np.int64),
        circles=tuple(Circle(one.cut, one.group, one.shown, one.members[first]) for one in circles),
        inside=_rows([one.members[first] for one in circles], sizes.size),
        targets=tuple(Target(one.people, one.groups, one.members[first]) for one in targets),
        members=_rows([one.members[first] for one in targets], sizes.size),
        people=np.array([target.people for target in targets], dtype=np.int64),
        scores=scores_of(readings, truth, of_all, units),
        tables={table.id: table for table in truth.items},
        units=tuple(units),
        seconds=seconds,
        seed=seed,
    )


def _weighting(
    roster: Roster, readings: Sequence[Reading], weights: Mapping[Atom, float] | None
) -> Weighting | None:
    """The weights of the documents; those of a wave use the same, or none."""
    for reading in readings:
        if reading.weighted:
            return weighting_of(roster, reading, weights)
    return weighting_from(np.ones(roster.sizes.size, dtype=np.int64))


def _rows(flags: Sequence[np.ndarray], width: int) -> Ints:
    return np.array(flags, dtype=np.int64).reshape(-1, width)
