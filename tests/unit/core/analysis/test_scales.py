"""Scales with missing items.

C1 two thirds must be answered, all but one in a published scale; the bank agrees with the rule
C2 missing items are left out; too few answered gives no score
C3 above 5 % prorated, the mean is told for complete cases too
C4 the three levels are their composites; "pns" and "na" are missing
C5 the order of respondents changes nothing but the order of the scores
"""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.core.analysis.estimates import Refusal
from survey.core.analysis.scales import (
    CompleteCases,
    RuleDifference,
    ScaleScores,
    least_answered,
    level_scores,
    points_of_index,
    prorated_score,
    rule_differences,
    scale_scores,
)
from survey.core.analysis.scores import index_score
from survey.core.bank.model import Bank
from survey.core.bank.reading import read_bank

POINTS = st.one_of(st.none(), st.integers(0, 4).map(lambda value: 25.0 * value))
ROWS = st.integers(2, 6).flatmap(
    lambda k: st.lists(st.lists(POINTS, min_size=k, max_size=k), min_size=1, max_size=30)
)


SHIPPED = read_bank()


@pytest.fixture
def bank() -> Bank:
    return SHIPPED


@pytest.mark.parametrize(
    ("items", "least"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5), (9, 6)]
)
def test_c1_two_thirds(items: int, least: int) -> None:
    assert least_answered(items) == least


def test_c1_published_scales_miss_one_at_most() -> None:
    assert [least_answered(items, published=True) for items in (1, 3, 5)] == [1, 2, 4]
    with pytest.raises(ValueError, match="item"):
        least_answered(0)


def test_c1_the_bank_follows_the_rule(bank: Bank) -> None:
    indices = tuple(bank.indices.values())
    assert rule_differences(indices) == ()
    loose = replace(indices[0], items=("a", "b", "c", "d"), min_answered=2)
    assert rule_differences([loose]) == (RuleDifference(loose.id, bank=2, rule=3),)


def test_c1_directions_of_the_bank_are_those_of_its_items(bank: Bank) -> None:
    for index in bank.indices.values():
        worse = index.direction == "higher_is_worse_before_reversal"
        if index.model != "composite":
            assert {bank.items[name].reverse for name in index.items} == {worse}


def test_c2_prorated() -> None:
    assert prorated_score([100.0, None, 50.0], 2) == 75.0
    assert prorated_score([100.0, None, None], 2) is None
    assert prorated_score([None, None], 0) is None


def test_c2_refusals() -> None:
    assert scale_scores([], least=2) == Refusal("no_answers", 1, 0)
    assert scale_scores([[None, None]], least=1) == Refusal("no_answers", 1, 0)
    assert scale_scores([[1.0], [1.0, 2.0]], least=1) == Refusal("bad_input")


def test_c3_worked_example() -> None:
    rows = [(100.0, 100.0, 100.0), (50.0, None, 0.0), (None, None, 0.0)]
    assert scale_scores(rows, least=2) == ScaleScores(
        scores=(100.0, 25.0, None),
        answered=2,
        mean=62.5,
        prorated=1,
        prorated_share=0.5,
        complete=CompleteCases(answered=1, mean=100.0, difference=-37.5),
    )


def test_c3_nobody_is_complete() -> None:
    found = scale_scores([(50.0, None, 0.0)], least=2)
    assert isinstance(found, ScaleScores)
    assert found.complete == Refusal("no_answers", 1, 0)


@pytest.mark.parametrize(("complete", "told"), [(19, False), (18, True)])
def test_c3_told_above_five_percent(complete: int, told: bool) -> None:
    rows = [(50.0, 50.0, 50.0)] * complete + [(100.0, None, 100.0)]
    found = scale_scores(rows, least=2)
    assert isinstance(found, ScaleScores)
    assert found.prorated == 1
    assert (found.complete is not None) == told


def test_c4_levels(bank: Bank) -> None:
    composites = [index for index in bank.indices.values() if index.model == "composite"]
    first, second, third = composites[0].items
    answers: list[dict[str, object]] = [
        {first: 5, second: 3, third: "pns"},
        {first: 5, second: "na", third: "pns"},
    ]
    found = level_scores(composites, bank.items, bank.scales, answers)
    assert list(found) == ["perceptual", "relational", "structural"]
    level = found["perceptual"]
    assert isinstance(level, ScaleScores)
    assert level.scores == (75.0, None)
    assert found["relational"] == found["structural"] == Refusal("no_answers", 1, 0)
    assert level_scores([], bank.items, bank.scales, answers)["perceptual"] == Refusal(
        "no_answers", 1, 0
    )


@given(st.data())
def test_c4_index_scores_are_the_prorated_ones(data: st.DataObject) -> None:
    bank = SHIPPED
    index = data.draw(st.sampled_from(list(bank.indices.values())))
    answer = st.sampled_from([1, 2, 3, 4, 5, "na", "pns", None])
    answers = {name: data.draw(answer) for name in index.items}
    (points,) = points_of_index(index, bank.items, bank.scales, [answers])
    assert index_score(index, bank.items, bank.scales, answers) == prorated_score(
        points, index.min_answered
    )


@given(ROWS)
def test_c5_order(rows: list[list[float | None]]) -> None:
    least = least_answered(len(rows[0]))
    found, turned = scale_scores(rows, least=least), scale_scores(rows[::-1], least=least)
    if isinstance(found, Refusal) or isinstance(turned, Refusal):
        assert found == turned
        return
    assert turned.scores == found.scores[::-1]
    assert (turned.mean, turned.prorated, turned.complete) == (
        found.mean,
        found.prorated,
        found.complete,
    )
    assert isfinite(found.mean)
    assert 0 <= found.prorated_share <= 1
