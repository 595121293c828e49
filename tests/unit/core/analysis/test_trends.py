"""Trends over three and more waves, and what overlap does to a change.

T1 the contrast of means: R, a worked example
T2 Cochran-Armitage: R and published examples
T3 turning time around, other units of time and of score, design effects
T4 refusals
T5 Tam's covariance, by enumeration
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import combinations
from math import nan
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.change import Summary, summary_of
from survey.core.analysis.estimates import Refusal
from survey.core.analysis.overlap import overlap_covariance, overlap_range, overlap_variance
from survey.core.analysis.trends import Trend, cochran_armitage, trend_of_means

REFERENCE = json.loads(Path("tests/reference/change.json").read_text(encoding="utf-8"))


def _means(*means: float, times: tuple[float, ...] | None = None, effect: float = 1.0) -> Trend:
    found = trend_of_means([Summary(mean, 240, 60, effect) for mean in means], times)
    assert isinstance(found, Trend)
    return found


@pytest.mark.parametrize("name", sorted(REFERENCE["mean_trends"]))
def test_t1_as_in_r(name: str) -> None:
    case = REFERENCE["mean_trends"][name]
    waves = [summary_of(values) for values in case["waves"]]
    found = trend_of_means([wave for wave in waves if isinstance(wave, Summary)], case["times"])
    assert isinstance(found, Trend)
    assert found.slope.value == pytest.approx(case["slope"], rel=1e-10)
    assert found.statistic == pytest.approx(case["slope"] / case["error"], rel=1e-10)
    assert found.df == pytest.approx(case["df"], rel=1e-10)
    assert found.p == pytest.approx(case["p"], rel=1e-9)


def test_t1_worked_example() -> None:
    found = _means(50, 54, 60)
    assert (found.slope.value, round(found.statistic, 3), found.df) == (5, 3.536, 118)
    assert round(found.p, 4) == 0.0006
    assert round(found.slope.high - 5, 2) == 2.80
    assert (found.change.value, round(found.change.low, 2)) == (10, 4.40)


@pytest.mark.parametrize("name", sorted(REFERENCE["share_trends"]))
def test_t2_as_in_r(name: str) -> None:
    case = REFERENCE["share_trends"][name]
    found = cochran_armitage(case["x"], case["n"], case["times"])
    assert isinstance(found, Trend)
    assert found.statistic**2 == pytest.approx(case["z2"], rel=1e-10)
    assert found.p == pytest.approx(case["p"], rel=1e-9)


def test_t2_published() -> None:
    """Agresti 2002, Categorical Data Analysis, table 3.8: z^2 = 6.57; R's smokers: 8.225."""
    alcohol = cochran_armitage((48, 38, 5, 1, 1), (17114, 14502, 793, 127, 38), (0, 0.5, 1.5, 4, 7))
    smokers = cochran_armitage((83, 90, 129, 70), (86, 93, 136, 82))
    assert isinstance(alcohol, Trend)
    assert isinstance(smokers, Trend)
    assert (round(alcohol.statistic**2, 2), alcohol.statistic > 0) == (6.57, True)
    assert (round(smokers.statistic**2, 3), smokers.statistic < 0) == (8.225, True)
    assert smokers.slope.low < smokers.slope.value < smokers.slope.high < 0


@settings(max_examples=50)
@given(st.lists(st.integers(0, 100), min_size=3, max_size=6), st.sampled_from([1.0, 0.5, 30.0]))
def test_t3_time_and_unit(means: list[int], unit: float) -> None:
    times = tuple(unit * place + 7 for place in range(len(means)))
    found, back = _means(*means), _means(*means[::-1])
    stretched = _means(*means, times=times)
    assert found.slope.value == pytest.approx(-back.slope.value, abs=1e-9)
    assert found.p == pytest.approx(back.p, abs=1e-12)
    assert stretched.p == pytest.approx(found.p, abs=1e-12)
    assert stretched.change.high == pytest.approx(found.change.high, abs=1e-9)


@settings(max_examples=50)
@given(st.lists(st.integers(1, 39), min_size=3, max_size=6))
def test_t3_shares(favorable: list[int]) -> None:
    answered = [40] * len(favorable)
    there = cochran_armitage(favorable, answered)
    back = cochran_armitage(favorable[::-1], answered)
    mirrored = cochran_armitage([40 - x for x in favorable], answered)
    assert isinstance(there, Trend)
    for other in (back, mirrored):
        assert isinstance(other, Trend)
        assert other.statistic == pytest.approx(-there.statistic, abs=1e-9)
        assert other.slope.low == pytest.approx(-there.slope.high, abs=1e-12)


