"""What is said of a change in words.

D1 clear takes three: an interval without 0, a test that holds beside the others, the margin
D2 few answers, and nothing to judge
D3 turning around; more room never makes a change clear
D4 where nothing has changed, hardly anything is called clear; where much has, it is
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.change import Change, newcombe_of_counts
from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.verdicts import MARGIN_POINTS, verdict
from survey.core.disclosure.comparison import compare_releases
from tests.bench.verdicts import Who, answering_again, false_alarms, is_clear, printed

RISE, FALL = Estimate(6, 1, 11), Estimate(-6, -11, -1)


@pytest.mark.parametrize(
    ("change", "rejected", "answers", "word"),
    [
        (RISE, True, 30, "clear_rise"),
        (FALL, True, 12, "clear_fall"),
        (Estimate(5, 1, 9), True, 30, "clear_rise"),
        (Estimate(4.9, 1, 9), True, 30, "no_clear_change"),
        (Estimate(-4.9, -9, -1), True, 30, "no_clear_change"),
        (Estimate(6, 0, 12), True, 30, "no_clear_change"),
        (RISE, False, 30, "no_clear_change"),
        (FALL, False, 30, "no_clear_change"),
    ],
)
def test_d1_clear(change: Estimate, rejected: bool, answers: int, word: str) -> None:
    assert verdict(change, rejected=rejected, fewest_answers=answers) == word


@pytest.mark.parametrize(
    ("change", "answers"),
    [(Estimate(6, -1, 13), 29), (Estimate(6, -1, 13), 29.9), (None, 500), (Refusal("too_few"), 99)],
)
def test_d2_too_few(change: Estimate | Refusal | None, answers: float) -> None:
    assert verdict(change, rejected=True, fewest_answers=answers) == "too_few_to_tell"


def test_d1_five_points_are_five_also_as_floats() -> None:
    change = newcombe_of_counts(30_000, 100_000, 35_000, 100_000)
    assert isinstance(change, Change)
    points = change.estimate.scaled(100)
    assert points.value < 5, "what a float makes of 35 less 30 percent"
    assert verdict(points, rejected=True, fewest_answers=99) == "clear_rise"
    turned = Estimate(-points.value, -points.high, -points.low)
    assert verdict(turned, rejected=True, fewest_answers=99) == "clear_fall"


def test_d2_the_margin_is_one_for_scores_and_shares() -> None:
    assert MARGIN_POINTS == 5
    assert verdict(RISE, rejected=True, fewest_answers=99, margin=8) == "no_clear_change"


@settings(max_examples=80)
@given(st.floats(-30, 30), st.floats(0, 30), st.floats(0, 30), st.booleans(), st.integers(0, 60))
def test_d3_turning_around(
    value: float, down: float, up: float, rejected: bool, answers: int
) -> None:
    change = Estimate(value, value - down, value + up)
    turned = Estimate(-value, -value - up, -value + down)
    there = verdict(change, rejected=rejected, fewest_answers=answers)
    back = verdict(turned, rejected=rejected, fewest_answers=answers)
    swapped = {"clear_rise": "clear_fall", "clear_fall": "clear_rise"}
    assert back == swapped.get(there, there)
    wider = Estimate(value, value - down - 40, value + up + 40)
    assert verdict(wider, rejected=rejected, fewest_answers=answers) not in swapped


@pytest.mark.parametrize(
    ("frame", "rate", "who"),
    [(40, 0.3, "others"), (60, 0.5, "chance"), (120, 0.7, "mostly"), (400, 0.9, "always")],
)
def test_d4_false_alarms_are_rare(frame: int, rate: float, who: Who) -> None:
    found = false_alarms(frame, rate, who, rounds=60)
    assert max(found.any_level, found.item, found.any_trend) <= 5


def test_d4_with_the_frame_they_would_not_be() -> None:
    assert false_alarms(400, 0.9, "chance", rounds=40).with_frame > 15


def test_d4_a_large_change_is_found() -> None:
    generator = np.random.default_rng(4)
    found = 0
    for _ in range(20):
        before = generator.integers(1, 5, size=(100, 9))
        now = generator.integers(2, 6, size=(100, 9))
        change = compare_releases(
            printed(before, 200, "2025-11-18"), printed(now, 200, "2026-05-19")
        )
        assert change is not None
        found += all(is_clear(entry) for entry in change["levels"])
    assert found == 20


def test_d4_the_same_people_answer_again() -> None:
    generator = np.random.default_rng(5)
    before = generator.permutation(100)[:60]
    for loyalty, fewest, most in ((0.0, 25, 47), (0.6, 41, 58), (1.0, 60, 60)):
        again = answering_again(before, 100, loyalty, generator)
        assert len({*again.tolist()}) == 60
        assert fewest <= len({*again.tolist()} & {*before.tolist()}) <= most
