"""How figures are printed.

R1 whole percents, open below 5 and above 95, never 0 or 100
R2 complementary shares add up to 100, and both ends open together
R3 response in steps of five, open at both ends, absent without a frame
R4 the property's open ends are so wide that two others fit in (margins: test_margins.py)
R5 from 90 % response on, nothing depends on how many answered
R6 without codes there is no rate and no finite population
R7 few answers: bands instead of points
R8 nothing else than such a share is ever printed
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.core.analysis.estimates import Estimate
from survey.core.analysis.shares import wilson_interval
from survey.core.disclosure.rounding import (
    is_printable,
    percent,
    percents,
    response_rate,
    tail_edge,
)
from tests.unit.core.disclosure.population import Person, crowd, release

PARTS = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


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


@pytest.mark.parametrize(
    ("base", "outsiders", "edge"),
    [(10, 2, 25), (10, 3, 35), (30, 2, 10), (30, 3, 15), (40, 2, 10), (41, 2, 5), (400, 3, 5)],
)
def test_r4_edges(base: int, outsiders: int, edge: int) -> None:
    assert tail_edge(base, outsiders) == edge


@given(st.integers(8, 600), st.sampled_from([2, 3]))
def test_r4_unanimous_prints_like_all_but_the_outsiders(base: int, outsiders: int) -> None:
    edge = tail_edge(base, outsiders)
    everybody = percents([base, 0, 0], base, edge)
    assert edge == 5 or 100 * outsiders / base >= edge - 5
    assert percents([base - outsiders, outsiders, 0], base, edge) == everybody
    assert percents([base - outsiders, 0, outsiders], base, edge) == everybody


@given(st.integers(10, 200), st.floats(0.34, 1.0))
def test_r4_with_weights_one_heavy_outsider_is_inside_too(base: int, lightness: float) -> None:
    edge = tail_edge(base, 2, lightness)
    assert 100 / (base * lightness) < edge
    assert edge >= tail_edge(base, 2)


def test_r5_near_complete_response_hides_how_many() -> None:
    documents = []
    for repeat in (19, 20):  # 95 and 100 of 100 adults, with the same shares
        people = [Person({"q1": 1 + at % 5}, {}) for at in range(5 * repeat)]
        documents.append(release(people, cuts=(), frame=100))
    assert documents[0] == documents[1]
    assert documents[0]["response"] == {"respondents": None, "rate": "90+", "participation": []}
    q1: dict[str, Any] = documents[0]["items"][0]  # type: ignore[index]
    assert (q1["answered"], q1["state"]) == (90, "shown")
    below = release([Person({"q1": 1 + at % 5}, {}) for at in range(85)], cuts=(), frame=100)
    assert below["response"] == {"respondents": 85, "rate": "85", "participation": []}


def test_r6_without_codes() -> None:
    people = crowd(3, 60)
    document: dict[str, Any] = release(people, frame=61, limited_to_one=False)
    assert document["response"] == {"respondents": 60, "rate": None, "participation": []}
    answers = [person.answers["q1"] for person in people if "q1" in person.answers]
    wilson = wilson_interval(sum(answer in (4, 5) for answer in answers), len(answers))
    assert isinstance(wilson, Estimate)
    item = document["items"][0]
    assert item["low"] == int(wilson.low * 100)
    assert item["high"] == int(wilson.high * 100) + 1


def test_r7_few_answers() -> None:
    few: dict[str, Any] = release(crowd(4, 29, skip=0))
    many: dict[str, Any] = release(crowd(4, 30, skip=0))
    assert few["items"][0]["points"] is None
    assert [point["value"] for point in many["items"][0]["points"]] == [1, 2, 3, 4, 5]


@given(PARTS, st.sampled_from([5, 10, 25, 35]))
def test_r8_what_is_printed_is_printable(case: tuple[int, int], edge: int) -> None:
    assert is_printable(percent(*case, edge))


@pytest.mark.parametrize("share", [4, 96, 0, 100, "<0", ">5", "<7", ">50", "<x", "5", "="])
def test_r8_nothing_else_is(share: int | str) -> None:
    assert not is_printable(share)
