"""How figures are printed.

R1 whole percents, open below 5 and above 95, never 0 or 100
R2 complementary shares add up to 100, and both ends open together
R3 response in steps of five, open at both ends, absent without a frame
R4 margins hold the printed percent, and say no more than it does
R5 from 90 % response on, nothing depends on how many answered
R6 without codes there is no rate and no finite population
R7 few answers: bands instead of points, coarse margins of scores
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.core.analysis.shares import wilson_interval
from survey.core.disclosure.rounding import (
    percent,
    percents,
    response_rate,
    score_margins,
    share_margins,
)
from survey.core.disclosure.rules import Rules
from tests.unit.core.disclosure.population import Person, crowd, release

PARTS = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
RULES = Rules(10, 400, limited_to_one=True)


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [(0, 40, "<5"), (1, 40, "<5"), (2, 40, 5), (1, 8, 13), (38, 40, 95), (39, 40, ">95")],
)
def test_r1_percent(part: int, whole: int, printed: object) -> None:
    assert percent(part, whole) == printed


@given(PARTS)
def test_r1_never_none_or_all(case: tuple[int, int]) -> None:
    printed = percent(*case)
    assert printed in ("<5", ">95") or (isinstance(printed, int) and 5 <= printed <= 95)


@given(PARTS)
def test_r2_two_parts(case: tuple[int, int]) -> None:
    part, whole = case
    first, second = percents([part, whole - part], whole)
    if isinstance(first, int):
        assert isinstance(second, int)
        assert first + second == 100
    else:
        assert {first, second} == {"<5", ">95"}


@pytest.mark.parametrize(
    ("respondents", "frame", "rate"),
    [
        (93, 180, "50"),
        (3, 180, "<5"),
        (9, 180, "5"),
        (161, 180, "85"),
        (162, 180, "90+"),
        (180, 180, "90+"),
        (93, None, None),
    ],
)
def test_r3_rate(respondents: int, frame: int | None, rate: str | None) -> None:
    assert response_rate(respondents, frame) == rate


@given(PARTS)
def test_r4_margins_hold_the_percent(case: tuple[int, int]) -> None:
    part, whole = case
    low, high = share_margins(part, whole, whole, Rules(1, 600, limited_to_one=True))
    printed = percent(part, whole)
    assert 0 <= low <= high <= 100
    if isinstance(printed, int):
        assert low <= printed <= high
    else:
        assert (low == 0) if printed == "<5" else (high == 100)


def test_r4_an_open_end_stays_open() -> None:
    margins = {share_margins(part, 100, 100, RULES) for part in range(5)}
    assert len(margins) == 1
    assert len({share_margins(part, 100, 100, RULES) for part in range(96, 101)}) == 1


def test_r4_the_reference_row() -> None:
    assert share_margins(15, 30, 30, Rules(10, 50, limited_to_one=True)) == (38, 62)
    assert share_margins(36, 72, 72, Rules(10, 120, limited_to_one=True)) == (42, 58)


def test_r5_near_complete_response_hides_how_many() -> None:
    documents = []
    for repeat in (19, 20):  # 95 and 100 of 100 adults, with the same shares
        people = [Person({"q1": 1 + at % 5}, {}) for at in range(5 * repeat)]
        documents.append(release(people, cuts=(), frame=100))
    assert documents[0] == documents[1]
    assert documents[0]["response"] == {"respondents": None, "rate": "90+"}
    q1: dict[str, Any] = documents[0]["items"][0]  # type: ignore[index]
    assert (q1["answered"], q1["state"]) == (90, "shown")
    below = release([Person({"q1": 1 + at % 5}, {}) for at in range(85)], cuts=(), frame=100)
    assert below["response"] == {"respondents": 85, "rate": "85"}


def test_r6_without_codes() -> None:
    people = crowd(3, 60)
    document: dict[str, Any] = release(people, frame=61, limited_to_one=False)
    assert document["response"] == {"respondents": 60, "rate": None}
    answers = [person.answers["q1"] for person in people if "q1" in person.answers]
    wilson = wilson_interval(sum(answer in (4, 5) for answer in answers), len(answers))
    assert wilson is not None
    item = document["items"][0]
    assert item["low"] == int(wilson.low * 100)
    assert item["high"] == int(wilson.high * 100) + 1


def test_r7_few_answers() -> None:
    few: dict[str, Any] = release(crowd(4, 29, skip=0))
    many: dict[str, Any] = release(crowd(4, 30, skip=0))
    assert few["items"][0]["points"] is None
    assert [point["value"] for point in many["items"][0]["points"]] == [1, 2, 3, 4, 5]
    low, high = score_margins(52.3, 20.0, 29, 29, RULES)
    assert (low % 5, high % 5) == (0, 0)
    assert low <= 52 <= high
