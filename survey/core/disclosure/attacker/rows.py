"""What the documents say of one unit, as the exact system of the attacker who must infer bases.

The unknowns are y.j.b, how many of class j are in bin b. Every printed share of a group is a line
in the people of a bin and in those who answered; the property's own base is taken as known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from survey.core.disclosure.attacker.limits import Stated
from survey.core.disclosure.attacker.masks import Variant
from survey.core.disclosure.attacker.percents import Line, lines_of
from survey.core.disclosure.attacker.roster import Circle, Flags, Ints
from survey.core.disclosure.attacker.system import Row, System, Variable
from survey.core.disclosure.attacker.units import Unit

Terms = dict[str, Fraction]


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


def group_rows(
    stated: Sequence[Stated],
    smallest: int,
    outsiders: int,
    circles: Sequence[Circle],
    inside: Ints,
    weight: Ints,
    unit: Unit,
) -> Iterator[Row]:
    """The lines of shown groups, and what the rules say of them and of what they leave over.

    A rule is known to hold as far as the document keeps it. weight: by class.
    """
    every = range(len(unit.bins))
    for one in stated:
        members = circles[one.circle].members
        counts = inside[one.circle]
        answered = int(counts.sum())
        shares = one.printed.shares.items() if one.printed is not None else ()
        for place, percent in shares:
            for line in lines_of(percent):
                yield _on_line(line, members, place, weight, len(unit.bins))
        everyone = people_in(members, every)
        if answered >= smallest:
            yield Row(everyone, Fraction(smallest), None, "rule P1 or P2")
        elif not answered:
            yield Row(everyone, Fraction(0), Fraction(0), "rule P2")
        if answered and (answered - counts >= outsiders).all():
            for place in every:
                others = people_in(members, [other for other in every if other != place])
                yield Row(others, Fraction(outsiders), None, "rule P3")


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


def _on_line(line: Line, members: Flags, place: int, weight: Ints, bins: int) -> Row:
    terms = {
        name_of(int(group), at): Fraction(
            int(weight[group]) * (line.base + (line.parts if at == place else 0))
        )
        for group in np.flatnonzero(members)
        for at in range(bins)
    }
    return Row(terms, _fraction(line.low), _fraction(line.high), "share of a group")


def _fraction(number: int | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def system_of(
    sizes: Ints, unit: Unit, rows: Sequence[Row], more: Sequence[Variable] = ()
) -> System:
    """The unknowns with their classes' rows and these."""
    bins = len(unit.bins)
    return System((*variables_of(sizes, bins), *more), (*class_rows(sizes, bins), *rows))
