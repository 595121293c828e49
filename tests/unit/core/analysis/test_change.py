"""Differences and verdicts.

C1 Newcombe's published example
C2 two published scores: the reach of each side
C3 verdicts: clear needs both size and an interval without 0
C4 swapping the two figures turns the difference around
C5 a stable place is hardly ever called changed
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.core.analysis.change import (
    FAVORABLE_MARGIN_POINTS,
    SCORE_MARGIN_POINTS,
    difference,
    newcombe_difference,
    verdict,
)
from survey.core.analysis.estimates import Estimate


def test_c1_newcombe() -> None:
    # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10.
    for (a, m, b, n), (low, high) in {
        (48, 80, 56, 70): (0.0524, 0.3339),
        (3, 10, 9, 10): (0.1705, 0.8090),
        (0, 20, 10, 10): (0.6791, 1.0),
    }.items():
        found = newcombe_difference(a, m, b, n)
        assert found is not None
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert newcombe_difference(0, 0, 3, 10) is None


def test_c2_scores() -> None:
    found = difference(Estimate(60, 57, 63), Estimate(66, 62, 70))
    assert (found.value, found.low, found.high) == (6, 1, 11)


@pytest.mark.parametrize(
    ("change", "answers", "word"),
    [
        (Estimate(6, 1, 11), 30, "clear_rise"),
        (Estimate(-6, -11, -1), 12, "clear_fall"),
        (Estimate(4, 1, 7), 30, "no_clear_change"),
        (Estimate(6, 0, 12), 30, "no_clear_change"),
        (Estimate(6, -1, 13), 29, "too_few_to_tell"),
        (None, 500, "too_few_to_tell"),
    ],
)
def test_c3_verdicts(change: Estimate | None, answers: int, word: str) -> None:
    assert verdict(change, margin=SCORE_MARGIN_POINTS, fewest_answers=answers) == word


def test_c3_shares_need_more() -> None:
    rise = Estimate(6, 1, 11)
    assert verdict(rise, margin=FAVORABLE_MARGIN_POINTS, fewest_answers=99) == "no_clear_change"


ESTIMATES = st.tuples(st.floats(0, 100), st.floats(0, 30), st.floats(0, 30)).map(
    lambda drawn: Estimate(drawn[0], drawn[0] - drawn[1], drawn[0] + drawn[2])
)


@given(ESTIMATES, ESTIMATES)
def test_c4_turning_around(first: Estimate, second: Estimate) -> None:
    there, back = difference(first, second), difference(second, first)
    assert there.value == -back.value
    assert there.low == pytest.approx(-back.high, abs=1e-9)


def test_c5_false_alarms_are_rare() -> None:
    generator = np.random.default_rng(20260801)
    alarms, rounds = 0, 2000
    for _ in range(rounds):
        # 72 of the same 120 adults answer each time, 72 of whom are favorable throughout.
        before, now = (int(x) for x in generator.hypergeometric(72, 48, 72, size=2))
        found = newcombe_difference(before, 72, now, 72)
        assert found is not None
        word = verdict(found.scaled(100), margin=FAVORABLE_MARGIN_POINTS, fewest_answers=72)
        alarms += word in ("clear_rise", "clear_fall")
    assert alarms / rounds <= 0.022
