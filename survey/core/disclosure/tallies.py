"""Sums of a tabulation over groups: what a reader could know, once some groups are hidden.

A plan shows some groups of a cut. Everybody else in that cut is the remainder: it is never
printed, but it can be had by subtracting, so it is tallied like a group.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from survey.core.analysis.tabulation import REST, Cell, Cut, ItemTable, Tabulation


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answered an item, and how many gave each of its values."""

    answered: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShownCut:
    """A cut and those of its groups that are shown; `position` is its place in the atoms."""

    cut: Cut
    position: int
    shown: tuple[str, ...]

    def label(self, atom: tuple[str, ...]) -> str:
        """The shown group that a crossing belongs to, or REST for the remainder."""
        group = atom[self.position]
        return group if group in self.shown else REST


def sizes_of(tabulation: Tabulation, position: int) -> dict[str, int]:
    """The respondents of each group of a cut, and under REST of those in none."""
    sizes = dict.fromkeys((*tabulation.cuts[position].groups, REST), 0)
    for atom, people in tabulation.sizes:
        sizes[atom[position]] += people
    return sizes


def total(table: ItemTable) -> Tally:
    """The property's tally of an item."""
    return _sum(table.cells, len(table.values))


def by_group(table: ItemTable, cut: ShownCut) -> dict[str, Tally]:
    """The tally of each shown group, and under REST of the remainder."""
    cells: dict[str, list[Cell]] = {label: [] for label in (*cut.shown, REST)}
    for cell in table.cells:
        cells[cut.label(cell.atom)].append(cell)
    return {label: _sum(held, len(table.values)) for label, held in cells.items()}


def by_crossing(
    table: ItemTable, first: ShownCut, second: ShownCut
) -> dict[tuple[str, str], Tally]:
    """The tally of each crossing of two cuts' shown groups and remainders."""
    cells: dict[tuple[str, str], list[Cell]] = {}
    for cell in table.cells:
        cells.setdefault((first.label(cell.atom), second.label(cell.atom)), []).append(cell)
    return {pair: _sum(held, len(table.values)) for pair, held in cells.items()}


def people_by_crossing(
    tabulation: Tabulation, first: ShownCut, second: ShownCut
) -> dict[tuple[str, str], Tally]:
    """The respondents of each crossing, as tallies without values."""
    people: dict[tuple[str, str], int] = {}
    for atom, number in tabulation.sizes:
        pair = (first.label(atom), second.label(atom))
        people[pair] = people.get(pair, 0) + number
    return {pair: Tally(number, ()) for pair, number in people.items()}


def add(tallies: Iterable[Tally], width: int) -> Tally:
    """The sum of tallies of `width` values."""
    held = list(tallies)
    counts = tuple(sum(tally.counts[place] for tally in held) for place in range(width))
    return Tally(sum(tally.answered for tally in held), counts)


def count_of(tally: Tally, table: ItemTable, values: Collection[int | str]) -> int:
    """How many gave one of `values`."""
    pairs: Mapping[int | str, int] = dict(zip(table.values, tally.counts, strict=True))
    return sum(pairs[value] for value in values)


def _sum(cells: Iterable[Cell], width: int) -> Tally:
    return add((Tally(cell.answered, cell.counts) for cell in cells), width)
