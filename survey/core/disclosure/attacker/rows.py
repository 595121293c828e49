"""What the documents say of one unit, as the exact system of the attacker who must infer bases.

The unknowns are y.j.b, how many of class j are in bin b. Every printed share of a group is a line
in the people of a bin and in those who answered; the property's own base is taken as known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from survey.core.disclosure.attacker.masks import Variant
from survey.core.disclosure.attacker.percents import Range, counts_of
from survey.core.disclosure.attacker.printed import Printed
from survey.core.disclosure.attacker.roster import Circle, Flags, Ints
from survey.core.disclosure.attacker.system import Row, System, Variable
from survey.core.disclosure.attacker.units import Unit
from survey.core.disclosure.attacker.weights import Weighting

Terms = dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class Told:
    """Rows, and the unknowns that they need beside people."""

    variables: list[Variable]
    rows: list[Row]


def name_of(group: int, place: int) -> str:
    """The name of the unknown y[group, place]."""
    return f"y.{group}.{place}"


def variables_of(sizes: Ints, bins: int) -> Iterator[Variable]:
    """The unknowns, in the order of classes and bins."""
    for group, size in enumerate(sizes.tolist()):
        for place in range(bins):
            yield Variable(name_of(group, place), Fraction(0), Fraction(size))


def people_in(members: Flags, places: Iterable[int]) -> Terms:
    """The sum of some classes' people in some bins."""
    return {
        name_of(int(group), place): Fraction(1)
        for group in np.flatnonzero(members)
        for place in places
    }


def class_rows(sizes: Ints, bins: int) -> Iterator[Row]:
    """Nobody is in two bins."""
    for group, size in enumerate(sizes.tolist()):
        terms = {name_of(group, place): Fraction(1) for place in range(bins)}
        yield Row(terms, None, Fraction(size), "roster")


@dataclass(frozen=True, slots=True)
class Around:
    """A circle that a document speaks of: who is in it, and how many are in each bin in truth.

    skipped: how many of the property have skipped, which is the most that can have here.
    """

    number: int
    members: Flags
    counts: Ints
    people: int
    skipped: int
    printed: Printed | None

    @property
    def answered(self) -> int:
        """How many answered in truth."""
        return int(self.counts.sum())

    def keeps_apart(self, outsiders: int) -> bool:
        """Whether rule P3 holds here, so that its holding is known."""
        return self.answered > 0 and bool((self.answered - self.counts >= outsiders).all())


def group_rows(around: Around, smallest: int, outsiders: int) -> Told:
    """What a document says of a circle: its shares, and the rules as far as it keeps them."""
    bins = around.counts.size
    every = range(bins)
    told = Told([], [])
    if around.printed is not None:
        told = _by_base(around, smallest, outsiders)
    everyone = people_in(around.members, every)
    if around.answered >= smallest:
        told.rows.append(Row(everyone, Fraction(smallest), None, "rule P1 or P2"))
    elif not around.answered:
        told.rows.append(Row(everyone, Fraction(0), Fraction(0), "rule P2"))
    told.rows.extend(_kept_apart(around, outsiders))
    return told


def weighted_rows(
    around: Around, outsiders: int, classes: Weighting, answers: Ints
) -> Iterator[Row]:
    """The same with weights: how many of each weight answered is taken as known.

    answers: the true ones, by class and bin.
    """
    bins = around.counts.size
    for layer in classes.layers:
        members = around.members & (layer == 1)
        answered = int(answers[members].sum())
        everyone = people_in(members, range(bins))
        if everyone:
            yield Row(everyone, Fraction(answered), Fraction(answered), "base of a group")
    shares = around.printed.shares.items() if around.printed is not None else ()
    for place, percent in shares:
        low, high = counts_of(
            percent, int(classes.weight[around.members] @ answers[around.members].sum(axis=1))
        )
        terms = {
            name_of(int(group), place): Fraction(int(classes.weight[group]))
            for group in np.flatnonzero(around.members)
        }
        yield Row(terms, Fraction(low), Fraction(high), "weighted share of a group")
    yield from _kept_apart(around, outsiders)


def _kept_apart(around: Around, outsiders: int) -> Iterator[Row]:
    if around.keeps_apart(outsiders):
        every = range(around.counts.size)
        for place in every:
            others = people_in(around.members, [other for other in every if other != place])
            yield Row(others, Fraction(outsiders), None, "rule P3")


def possible_bases(
    around: Around, smallest: int, outsiders: int
) -> dict[int, tuple[tuple[int, int], ...]]:
    """Every number who can have answered in a group, with the counts of each bin that then print.

    Example: of 12 people 42 and 58 percent can only be 5 and 7 of 12 when nobody may be missing
    but one or two, because of 11 or 10 no count prints as 42.
    """
    assert around.printed is not None, "only what is printed betrays a base"
    kept = smallest if around.answered >= smallest else 1
    found = {}
    for base in range(max(kept, around.people - around.skipped), around.people + 1):
        most = base - outsiders if around.keeps_apart(outsiders) else base
        ranges = tuple(
            _cut(counts_of(around.printed.shares[place], base), most)
            if place in around.printed.shares
            else (0, most)
            for place in range(around.counts.size)
        )
        fits = all(low <= high for low, high in ranges)
        if fits and sum(low for low, _ in ranges) <= base <= sum(high for _, high in ranges):
            found[base] = ranges
    return found


def _cut(counts: Range, most: int) -> Range:
    return counts[0], min(counts[1], most)


def _by_base(around: Around, smallest: int, outsiders: int) -> Told:
    """One yes-or-no unknown for each base that a group's shares allow; exactly one is yes.

    That is the same as the lines of the shares, but in numbers of people, which the solver likes.
    """
    bases = possible_bases(around, smallest, outsiders)
    one = Fraction(1)
    names = {base: f"base.{around.number}.{base}" for base in bases}
    rows = [Row(dict.fromkeys(names.values(), one), one, one, "base of a group")]
    everyone = people_in(around.members, range(around.counts.size))
    rows.append(
        Row(
            everyone | {name: Fraction(-base) for base, name in names.items()},
            Fraction(0),
            Fraction(0),
            "base of a group",
        )
    )
    for place in range(around.counts.size):
        inside = people_in(around.members, [place])
        for end in (0, 1):
            terms = inside | {
                names[base]: Fraction(-ranges[place][end]) for base, ranges in bases.items()
            }
            low, high = (Fraction(0), None) if end == 0 else (None, Fraction(0))
            rows.append(Row(terms, low, high, "share of a group"))
    return Told([Variable(name, Fraction(0), one) for name in names.values()], rows)


def reason_rows(variant: Variant, circles: Sequence[Circle], unit: Unit) -> Iterator[Row]:
    """The lines of the reasons why a cut is not split."""
    for reason in variant:
        members = circles[reason.circle].members
        every = range(len(unit.bins))
        everyone = people_in(members, every)
        low = Fraction(1) if reason.rest else None
        if reason.place is None:
            yield Row(everyone, low, Fraction(reason.smallest - 1), "mask")
            continue
        if reason.rest:
            yield Row(everyone, low, None, "mask")
        others = people_in(members, [place for place in every if place != reason.place])
        yield Row(others, None, Fraction(reason.outsiders - 1), "mask")


def system_of(
    sizes: Ints, unit: Unit, rows: Sequence[Row], more: Sequence[Variable] = ()
) -> System:
    """The unknowns with their classes' rows and these."""
    bins = len(unit.bins)
    return System((*variables_of(sizes, bins), *more), (*class_rows(sizes, bins), *rows))
