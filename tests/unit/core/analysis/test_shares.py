"""Intervals of shares.

S1 the published rows of disclosure.md 1.5 come out as printed
S2 the exact interval covers the truth at least 95 times in 100, by enumeration
S3 everybody answered: no width; nobody answered: None
S4 Wilson's interval equals its published values
S5 the certain range holds whatever the others think
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from survey.core.analysis.shares import (
    certain_range,
    hypergeometric_interval,
    share_interval,
    wilson_from_share,
    wilson_interval,
)


@pytest.mark.parametrize(
    ("frame", "answered", "low", "high"),
    [
        (50, 30, 38, 62),
        (80, 48, 41, 59),
        (120, 72, 42, 58),
        (400, 200, 45, 55),
        (2000, 800, 47, 53),
    ],
)
def test_s1_the_published_rows(frame: int, answered: int, low: int, high: int) -> None:
    interval = hypergeometric_interval(answered // 2, answered, frame)
    assert interval is not None
    ends = (round(interval.low * frame), round(interval.high * frame))
    assert tuple(round(adults * 100 / frame) for adults in ends) == (low, high)


@pytest.mark.parametrize(("frame", "answered"), [(50, 10), (50, 30), (120, 108)])
def test_s2_coverage_by_enumeration(frame: int, answered: int) -> None:
    intervals = {x: hypergeometric_interval(x, answered, frame) for x in range(answered + 1)}
    coverages = []
    for truth in range(frame + 1):
        covered = 0.0
        for x, interval in intervals.items():
            assert interval is not None
            if interval.low - 1e-12 <= truth / frame <= interval.high + 1e-12:
                covered += float(hypergeom.pmf(x, frame, truth, answered))
        coverages.append(covered)
    assert min(coverages) >= 0.95


def test_s2_the_lowest_coverage_is_the_published_one() -> None:
    lowest = min(
        sum(
            float(hypergeom.pmf(x, 50, truth, 30))
            for x in range(31)
            if (found := hypergeometric_interval(x, 30, 50)) is not None
            and found.low - 1e-12 <= truth / 50 <= found.high + 1e-12
        )
        for truth in range(51)
    )
    assert round(lowest, 3) == 0.958


def test_s3_nobody_and_everybody() -> None:
    assert hypergeometric_interval(0, 0, 50) is None
    assert wilson_interval(0, 0) is None
    assert wilson_interval(5, 4) is None
    assert hypergeometric_interval(5, 60, 50) is None
    assert certain_range(0, 0, 50) is None


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
def test_s3_everybody_answered_has_no_width(case: tuple[int, int]) -> None:
    answered, favorable = case
    interval = share_interval(favorable, answered, answered)
    assert interval is not None
    assert interval.width == 0
    assert interval.value == interval.low


@given(st.data())
def test_s3_inside_the_certain_range(data: st.DataObject) -> None:
    frame = data.draw(st.integers(1, 200))
    answered = data.draw(st.integers(1, frame))
    favorable = data.draw(st.integers(0, answered))
    interval = share_interval(favorable, answered, frame)
    bounds = certain_range(favorable, answered, frame)
    assert interval is not None
    assert bounds is not None
    assert bounds.low <= interval.low <= interval.value + 1e-12
    assert interval.value - 1e-12 <= interval.high <= bounds.high


def test_s4_wilson() -> None:
    # Newcombe 1998, Statistics in Medicine 17: 81 of 263 and 0 of 20.
    published = {(81, 263): (0.2553, 0.3662), (0, 20): (0.0, 0.1611), (15, 148): (0.0624, 0.1605)}
    for (favorable, answered), (low, high) in published.items():
        interval = wilson_interval(favorable, answered)
        assert interval is not None
        assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)
    assert share_interval(81, 263, None) == wilson_interval(81, 263)
    assert wilson_from_share(1.2, 10) is None


def test_s5_certain_range() -> None:
    # 60 % of 45 who answered, out of 100: measurement.md 5.3.
    bounds = certain_range(27, 45, 100)
    assert bounds is not None
    assert (bounds.low, bounds.high) == (0.27, 0.82)
