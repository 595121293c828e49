"""Mean scores.

M1 the half-widths of disclosure.md 1.5 for a deviation of 22
M2 a hand-computed case; the ends of the scale are kept
M3 fewer than two values, or more values than adults: None
M4 order does not matter, to the last bit; everybody answered has no width
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.core.analysis.means import deviation_of, mean_interval, mean_interval_from, mean_of

SCORES = st.lists(st.floats(0, 100), min_size=2, max_size=60)


@pytest.mark.parametrize(
    ("frame", "answered", "half"),
    [(50, 30, 5.2), (80, 48, 4.0), (120, 72, 3.3), (400, 200, 2.2), (2000, 800, 1.2)],
)
def test_m1_the_published_rows(frame: int, answered: int, half: float) -> None:
    interval = mean_interval_from(50.0, 22.0, answered, frame=frame)
    assert interval is not None
    assert round(interval.width / 2, 1) == half


def test_m2_by_hand() -> None:
    values = [0.0, 25.0, 50.0, 75.0, 100.0]
    # s2 = 1562.5; (1 - 5/10) * 1562.5 / 5 = 156.25, root 12.5; t(4) = 2.7764
    interval = mean_interval(values, frame=10)
    assert interval is not None
    assert interval.value == 50.0
    assert interval.high == pytest.approx(50 + 2.7764451 * 12.5)
    open_ended = mean_interval([90.0, 100.0, 100.0], frame=None)
    assert open_ended is not None
    assert open_ended.high == 100.0


def test_m3_refused() -> None:
    assert mean_of([]) is None
    assert deviation_of([3.0]) is None
    assert mean_interval([], frame=None) is None
    assert mean_interval([50.0], frame=10) is None
    assert mean_interval([1.0, 2.0, 3.0], frame=2) is None


@given(SCORES, st.integers(0, 2**32))
def test_m4_order_free(values: list[float], seed: int) -> None:
    shuffled = random.Random(seed).sample(values, len(values))
    assert mean_interval(shuffled, frame=100) == mean_interval(values, frame=100)


@given(SCORES)
def test_m4_everybody_answered(values: list[float]) -> None:
    interval = mean_interval(values, frame=len(values))
    assert interval is not None
    assert interval.low == pytest.approx(interval.high)
