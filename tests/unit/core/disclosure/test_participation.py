"""Who answered, by group, without a number.

T1 fewer, about, more: five points decide
T2 only of groups that the frame counts and that are shown
T3 nothing near complete, without codes, or of a cut with a nearly complete group
T4 a plan can leave it out
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from survey.core.analysis.tabulation import Cut
from survey.core.disclosure.participation import compare_shares
from survey.core.disclosure.plan import Plan
from survey.core.disclosure.protect import protect
from survey.core.disclosure.rules import Rules
from tests.unit.core.disclosure.population import Person, one, questionnaire, tabulate_people

CUT = (Cut("stratum", ("a", "b", "c")), Cut("years", ("under5", "over5")))
Sizes = dict[str, int]


def _participation(
    answered: Sizes, adults: Sizes, *, codes: bool = True, plan: Plan | None = None
) -> dict[str, str]:
    people: list[Person] = [
        one(1 + at % 5, stratum=group, years="under5" if at % 2 else "over5")
        for group, number in answered.items()
        for at in range(number)
    ]
    rules = Rules(
        10,
        sum(adults.values()),
        limited_to_one=codes,
        frame_groups={("stratum", group): number for group, number in adults.items()},
    )
    tabulation = tabulate_people(people, CUT)
    released = protect(tabulation, questionnaire(), rules, plan=plan or Plan())
    assert all(line.cut == "stratum" for line in released.participation)
    return {line.group: line.share for line in released.participation}


ADULTS = {"a": 100, "b": 60, "c": 40}


@pytest.mark.parametrize(
    ("answered", "adults", "word"),
    [
        ((12, 60), (30, 100), "fewer"),
        ((15, 60), (30, 100), "fewer"),  # exactly five points
        ((16, 60), (30, 100), "about"),
        ((20, 60), (30, 100), "about"),
        ((21, 60), (30, 100), "more"),
    ],
)
def test_t1_five_points(answered: tuple[int, int], adults: tuple[int, int], word: str) -> None:
    assert compare_shares(Fraction(*answered), Fraction(*adults)) == word


def test_t2_of_groups_that_the_frame_counts() -> None:
    found = _participation({"a": 30, "b": 30, "c": 20}, ADULTS)
    assert found == {"a": "fewer", "b": "more", "c": "more"}
    # "c" is small, and "b" is hidden with it.
    assert _participation({"a": 40, "b": 20, "c": 5}, ADULTS) == {"a": "more"}


def test_t3_not_near_complete() -> None:
    assert _participation({"a": 90, "b": 54, "c": 36}, ADULTS) == {}
    assert _participation({"a": 30, "b": 30, "c": 20}, ADULTS, codes=False) == {}


@pytest.mark.parametrize("number", [38, 39, 40, 41])
def test_t3_nor_where_a_group_is(number: int) -> None:
    assert _participation({"a": 30, "b": 30, "c": number}, ADULTS) == {}
    assert _participation({"a": 30, "b": 30, "c": 37}, ADULTS) != {}


def test_t4_a_plan() -> None:
    found = _participation({"a": 30, "b": 30, "c": 20}, ADULTS, plan=Plan(participation=False))
    assert found == {}