def test_t3_design_effects_widen() -> None:
    plain, weighted = _means(50, 54, 60), _means(50, 54, 60, effect=1.44)
    assert weighted.statistic == pytest.approx(plain.statistic / 1.2)


SAME = Summary(50, 100, 20)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (trend_of_means([SAME, SAME]), "too_few"),
        (trend_of_means([SAME, SAME, Summary(5, 5, 1)]), "too_few"),
        (trend_of_means([SAME] * 3, (1, 2)), "bad_input"),
        (trend_of_means([SAME] * 3, (1, 2, nan)), "bad_input"),
        (trend_of_means([SAME, SAME, Summary(nan, 1, 9)]), "bad_input"),
        (trend_of_means([SAME] * 3, (4, 4, 4)), "no_spread"),
        (trend_of_means([Summary(50, 0, 9)] * 3), "no_spread"),
        (cochran_armitage((1, 2), (9, 9)), "too_few"),
        (cochran_armitage((1, 2, 3), (9, 9)), "bad_input"),
        (cochran_armitage((1, 2, 3), (9, 9, 0)), "no_answers"),
        (cochran_armitage((1, 2, 10), (9, 9, 9)), "contradiction"),
        (cochran_armitage((0, 0, 0), (9, 9, 9)), "no_spread"),
        (cochran_armitage((9, 9, 9), (9, 9, 9)), "no_spread"),
    ],
)
def test_t4_refusals(found: object, reason: str) -> None:
    assert isinstance(found, Refusal)
    assert found.reason == reason


def test_t5_tam_by_enumeration() -> None:
    """Every pair of samples of 2 and 3 of 5 adults with a given overlap."""
    before, now = (10.0, 30.0, 35.0, 70.0, 90.0), (20.0, 25.0, 60.0, 55.0, 95.0)
    adults = range(5)
    shared = _covariance(before, now)
    for both in range(3):
        pairs = [
            (fmean(before[i] for i in first), fmean(now[i] for i in second))
            for first in combinations(adults, 2)
            for second in combinations(adults, 3)
            if len({*first} & {*second}) == both
        ]
        ones, others = [one for one, _ in pairs], [other for _, other in pairs]
        enumerated = _covariance(ones, others) * (len(pairs) - 1) / len(pairs)
        found = overlap_covariance(2, 3, 5, both=both, covariance=shared)
        assert found == pytest.approx(enumerated, abs=1e-9)


def _covariance(first: Sequence[float], second: Sequence[float]) -> float:
    middle, other = fmean(first), fmean(second)
    products = ((x - middle) * (y - other) for x, y in zip(first, second, strict=True))
    return sum(products) / (len(first) - 1)


def test_t5_worked_examples() -> None:
    assert overlap_range(60, 70, 100) == (30, 60)
    found = overlap_covariance(60, 70, 100, both=50, covariance=400)
    assert found == pytest.approx(0.762, abs=5e-4)
    assert overlap_covariance(60, 70, 100, both=42, covariance=400) == pytest.approx(0)
    least = overlap_variance((2, 1.5), (60, 70), 100, covariance=400)
    assert least == pytest.approx(5.786, abs=5e-4)
    for both in range(30, 61):
        one = overlap_variance((2, 1.5), (60, 70), 100, covariance=400, both=both)
        other = overlap_variance((2, 1.5), (60, 70), 100, covariance=-100, both=both)
        worst = overlap_variance((2, 1.5), (60, 70), 100, covariance=-100)
        assert isinstance(one, float)
        assert isinstance(other, float)
        assert isinstance(least, float)
        assert isinstance(worst, float)
        assert one <= least
        assert other <= worst


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (overlap_covariance(0, 5, 9, both=0, covariance=1), "no_answers"),
        (overlap_covariance(5, 10, 9, both=5, covariance=1), "contradiction"),
        (overlap_covariance(6, 6, 9, both=2, covariance=1), "contradiction"),
        (overlap_covariance(6, 6, 9, both=7, covariance=1), "contradiction"),
        (overlap_covariance(6, 6, 9, both=4, covariance=nan), "bad_input"),
        (overlap_variance((1, -1), (6, 6), 9, covariance=1), "bad_input"),
        (overlap_variance((1, 1), (6, 60), 9, covariance=1), "contradiction"),
    ],
)
def test_t5_refusals(found: object, reason: str) -> None:
    assert isinstance(found, Refusal)
    assert found.reason == reason
