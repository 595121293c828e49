"""Whom the attacker is after: every set of fewer than k people that the cuts can name.

These are the groups and remainders of each cut, the unions that hidden groups form, any two cuts'
crossings of those, and the roster's classes. And what worlds already say about each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from survey.core.disclosure.attacker.printed import Group, Reading
from survey.core.disclosure.attacker.roster import Flags, Ints, Roster

MOST_LABELS = 6
"""Of a cut with more groups only single ones, pairs and the remainder are tried as unions."""


@dataclass(frozen=True, slots=True)
class Target:
    """A set of 1 to k - 1 people. groups: the (cut, group) pairs that name it."""

    people: int
    groups: tuple[Group, ...]
    members: Flags

    @property
    def cuts(self) -> tuple[str, ...]:
        """The cuts that name it."""
        return tuple(dict.fromkeys(cut for cut, _group in self.groups))


def targets_of(roster: Roster, readings: Sequence[Reading], smallest: int) -> tuple[Target, ...]:
    """Every target, each set of people once, those of the fewest cuts first."""
    found: dict[bytes, Target] = {}
    for groups, members in _sets(roster, readings):
        people = int(roster.sizes[members].sum())
        if 1 <= people < smallest:
            found.setdefault(members.tobytes(), Target(people, groups, members))
    return tuple(found.values())


def _sets(roster: Roster, readings: Sequence[Reading]) -> Iterator[tuple[tuple[Group, ...], Flags]]:
    everybody = np.ones(len(roster.atoms), dtype=bool)
    unions = {cut: list(_unions(roster, readings, cut)) for cut in roster.cuts}
    for cut in roster.cuts:
        for union in unions[cut]:
            yield tuple((cut, group) for group in union), roster.members(cut, union)
    for first, second in combinations(roster.cuts, 2):
        for one in unions[first]:
            for other in unions[second]:
                groups = (
                    *((first, group) for group in one),
                    *((second, group) for group in other),
                )
                yield groups, roster.members(first, one) & roster.members(second, other)
    for place, atom in enumerate(roster.atoms):
        groups = tuple(zip(roster.cuts, atom, strict=True))
        yield groups, everybody & (np.arange(len(roster.atoms)) == place)


def _unions(roster: Roster, readings: Sequence[Reading], cut: str) -> Iterator[tuple[str, ...]]:
    """Single groups first, then unions; never all groups of a cut together."""
    labels = roster.labels(cut)
    most = len(labels) - 1 if len(labels) <= MOST_LABELS else 2
    for size in range(1, most + 1):
        yield from combinations(labels, size)
    for reading in readings:
        hidden = tuple(label for label in labels if label not in reading.shown.get(cut, ()))
        if most < len(hidden) < len(labels):
            yield hidden


class Ledger:
    """What the worlds seen so far leave open, for each target and each protected bin.

    A target is safe when some world has nobody in the bin, or when the worlds differ and some
    world has less than half of the target in it.
    """

    def __init__(self, members: Ints, people: Ints, protected: Sequence[int], truth: Ints) -> None:
        self._members = members
        self._people = people[:, None]
        self._protected = list(protected)
        self.truth = self.counted(truth)
        self.least = self.truth.copy()
        self.most = self.truth.copy()

    def counted(self, world: Ints) -> Ints:
        """How many of each target are in each protected bin."""
        counts: Ints = self._members @ world[:, self._protected]
        return counts

    def see(self, world: Ints) -> bool:
        """Take a world into account; whether it closed anything."""
        before = int(self.open.sum())
        counts = self.counted(world)
        np.minimum(self.least, counts, out=self.least)
        np.maximum(self.most, counts, out=self.most)
        return int(self.open.sum()) < before

    @property
    def shared(self) -> Flags:
        """Where every world so far has at least half of the target in the bin."""
        flags: Flags = (self.least >= 1) & (2 * self.least >= self._people)
        return flags

    @property
    def open(self) -> Flags:
        """Where the worlds so far do not yet say that the target is safe."""
        flags: Flags = self.shared | ((self.least >= 1) & (self.least == self.most))
        return flags
