"""Who answered, as the attacker is assumed to know: how many of each crossing of the cuts.

From 90 % response on, who answered is as good as known, and every crossing holds just those who
did. Below that, the roster is known but not who of it was silent: a crossing may hold as many
more as the silent are on average, so that nobody can be counted out of an answer by name alone.
And the sets of people that the documents speak of: the shown groups, and what they leave over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.core.analysis.tabulation import Atom, ItemTable, Tabulation
from survey.core.disclosure.attacker.printed import REST, STRATUM, Group, Reading
from survey.core.disclosure.attacker.units import Unit

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Roster:
    """The classes j: the populated crossings, and how many answered in each (n_j >= 1).

    capacity: how many of each class may have answered, for all that the attacker knows.
    """

    cuts: tuple[str, ...]
    atoms: tuple[Atom, ...]
    sizes: Ints
    capacity: Ints

    def members(self, cut: str, groups: Collection[str]) -> Flags:
        """Which classes are in one of these groups of a cut."""
        place = self.cuts.index(cut)
        return np.array([atom[place] in groups for atom in self.atoms], dtype=bool)

    def labels(self, cut: str) -> tuple[str, ...]:
        """The groups of a cut that somebody is in, "" among them; in order."""
        place = self.cuts.index(cut)
        return tuple(sorted({atom[place] for atom in self.atoms}))

    def people(self) -> dict[Group, int]:
        """How many answered, by cut and group."""
        found: dict[Group, int] = {}
        for atom, size in zip(self.atoms, self.sizes.tolist(), strict=True):
            for cut, group in zip(self.cuts, atom, strict=True):
                found[cut, group] = found.get((cut, group), 0) + size
        return found


@dataclass(frozen=True, slots=True)
class Circle:
    """A set of people with figures: a shown group of a cut, or ("") what its groups leave over.

    shown: the groups shown beside it, which is what tells two remainders apart.
    """

    cut: str
    group: str
    shown: tuple[str, ...]
    members: Flags


def roster_of(truth: Tabulation, readings: Sequence[Reading]) -> Roster:
    """The roster of those who answered, and of those who may have."""
    sizes = np.array([size for _atom, size in truth.sizes], dtype=np.int64)
    return Roster(
        cuts=tuple(cut.id for cut in truth.cuts),
        atoms=tuple(atom for atom, _size in truth.sizes),
        sizes=sizes,
        capacity=_capacity(truth, readings, sizes),
    )


def _capacity(truth: Tabulation, readings: Sequence[Reading], sizes: Ints) -> Ints:
    """n_j times adults over respondents, downward: of the property, or of a counted group.

    Without codes nobody knows who could answer: any number may have.
    """
    if any(reading.near_complete for reading in readings):
        return sizes
    document = readings[0].document
    people = int(sizes.sum())
    if not document["promise"].get("limited_to_one", True):
        return np.full_like(sizes, people)
    adults = np.full_like(sizes, max(document["property"]["adults"], people))
    answered = np.full_like(sizes, people)
    cuts = [cut.id for cut in truth.cuts]
    if STRATUM in cuts:
        groups = np.array([atom[cuts.index(STRATUM)] for atom, _size in truth.sizes])
        for stratum in document["promise"].get("strata") or ():
            members = groups == stratum["id"]
            inside = int(sizes[members].sum())
            if inside:
                adults[members] = max(stratum["adults"], inside)
                answered[members] = inside
    return sizes * adults // answered


def circles_of(roster: Roster, readings: Sequence[Reading]) -> tuple[Circle, ...]:
    """Every shown group and remainder of any of the documents, each once; empty ones left out."""
    found: dict[tuple[str, str, tuple[str, ...]], Circle] = {}
    for reading in readings:
        for cut, shown in reading.shown.items():
            if cut not in roster.cuts:
                continue
            for group in (*shown, REST):
                members = roster.members(cut, shown)
                members = ~members if group == REST else roster.members(cut, (group,))
                if members.any():
                    found[cut, group, shown] = Circle(cut, group, shown, members)
    return tuple(found.values())


def answers_of(roster: Roster, table: ItemTable, unit: Unit) -> Ints:
    """The true answers: how many of each class are in each bin; what is missing was skipped."""
    place = {atom: number for number, atom in enumerate(roster.atoms)}
    found = np.zeros((len(roster.atoms), len(unit.bins)), dtype=np.int64)
    columns = _columns(table, unit)
    for cell in table.cells:
        counts = [sum(cell.counts[at] for at in column) for column in columns]
        if unit.kind == "several":
            counts.append(cell.answered - counts[0])
        found[place[cell.atom]] = counts
    return found


def _columns(table: ItemTable, unit: Unit) -> list[list[int]]:
    """The places of the table's values that make up each bin; for a list only the option."""
    if unit.kind == "several":
        return [[table.values.index(value) for value in table.values if value == unit.option]]
    if unit.kind == "choice":
        return [[at] for at in range(len(table.values))]
    places: Mapping[object, int] = {value: at for at, value in enumerate(table.values)}
    return [[places[value] for value in values] for values in unit.values]
