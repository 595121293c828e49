"""Mean scores.

M1 the half-widths of disclosure.md 1.5 for a deviation of 22
M2 a hand-computed case; the ends of the scale are kept
M3 fewer than two values, or more values than adults: refused
M4 order does not matter, to the last bit; everybody answered has no width
M5 from sums: the same as from values; Cochran's signatures; alike is no spread
"""

from __future__ import annotations

import random
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.means import (
    deviation_of,
    mean_interval,
    mean_interval_from,
    mean_interval_from_sums,
    mean_of,
    squares_about_mean,
)

SCORES = st.lists(st.floats(0, 100), min_size=2, max_size=60)


@pytest.mark.parametrize(
    ("frame", "answered", "half"),
    [(50, 30, 5.2), (80, 48, 4.0), (120, 72, 3.3), (400, 200, 2.2), (2000, 800, 1.2)],
)
def test_m1_the_published_rows(frame: int, answered: int, half: float) -> None:
    interval = mean_interval_from(50.0, 22.0, answered, frame=frame)
    assert isinstance(interval, Estimate)
    assert round(interval.width / 2, 1) == half


def test_m2_by_hand() -> None:
    values = [0.0, 25.0, 50.0, 75.0, 100.0]
    # s2 = 1562.5; (1 - 5/10) * 1562.5 / 5 = 156.25, root 12.5; t(4) = 2.7764
    interval = mean_interval(values, frame=10)
    assert isinstance(interval, Estimate)
    assert interval.value == 50.0
    assert interval.high == pytest.approx(50 + 2.7764451 * 12.5)
    open_ended = mean_interval([90.0, 100.0, 100.0], frame=None)
    assert isinstance(open_ended, Estimate)
    assert open_ended.high == 100.0


def test_m3_refused() -> None:
    assert mean_of([]) is None
    assert deviation_of([3.0]) is None
    assert mean_interval([], frame=None) == Refusal("no_answers", 2, 0)
    assert mean_interval([50.0], frame=10) == Refusal("too_few", 2, 1)
    assert mean_interval([1.0, 2.0, 3.0], frame=2) == Refusal("contradiction", 2, 3)
    assert mean_interval([50.0, 120.0], frame=10) == Refusal("bad_input")


@given(SCORES, st.integers(0, 2**32))
def test_m4_order_free(values: list[float], seed: int) -> None:
    shuffled = random.Random(seed).sample(values, len(values))
    assert mean_interval(shuffled, frame=100) == mean_interval(values, frame=100)


@given(SCORES)
def test_m4_everybody_answered(values: list[float]) -> None:
    interval = mean_interval(values, frame=len(values))
    assert isinstance(interval, Estimate)
    assert interval.low == pytest.approx(interval.high)


@given(SCORES, st.integers(0, 50))
def test_m5_from_sums(values: list[float], silent: int) -> None:
    frame = len(values) + silent
    sums = (len(values), fsum(values), fsum(value * value for value in values))
    found, expected = (
        mean_interval_from_sums(*sums, frame=frame),
        mean_interval(values, frame=frame),
    )
    assert isinstance(found, Estimate)
    assert isinstance(expected, Estimate)
    # Sums cannot tell that all values are alike, so that a division may miss those by a bit.
    assert found.value == pytest.approx(expected.value, rel=1e-15)
    assert found.low == pytest.approx(expected.low, abs=1e-3)
    assert found.high == pytest.approx(expected.high, abs=1e-3)


def test_m5_by_hand() -> None:
    assert squares_about_mean(5, 250, 18750) == 6250
    found = mean_interval_from_sums(5, 250, 18750, frame=10)
    assert found == mean_interval([0.0, 25.0, 50.0, 75.0, 100.0], frame=10)


def test_m5_signatures() -> None:
    # Cochran 1977, section 2.7: 50 of 676 sheets of a petition hold 1471 signatures, squares
    # 54497: s2 = 229.0, 19888 in all, and 80 % limits 18107 and 21669 with 1.28 deviations.
    found = mean_interval_from_sums(50, 1471, 54497, frame=676)
    assert isinstance(found, Estimate)
    assert round(squares_about_mean(50, 1471, 54497) / 49, 1) == 229.0
    deviation = found.width / 2 / float(stdtrit(49, 0.975)) * 676
    assert round(found.value * 676) == 19888
    assert found.value * 676 - 1.28 * deviation == pytest.approx(18107, abs=2)
    assert found.value * 676 + 1.28 * deviation == pytest.approx(21669, abs=2)


@given(st.floats(0, 100), st.integers(2, 200))
def test_m5_alike_is_no_spread(score: float, people: int) -> None:
    sums = (people, fsum([score] * people), fsum([score * score] * people))
    found = mean_interval_from_sums(*sums, frame=None)
    assert isinstance(found, Estimate)
    assert found.width == 0


def test_m5_refused() -> None:
    assert mean_interval_from_sums(0, 0, 0, frame=9) == Refusal("no_answers", 2, 0)
    assert mean_interval_from_sums(1, 50, 2500, frame=9) == Refusal("too_few", 2, 1)
    assert mean_interval_from_sums(10, 500, 30000, frame=9) == Refusal("contradiction", 9, 10)
