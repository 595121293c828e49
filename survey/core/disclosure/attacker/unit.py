"""One unit made ready for the attack: its true answers, what the documents say, their masks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survey.core.analysis.tabulation import ItemTable
from survey.core.disclosure.attacker.case import Case
from survey.core.disclosure.attacker.limits import (
    Limits,
    Stated,
    Truth,
    limit,
    no_limits,
    stated_by,
)
from survey.core.disclosure.attacker.listed import least_chosen
from survey.core.disclosure.attacker.masks import Reason, Variant, reasons_for, variants_of
from survey.core.disclosure.attacker.printed import Reading
from survey.core.disclosure.attacker.property import Own, own_figures
from survey.core.disclosure.attacker.roster import answers_of
from survey.core.disclosure.attacker.routes import places_of, routes_to
from survey.core.disclosure.attacker.units import Unit


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one document states of a unit: its groups, its own figures, and the m of its rules.

    outsiders: of groups. of_all: of everybody who answered.
    """

    reading: Reading
    stated: tuple[Stated, ...]
    own: Own | None
    outsiders: int
    of_all: int


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A unit with its true answers and everything said of it.

    agrees: whether no figure contradicts the truth. limits: for the attacker who knows every
    base. variants: how the masks may have come about, the true way first; at least one, empty
    where nothing is masked. listed: how many of a circle at least have chosen the option.
    """

    unit: Unit
    table: ItemTable
    truth: Truth
    spoken: tuple[Spoken, ...]
    agrees: bool
    limits: Limits
    variants: tuple[Variant, ...]
    listed: Mapping[int, int]


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
    listed: dict[int, int] = {}
    for reading, outsiders, of_all in zip(case.readings, case.outsiders, case.of_all, strict=True):
        stated = stated_by(reading, case.circles, unit)
        agrees &= limit(limits, stated, truth, outsiders, weighted=reading.weighted)
        for number, least in least_chosen(reading, case.circles, unit, table, truth):
            listed[number] = max(listed.get(number, 0), least)
            limits.inside_low[number, 0] = max(int(limits.inside_low[number, 0]), least)
            people = int(truth.inside[number].sum())
            limits.answered_low[number] = limits.answered_high[number] = people
        own = None
        if unit.key in reading.figures:
            own = own_figures(reading, unit, table, case.roster, answers, case.weighting, of_all)
            agrees &= own.agrees
        spoken.append(Spoken(reading, stated, own, outsiders, of_all))
    agrees &= all(
        int(merged[:, list(places_of(route, unit))].sum()) >= route.people
        for route in routes_to(unit.item, case.readings, case.tables)
    )
    variants = _variants(case, unit, truth)
    return Exhibit(unit, table, truth, tuple(spoken), agrees, limits, variants, listed)


def _variants(case: Case, unit: Unit, truth: Truth) -> tuple[Variant, ...]:
    masked: list[tuple[Reason, ...]] = [
        reasons_for(mask, reading, case.circles, len(unit.bins), outsiders)
        for reading, outsiders in zip(case.readings, case.outsiders, strict=True)
        for mask in reading.masks[unit.key]
    ]
    return variants_of(masked, truth.inside)


def narrowed(exhibit: Exhibit, variant: Variant) -> Limits:
    """The limits, and what the reasons of the masks add to them."""
    limits = exhibit.limits.copy()
    for reason in variant:
        reason.impose(limits)
    return limits
