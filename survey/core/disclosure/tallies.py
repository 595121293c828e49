"""Sums of a tabulation over groups: what a reader could know, once some groups are hidden.

A plan shows some groups of a cut. Everybody else in that cut is the remainder: it is never
printed, but it can be had by subtracting, so it is tallied like a group.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil, floor, isfinite
from typing import Final

from survey.core.analysis.tabulation import REST, Atom, Cell, Cut, ItemTable, Tabulation


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answered an item, and how many gave each of its values."""

    answered: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The same with everybody counted by his weight: what is printed when weights are used.

    Rules are never judged by it.
    """

    answered: Fraction
    counts: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Unevenness:
    """What weights cost: both are between 0 and 1, and 1 where all weights are the same.

    effective: (sum w)2 / (n sum w2), the share of the answers that an unweighted survey would
    need (Kish 1965). lightness: the mean weight as a share of the heaviest. Both are coarse: the
    design effect, which is one divided by the first, to one decimal upward, and the second to one
    downward. Exactly, ranges made from them would tell how many of each group answered.
    """

    effective: float = 1.0
    lightness: float = 1.0


TENTHS: Final = 10

EVEN: Final = Unevenness()

Number = int | Fraction
"""A count of people, or of their weights."""

Weights = Mapping[Atom, Fraction]
"""The weight of one person of each crossing."""

FINEST_WEIGHT: Final = 10**7
"""Weights are quotients of head counts, so they are taken for fractions with small denominators.
Then a share that is a half to the last digit is a half, and rounds as one."""


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


def weights_of(given: Mapping[Atom, float], tabulation: Tabulation) -> Weights:
    """Weights as exact fractions. Raises ValueError when a crossing has none, or none above 0."""
    weights = {}
    for atom, _people in tabulation.sizes:
        if not given.get(atom, 0.0) > 0 or not isfinite(given[atom]):
            raise ValueError(f"no weight for the crossing {atom}")
        weights[atom] = Fraction(given[atom]).limit_denominator(FINEST_WEIGHT)
    return weights


def weigh(table: ItemTable, weights: Weights) -> Weighed:
    """The property's answers to an item, weighted. Somebody must have answered."""
    return _weigh(table.cells, len(table.values), weights)


def weigh_by_group(table: ItemTable, cut: ShownCut, weights: Weights) -> dict[str, Weighed]:
    """The weighted answers of each shown group; each must have answers."""
    return {
        group: _weigh(
            [cell for cell in table.cells if cut.label(cell.atom) == group],
            len(table.values),
            weights,
        )
        for group in cut.shown
    }


def unevenness(answered: Iterable[tuple[Atom, int]], weights: Weights | None) -> Unevenness:
    """How uneven the weights are of those who answered, given how many did in each crossing."""
    held = [(weights[atom], people) for atom, people in answered if people] if weights else []
    if not held:
        return EVEN
    people = sum(number for _, number in held)
    whole = sum(weight * number for weight, number in held)
    squares = sum(weight * weight * number for weight, number in held)
    heaviest = max(weight for weight, _ in held)
    effect, light = squares * people / (whole * whole), whole / heaviest / people
    return Unevenness(TENTHS / ceil(effect * TENTHS), floor(light * TENTHS) / TENTHS)


def thinned(tally: Tally, people: int, *, together: bool) -> Tally:
    """The answers of many as they would be of fewer people, each count within one of its share.

    What adds up to a count of many is told by its percents: 29 of 30 print none that 27 or 28 do.
    So counts are rounded from the first value on, added up; then they are some whole answers of
    `people`, and print as if only these had answered. `together`: whether each person gave one of
    the values; if not, each value is rounded by itself.
    Example: 10, 10 and 10 of 30, as of 27, are 9, 9 and 9.
    """

    def fewer(count: int) -> int:
        return (2 * count * people + tally.answered) // (2 * tally.answered)

    if not together:
        return Tally(people, tuple(fewer(count) for count in tally.counts))
    ends = [0, *map(fewer, accumulate(tally.counts))]
    return Tally(people, tuple(after - before for before, after in pairwise(ends)))


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


def count_of(counts: Sequence[Number], table: ItemTable, values: Collection[int | str]) -> Number:
    """How many gave one of `values`, of the counts of all values."""
    return sum(held for value, held in zip(table.values, counts, strict=True) if value in values)


def _sum(cells: Iterable[Cell], width: int) -> Tally:
    return add((Tally(cell.answered, cell.counts) for cell in cells), width)


def _weigh(cells: Sequence[Cell], width: int, weights: Weights) -> Weighed:
    answered = sum((weights[cell.atom] * cell.answered for cell in cells), Fraction())
    counts = tuple(
        sum((weights[cell.atom] * cell.counts[place] for cell in cells), Fraction())
        for place in range(width)
    )
    return Weighed(answered, counts)
