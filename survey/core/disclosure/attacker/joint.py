"""Items that a printed score ties together, as one system.

A score is a mean over people of the mean points of those of its k items that they answered. With
V[i, c, s] people who gave item i the value c and answered s of the items, and P[s] people who
answered s, the sum of all scores is the sum over s of (1/s) sum over i, c of points(c) V[i, c, s];
for each s the answers add up to s P[s], and no item has more than P[s].

The attacker is taken to know the bins of all other items and how many have a score. That leaves
him fewer worlds than he has, never more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import lcm

import numpy as np

from survey.core.analysis.tabulation import ItemTable
from survey.core.disclosure.attacker.case import Case
from survey.core.disclosure.attacker.property import Own, values_of
from survey.core.disclosure.attacker.rows import Told, people_in
from survey.core.disclosure.attacker.scores import PrintedScore
from survey.core.disclosure.attacker.system import Row, Variable
from survey.core.disclosure.attacker.units import Unit

HUNDRED = 100


def enough_items(items: int) -> int:
    """How many items somebody must have answered to have a score: two thirds, upward.

    Example: 2 of 3, 3 of 4, 4 of 5. Source: disclosure.md, section 4.
    """
    return -(-2 * items // 3)


def points_by_value(table: ItemTable) -> dict[int, Fraction]:
    """The points of each value of a scale, from 0 to 100; a reversed item is turned around."""
    values = [int(value) for value in table.values]
    lowest, highest = min(values), max(values)
    width = highest - lowest
    return {
        value: Fraction(HUNDRED * ((highest - value) if table.reverse else value - lowest), width)
        for value in values
    }


def joint_rows(
    case: Case,
    unit: Unit,
    tables: Mapping[str, ItemTable],
    units: Mapping[str, Unit],
    own: Mapping[str, tuple[Own, ...]],
) -> Told:
    """The rows of all scores that a unit takes part in. own: each item's figures, by document."""
    told = Told([], [])
    scores = [score for score in case.scores if unit.item in score.items]
    items = dict.fromkeys(item for score in scores for item in score.items)
    people = int(case.sizes.sum())
    for item in items:
        _count_values(told, tables[item], units[item], own[item], people)
        if item != unit.item:
            _fix_bins(told, tables[item], units[item])
    every = np.ones(case.sizes.size, dtype=bool)
    for place, values in enumerate(unit.values):
        terms = people_in(every, [place]) | {
            _value(unit.item, value): Fraction(-1) for value in values
        }
        told.rows.append(_equal(terms, 0))
    for number, score in enumerate(scores):
        _score(told, score, number, tables, people)
    return told


def _value(item: str, value: int) -> str:
    return f"value.{item}.{value}"


def _equal(terms: Mapping[str, Fraction], number: int) -> Row:
    return Row(terms, Fraction(number), Fraction(number), "score")


def _count_values(
    told: Told, table: ItemTable, unit: Unit, own: tuple[Own, ...], people: int
) -> None:
    """How many gave each value: within what each printed point admits."""
    for values in unit.values:
        for value in values:
            ranges = [one.points[value] for one in own if value in one.points]
            low = max((low for low, _high in ranges), default=0)
            high = min((high for _low, high in ranges), default=people)
            told.variables.append(Variable(_value(table.id, value), Fraction(low), Fraction(high)))


def _fix_bins(told: Told, table: ItemTable, unit: Unit) -> None:
    counts = values_of(table)
    for values in unit.values:
        terms = {_value(table.id, value): Fraction(1) for value in values}
        told.rows.append(_equal(terms, sum(counts[value] for value in values)))


def _score(
    told: Told,
    score: PrintedScore,
    number: int,
    tables: Mapping[str, ItemTable],
    people: int,
) -> None:
    items = score.items
    enough = enough_items(len(items))
    most = Fraction(people)
    for status in range(1, len(items) + 1):
        told.variables.append(Variable(f"people.{number}.{status}", Fraction(0), most))
        for item in items:
            told.variables.extend(
                Variable(_split(number, item, int(value), status), Fraction(0), most)
                for value in tables[item].values
            )
    told.rows.extend(_statuses(score, number, tables, people))
    scored = range(enough, len(items) + 1)
    everyone = {f"people.{number}.{status}": Fraction(1) for status in scored}
    told.rows.append(_equal(everyone, score.table.answered))
    total = {
        _split(number, item, value, status): points / status
        for status in scored
        for item in items
        for value, points in points_by_value(tables[item]).items()
    }
    unit = Fraction(1, lcm(*(term.denominator for term in total.values())))
    half = Fraction(1, 2)
    low = (score.score - half) * score.table.answered
    high = (score.score + half) * score.table.answered - unit
    told.rows.append(Row(total, low, high, "score"))


def _statuses(
    score: PrintedScore, number: int, tables: Mapping[str, ItemTable], people: int
) -> Iterator[Row]:
    statuses = range(1, len(score.items) + 1)
    everyone = {f"people.{number}.{status}": Fraction(1) for status in statuses}
    yield Row(everyone, None, Fraction(people), "score")
    for item in score.items:
        for value in (int(one) for one in tables[item].values):
            parts = {_split(number, item, value, status): Fraction(1) for status in statuses}
            yield _equal(parts | {_value(item, value): Fraction(-1)}, 0)
    for status in statuses:
        here = f"people.{number}.{status}"
        answers: dict[str, Fraction] = {}
        for item in score.items:
            given = {
                _split(number, item, int(value), status): Fraction(1)
                for value in tables[item].values
            }
            yield Row(given | {here: Fraction(-1)}, None, Fraction(0), "score")
            answers |= given
        yield _equal(answers | {here: Fraction(-status)}, 0)


def _split(number: int, item: str, value: int, status: int) -> str:
    return f"split.{number}.{item}.{value}.{status}"
