"""The exact system of one unit: everything that the documents say of it, in linear rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

import numpy as np

from survey.core.disclosure.attacker.case import Case
from survey.core.disclosure.attacker.joint import score_rows
from survey.core.disclosure.attacker.limits import Stated
from survey.core.disclosure.attacker.masks import Variant
from survey.core.disclosure.attacker.property import own_figures, range_of_bin
from survey.core.disclosure.attacker.roster import Flags, answers_of
from survey.core.disclosure.attacker.routes import route_rows, routes_to, value_route_rows
from survey.core.disclosure.attacker.rows import (
    Around,
    Told,
    group_rows,
    people_in,
    reason_rows,
    system_of,
    weighted_rows,
)
from survey.core.disclosure.attacker.scores import PrintedScore
from survey.core.disclosure.attacker.system import Row, System
from survey.core.disclosure.attacker.unit import Exhibit, Spoken
from survey.core.disclosure.attacker.units import Unit
from survey.core.disclosure.attacker.valued import Property, equal, value_rows

Knowledge = Literal["counts", "scores", "shares"]
"""What the attacker knows of the property: how many are in each bin, or only what the printed
shares admit, with or without the printed scores."""


def knowledge_of(case: Case, unit: Unit) -> tuple[Knowledge, ...]:
    """What to try in turn: each leaves more worlds than the one before, the last is the true one.

    Where a score has an item without figures of its own, the counts are taken as known.
    """
    tied = _scores_of(case, unit)
    if not tied:
        return ("shares",)
    audited = {one.item for one in case.units}
    if any(item not in audited for score in tied for item in score.items):
        return ("counts",)
    return ("scores",) if case.classes.used else ("counts", "scores")


def system_for(case: Case, exhibit: Exhibit, variant: Variant, knowledge: Knowledge) -> System:
    """The rows of one way in which the masks may have come about.

    The bases of groups are inferred; where weights are used they are taken as known.
    """
    told = Told([], list(reason_rows(variant, case.circles, exhibit.unit)))
    told.rows.extend(_listed_rows(case, exhibit))
    for number, spoken in enumerate(exhibit.spoken):
        for one in spoken.stated:
            around = _around(case, exhibit, number, one)
            if spoken.reading.weighted:
                answers = exhibit.truth.answers
                told.rows.extend(weighted_rows(around, spoken.outsiders, case.classes, answers))
            else:
                more = group_rows(around, spoken.reading.smallest, spoken.outsiders)
                told.variables.extend(more.variables)
                told.rows.extend(more.rows)
    for more in _own_rows(case, exhibit, knowledge):
        told.variables.extend(more.variables)
        told.rows.extend(more.rows)
    return system_of(case.capacity, exhibit.unit, told.rows, told.variables)


def _scores_of(case: Case, unit: Unit) -> Sequence[PrintedScore]:
    return [score for score in case.scores if unit.item in score.items]


def _listed_rows(case: Case, exhibit: Exhibit) -> Iterator[Row]:
    """That an option was chosen by as many as the others leave; the base is taken as known."""
    every = range(len(exhibit.unit.bins))
    for number, least in exhibit.listed.items():
        members = case.circles[number].members
        yield Row(people_in(members, [0]), Fraction(least), None, "list")
        yield equal(people_in(members, every), int(exhibit.truth.inside[number].sum()))


def _around(case: Case, exhibit: Exhibit, document: int, one: Stated) -> Around:
    truth = exhibit.truth
    return Around(
        number=document * len(case.circles) + one.circle,
        members=case.circles[one.circle].members,
        counts=truth.inside[one.circle],
        people=int(case.inside[one.circle] @ case.sizes),
        skipped=int(case.sizes.sum() - truth.answers.sum()),
        printed=one.printed,
    )


def _own_rows(case: Case, exhibit: Exhibit, knowledge: Knowledge) -> Iterator[Told]:
    """What is known of the property: its bases, and its shares, points and scores."""
    unit, truth = exhibit.unit, exhibit.truth
    every = range(len(unit.bins))
    everybody = np.ones(case.sizes.size, dtype=bool)
    if knowledge == "counts":
        counts = truth.answers.sum(axis=0)
        yield Told([], [equal(people_in(everybody, [at]), int(counts[at])) for at in every])
    for layer in case.classes.layers:
        answered = int(layer @ truth.answers.sum(axis=1))
        yield Told([], [equal(people_in(layer == 1, every), answered)])
    routes = routes_to(unit.item, case.readings, case.tables)
    yield Told([], list(route_rows(routes, unit, everybody)))
    if knowledge == "shares" and not case.classes.used:
        for spoken in exhibit.spoken:
            yield Told([], list(_bin_rows(spoken, exhibit, everybody)))
        return
    for spoken in exhibit.spoken:
        yield Told([], list(_weighted_bins(case, spoken)))
    if not unit.values[0] or knowledge == "counts":
        return
    said = _property(case, unit, knowledge)
    yield value_rows(said, unit, case.classes)
    yield Told([], list(value_route_rows(routes, unit.item, said.layers)))
    if knowledge == "scores":
        yield score_rows(said, unit, _scores_of(case, unit))


def _bin_rows(spoken: Spoken, exhibit: Exhibit, everybody: Flags) -> Iterator[Row]:
    """Ranges of the bins, from their shares and the points that they are made of."""
    if spoken.own is None:
        return
    answered = int(exhibit.truth.answers.sum())
    for place in range(len(exhibit.unit.bins)):
        low, high = range_of_bin(spoken.own, exhibit.unit, place, answered)
        yield Row(people_in(everybody, [place]), Fraction(low), Fraction(high), "property")


def _weighted_bins(case: Case, spoken: Spoken) -> Iterator[Row]:
    """Ranges of the bins, in people or in weights."""
    for place, (low, high) in spoken.own.bins.items() if spoken.own is not None else ():
        weight = case.classes.weight if spoken.reading.weighted else np.ones_like(case.sizes)
        terms = {
            name: Fraction(int(weight[number]))
            for number in range(case.sizes.size)
            for name in people_in(np.arange(case.sizes.size) == number, [place])
        }
        yield Row(terms, Fraction(low), Fraction(high), "property")


def _property(case: Case, unit: Unit, knowledge: Knowledge) -> Property:
    """The figures of the unit's item, and of those that a score ties to it."""
    units = {one.item: one for one in case.units}
    items = {unit.item}
    if knowledge == "scores":
        items |= {item for score in _scores_of(case, unit) for item in score.items}
    own = {
        item: tuple(
            own_figures(
                reading,
                units[item],
                case.tables[item],
                case.roster,
                answers_of(case.roster, case.tables[item], units[item]),
                case.weighting,
                outsiders,
            )
            for reading, outsiders in zip(case.readings, case.of_all, strict=True)
            if units[item].key in reading.figures
        )
        for item in sorted(items)
    }
    people = case.weighting.layers @ case.roster.sizes
    return Property(case.roster, case.weighting, people, case.tables, units, own)
