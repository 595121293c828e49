"""One unit made ready for the attack: its true answers, what the documents say, their masks."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from survey.core.analysis.tabulation import ItemTable
from survey.core.disclosure.attacker.case import Case
from survey.core.disclosure.attacker.joint import joint_rows
from survey.core.disclosure.attacker.limits import (
    Limits,
    Stated,
    Truth,
    limit,
    no_limits,
    stated_by,
)
from survey.core.disclosure.attacker.masks import Reason, Variant, reasons_for, variants_of
from survey.core.disclosure.attacker.printed import Reading
from survey.core.disclosure.attacker.property import Own, own_figures, range_of_bin
from survey.core.disclosure.attacker.roster import answers_of
from survey.core.disclosure.attacker.rows import (
    Around,
    Told,
    group_rows,
    people_in,
    reason_rows,
    system_of,
)
from survey.core.disclosure.attacker.system import Row, System, Variable
from survey.core.disclosure.attacker.units import Unit


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one document states of a unit: its groups, its own figures, and the m of its rules."""

    reading: Reading
    stated: tuple[Stated, ...]
    own: Own | None
    outsiders: int


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A unit with its true answers and everything said of it.

    agrees: whether no figure contradicts the truth. limits: for the attacker who knows every
    base. variants: how the masks may have come about, the true way first; at least one, empty
    where nothing is masked.
    """

    unit: Unit
    table: ItemTable
    truth: Truth
    spoken: tuple[Spoken, ...]
    agrees: bool
    limits: Limits
    variants: tuple[Variant, ...]


def exhibit_of(case: Case, unit: Unit) -> Exhibit:
    """Read all documents for one unit."""
    table = case.tables[unit.item]
    answers = answers_of(case.roster, table, unit)
    merged = case.merge(answers)
    truth = Truth(
        answers=merged,
        inside=case.inside @ merged,
        weighed=(case.inside * case.classes.weight) @ merged,
    )
    limits = no_limits(len(case.circles), len(unit.bins))
    spoken, agrees = [], True
    for reading, outsiders in zip(case.readings, case.outsiders, strict=True):
        stated = stated_by(reading, case.circles, unit)
        agrees &= limit(limits, stated, truth, outsiders, weighted=reading.weighted)
        own = None
        if unit.key in reading.figures:
            own = own_figures(reading, unit, table, case.roster, answers, case.weighting, outsiders)
            agrees &= own.agrees
        spoken.append(Spoken(reading, stated, own, outsiders))
    return Exhibit(unit, table, truth, tuple(spoken), agrees, limits, _variants(case, unit, truth))


def _variants(case: Case, unit: Unit, truth: Truth) -> tuple[Variant, ...]:
    masked: list[tuple[Reason, ...]] = [
        reasons_for(mask, reading, case.circles, len(unit.bins), outsiders)
        for reading, outsiders in zip(case.readings, case.outsiders, strict=True)
        for mask in reading.masks[unit.key]
    ]
    return variants_of(masked, truth.inside)


Knowledge = Literal["counts", "scores", "shares"]
"""What the attacker knows of the property: how many are in each bin (of each weight class, where
weights are used), or only what the printed shares admit, with or without the printed scores."""


def knowledge_of(case: Case, unit: Unit) -> tuple[Knowledge, ...]:
    """What to try in turn: each leaves more worlds than the one before, the last is the true one.

    With weights, or where a score has an item without figures, the counts are taken as known.
    """
    audited = {one.item for one in case.units}
    tied = [score for score in case.scores if unit.item in score.items]
    if case.classes.used or any(item not in audited for score in tied for item in score.items):
        return ("counts",)
    return ("counts", "scores") if tied else ("shares",)


def system_for(case: Case, exhibit: Exhibit, variant: Variant, knowledge: Knowledge) -> System:
    """The exact system of the attacker who infers the bases of groups."""
    unit, truth = exhibit.unit, exhibit.truth
    variables: list[Variable] = []
    rows = _own_rows(case, exhibit, knowledge)
    rows += reason_rows(variant, case.circles, unit)
    skipped = int(case.sizes.sum() - truth.answers.sum())
    for document, spoken in enumerate(exhibit.spoken):
        weight = case.classes.weight if spoken.reading.weighted else None
        for one in spoken.stated:
            around = Around(
                number=document * len(case.circles) + one.circle,
                members=case.circles[one.circle].members,
                counts=truth.inside[one.circle],
                people=int(case.inside[one.circle] @ case.sizes),
                skipped=skipped,
                printed=one.printed,
            )
            told = group_rows(around, spoken.reading.smallest, spoken.outsiders, weight)
            variables += told.variables
            rows += told.rows
    if knowledge == "scores":
        told = _tied(case, exhibit)
        variables += told.variables
        rows += told.rows
    return system_of(case.capacity, unit, rows, variables)


def _tied(case: Case, exhibit: Exhibit) -> Told:
    units = {unit.item: unit for unit in case.units}
    items = {
        item for score in case.scores if exhibit.unit.item in score.items for item in score.items
    }
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
            for reading, outsiders in zip(case.readings, case.outsiders, strict=True)
            if units[item].key in reading.figures
        )
        for item in items
    }
    return joint_rows(case, exhibit.unit, case.tables, units, own)


def _own_rows(case: Case, exhibit: Exhibit, knowledge: Knowledge) -> list[Row]:
    unit = exhibit.unit
    every = np.ones(case.sizes.size, dtype=bool)
    if knowledge == "counts":
        return [
            _is(layer.astype(bool), [place], int((layer @ exhibit.truth.answers)[place]))
            for layer in case.classes.layers
            for place in range(len(unit.bins))
        ]
    answered = int(exhibit.truth.answers.sum())
    rows = [_is(every, range(len(unit.bins)), answered)]
    for one in exhibit.spoken:
        if one.own is None:
            continue
        for place in range(len(unit.bins)):
            low, high = range_of_bin(one.own, unit, place, answered)
            terms = people_in(every, [place])
            rows.append(Row(terms, Fraction(low), Fraction(high), "property"))
    return rows


def _is(members: np.ndarray, places: range | list[int], count: int) -> Row:
    return Row(people_in(members, places), Fraction(count), Fraction(count), "property")


def narrowed(exhibit: Exhibit, variant: Variant) -> Limits:
    """The limits, and what the reasons of the masks add to them."""
    limits = exhibit.limits.copy()
    for reason in variant:
        reason.impose(limits)
    return limits
