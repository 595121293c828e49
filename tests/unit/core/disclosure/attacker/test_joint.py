"""Items that a score ties together: the ends of the system are those of all ways to answer.

J1 two thirds of the items, upward; points from 0 to 100, reversed items turned around
J2 with everybody answering, the least and the most people in a bin are those of all answer sets
J3 whatever was answered and skipped, the truth keeps every row
J4 a score that the bins do not admit is a contradiction
J5 with weights the sums are weighted
J6 an interval that does not follow from the printed score tells the sum of all scores
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import floor

import numpy as np
import pytest

from survey.core.analysis.tabulation import Cut, Tabulation
from survey.core.disclosure.attacker.bounds import bounds_of, is_feasible
from survey.core.disclosure.attacker.joint import enough_items, points_by_value, score_rows
from survey.core.disclosure.attacker.property import Own
from survey.core.disclosure.attacker.roster import Roster, answers_of
from survey.core.disclosure.attacker.rows import people_in, system_of
from survey.core.disclosure.attacker.scores import PrintedScore
from survey.core.disclosure.attacker.system import System
from survey.core.disclosure.attacker.units import Unit, units_of
from survey.core.disclosure.attacker.valued import Property, equal, value_rows
from survey.core.disclosure.attacker.weights import weighting_from
from tests.unit.core.disclosure.population import Person, tabulate_people

SECONDS = 20.0
TENURE = (Cut("tenure", ("full", "lower")),)
FAVORABLE = {"q1": [4, 5], "q2": [1, 2], "q3": [4, 5]}


def _units(truth: Tabulation) -> dict[str, Unit]:
    items = [
        {"id": name, "state": "shown", "favorable": favorable}
        for name, favorable in FAVORABLE.items()
    ]
    return {unit.item: unit for unit in units_of(truth.items, [{"items": items}])}


def _said(truth: Tabulation, *weights: int) -> Property:
    """Nothing is printed of the items but what the bins of the others are taken to be."""
    sizes = np.array([size for _atom, size in truth.sizes], dtype=np.int64)
    roster = Roster(("tenure",), tuple(atom for atom, _size in truth.sizes), sizes, sizes)
    weighting = weighting_from(np.array(weights or [1] * len(sizes), dtype=np.int64))
    nothing = (Own(weighting.used, True, {}, {}),)
    tables = {table.id: table for table in truth.items}
    own = dict.fromkeys(FAVORABLE, nothing)
    return Property(roster, weighting, weighting.layers @ sizes, tables, _units(truth), own)


def _system(
    truth: Tabulation,
    score: int,
    *weights: int,
    whole: bool = False,
    ends: tuple[int, int] | None = None,
    spread: float | None = None,
) -> System:
    """The rows of q1 under the score of all three, or under that of q1 and q3.

    Everybody who answered q1 is in one of its bins.
    """
    said = _said(truth, *weights)
    unit = said.units["q1"]
    table = next(one for one in truth.scores if one.composite is whole)
    printed = PrintedScore(table.items, score, table, said.weighting.used, ends, spread=spread)
    answers = answers_of(said.roster, said.tables["q1"], unit)
    everybody = np.ones(len(answers), dtype=bool)
    rows = [equal(people_in(everybody, range(3)), int(answers.sum()))]
    variables = []
    for told in (value_rows(said, unit, said.weighting), score_rows(said, unit, [printed])):
        variables += told.variables
        rows += told.rows
    return system_of(said.roster.sizes, unit, rows, variables)


def _people(answers: Sequence[tuple[int, int]], group: str = "full") -> list[Person]:
    return [Person({"q1": one, "q3": other}, {"tenure": group}) for one, other in answers]


def _bin(value: int) -> int:
    return 0 if value < 3 else 1 if value == 3 else 2


def _score(answers: Sequence[tuple[int, int]]) -> int:
    """The mean of the means of 0 to 100, halves upward."""
    points = sum(Fraction(25 * (one + other - 2), 2) for one, other in answers)
    return floor(points / len(answers) + Fraction(1, 2))


def test_j1_points() -> None:
    """J1: 2 of 3 and 3 of 4; a 5 of a reversed question is worth nothing."""
    assert [enough_items(number) for number in range(1, 7)] == [1, 2, 2, 3, 4, 4]
    truth = tabulate_people(_people([(1, 2)]), TENURE)
    tables = {table.id: table for table in truth.items}
    assert points_by_value(tables["q1"]) == {1: 0, 2: 25, 3: 50, 4: 75, 5: 100}
    assert points_by_value(tables["q2"]) == {1: 100, 2: 75, 3: 50, 4: 25, 5: 0}
    assert points_by_value(tables["ladder"])[7] == 70


@pytest.mark.parametrize(
    "answers",
    [
        [(5, 5), (5, 5), (5, 5)],
        [(5, 5), (5, 4), (1, 5)],
        [(1, 1), (1, 1), (2, 1)],
        [(3, 3), (2, 4), (4, 2)],
        [(1, 5), (5, 1), (3, 3)],
    ],
)
def test_j2_all_answers(answers: list[tuple[int, int]]) -> None:
    """J2: the bins of q3 are known, those of q1 are asked for."""
    score = _score(answers)
    known = sorted(_bin(other) for _one, other in answers)
    ones = [
        values
        for values in product(range(1, 6), repeat=len(answers))
        if list(values) == sorted(values)
    ]
    worlds = [
        one
        for one, others in product(ones, product(range(1, 6), repeat=len(answers)))
        if sorted(map(_bin, others)) == known
        and _score(list(zip(one, others, strict=True))) == score
    ]
    truth = tabulate_people(_people(answers), TENURE)
    system = _system(truth, score)
    for place in range(3):
        counts = [sum(_bin(value) == place for value in world) for world in worlds]
        found = bounds_of(system, {f"y.0.{place}": Fraction(1)}, time_limit=SECONDS)
        assert found.status == "proven"
        assert [found.low, found.high] == [min(counts), max(counts)]


@pytest.mark.parametrize("seed", range(8))
def test_j3_the_truth(seed: int) -> None:
    """J3: three questions, of which many are skipped; the bins are held where they are."""
    draw = random.Random(seed)
    people = [
        Person(
            {name: draw.randint(1, 5) for name in FAVORABLE if draw.random() < 0.8},
            {"tenure": draw.choice(("full", "lower"))},
        )
        for _ in range(12)
    ]
    truth = tabulate_people(people, TENURE)
    table = next(one for one in truth.scores if one.composite)
    assert table.mean is not None
    system = _system(truth, floor(table.mean + 0.5 + 1e-9), whole=True)
    unit = _units(truth)["q1"]
    q1 = next(one for one in truth.items if one.id == "q1")
    answers = answers_of(_said(truth).roster, q1, unit)
    held = [
        equal({f"y.{group}.{place}": Fraction(1)}, int(answers[group, place]))
        for group, place in np.ndindex(answers.shape)
    ]
    assert is_feasible(System(system.variables, (*system.rows, *held)), time_limit=SECONDS) == (
        "feasible"
    )


@pytest.mark.parametrize(("score", "feasible"), [(100, True), (38, True), (37, False), (0, False)])
def test_j4_no_such_score(score: int, *, feasible: bool) -> None:
    """J4: all of q3 are 4 or 5, so that no score is below 37.5."""
    truth = tabulate_people(_people([(5, 5), (5, 5)]), TENURE)
    expected = "feasible" if feasible else "infeasible"
    assert is_feasible(_system(truth, score), time_limit=SECONDS) == expected


def test_j5_weights() -> None:
    """J5: all of q3 are favorable; the one of the heavy class makes or breaks the score.

    With weights 1 and 3, q1 of 100 and 0 is (100 + 3 * 50) / 4 = 62.5, at the most 63.
    """
    truth = tabulate_people([*_people([(5, 5)]), *_people([(1, 5)], "lower")], TENURE)
    heavy = bounds_of(_system(truth, 63, 1, 3), {"y.1.2": Fraction(1)}, time_limit=SECONDS)
    light = bounds_of(_system(truth, 88, 1, 3), {"y.1.0": Fraction(1)}, time_limit=SECONDS)
    assert [heavy.high, light.high] == [0, 0]
    even = bounds_of(_system(truth, 75), {"y.1.0": Fraction(1)}, time_limit=SECONDS)
    assert [even.low, even.high] == [0, 1]


def test_j6_an_interval_that_tells() -> None:
    """J6: the mean of 40 people prints as 50, also if one said 4 instead of 3 and q3 alike."""
    truth = tabulate_people(_people([(3, 3)] * 40), TENURE)
    most = {"y.0.2": Fraction(1)}
    printed = bounds_of(_system(truth, 50), most, time_limit=SECONDS)
    follows, finer = (
        bounds_of(_system(truth, 50, ends=(46, 54), spread=spread), most, time_limit=SECONDS)
        for spread in (12.0, 8.0)
    )
    assert printed.high == follows.high
    assert finer.low == follows.low == 0
    assert finer.high is not None
    assert follows.high is not None
    assert finer.high < follows.high
