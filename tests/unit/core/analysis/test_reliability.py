"""Alpha and its companions.

R1 alpha, Feldt's interval, item-rest and alpha-if-deleted equal psych (tests/reference/scales.R)
R2 the worked examples of the docstrings
R3 Bonett's interval is close to Feldt's and made from ln(1 - alpha)
R4 order of people and unit of all items change nothing; a constant added to one item neither
R5 what cannot be answered is a Refusal
R6 told only for a pool: reflective, five properties, 100 people, 200 for omega
"""

from __future__ import annotations

import random
from collections.abc import Callable
from math import isfinite, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from survey.core.analysis.agreement import Agreement
from survey.core.analysis.covariances import covariance_of, is_collinear
from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.pooling import complete_rows, too_small
from survey.core.analysis.reliability import (
    alpha_without_each,
    bonett_interval,
    cronbach_alpha,
    feldt_interval,
    item_rest_correlations,
    spearman_brown,
)
from survey.core.analysis.scale_report import Reliability, reliability_of
from survey.core.bank.model import Index, IndexModel
from tests.support.references import read_reference

SCALES = read_reference("scales")["scales"]
SMALL = np.array([(1, 2), (2, 1), (3, 3), (4, 5), (5, 4)], dtype=float)
EACH: list[Callable[[NDArray[np.float64]], object]] = [
    cronbach_alpha,
    item_rest_correlations,
    alpha_without_each,
]


def matrix_of(name: str) -> NDArray[np.float64]:
    return np.array(SCALES[name]["rows"], dtype=float)


def rest_of(matrix: NDArray[np.float64]) -> list[float]:
    found = item_rest_correlations(matrix)
    assert isinstance(found, tuple)
    return list(found)


def index_of(items: int, model: IndexModel = "reflective") -> Index:
    return Index(
        id="belonging",
        level="perceptual",
        label="",
        model=model,
        items=tuple(f"q{number}" for number in range(items)),
        min_answered=-(-2 * items // 3),
        direction="higher_is_better",
    )


@pytest.mark.parametrize("name", ["attitude", "likert", "school", "pair"])
def test_r1_alpha_as_in_psych(name: str) -> None:
    alpha, rest = cronbach_alpha(matrix_of(name)), rest_of(matrix_of(name))
    assert isinstance(alpha, Estimate)
    assert_allclose(alpha.value, SCALES[name]["alpha"], rtol=1e-9)
    assert_allclose((alpha.low, alpha.high), SCALES[name]["feldt"], rtol=1e-9)
    assert_allclose(rest, SCALES[name]["item_rest"], rtol=1e-9)


@pytest.mark.parametrize("name", ["attitude", "likert", "school"])
def test_r1_alpha_without_as_in_psych(name: str) -> None:
    without = alpha_without_each(matrix_of(name))
    assert isinstance(without, tuple)
    assert_allclose([one.value for one in without], SCALES[name]["alpha_without"], rtol=1e-9)


def test_r1_the_published_alpha_of_attitude() -> None:
    # psych's own example prints raw_alpha 0.84 for R's data set attitude (Chatterjee & Price).
    alpha = cronbach_alpha(matrix_of("attitude"))
    assert isinstance(alpha, Estimate)
    assert round(alpha.value, 2) == 0.84


def test_r2_worked_examples() -> None:
    alpha = cronbach_alpha(SMALL)
    assert isinstance(alpha, Estimate)
    assert_allclose(alpha.value, 8 / 9)
    assert_allclose(rest_of(SMALL), [0.8, 0.8])
    pair = spearman_brown(SMALL)
    assert isinstance(pair, float)
    assert_allclose(pair, 1.6 / 1.8)
    feldt, bonett = feldt_interval(0.8, 200, 4), bonett_interval(0.8, 200, 4)
    assert isinstance(feldt, Estimate)
    assert isinstance(bonett, Estimate)
    assert (round(feldt.low, 3), round(feldt.high, 3)) == (0.751, 0.842)
    assert (round(bonett.low, 3), round(bonett.high, 3)) == (0.749, 0.841)


def test_r2_opposing_items_are_below_zero_and_twins_are_one() -> None:
    values = np.arange(10.0)
    opposed = cronbach_alpha(np.column_stack([values, -values + np.tile([0.0, 3.0], 5)]))
    twins = cronbach_alpha(np.column_stack([values, values]))
    assert isinstance(opposed, Estimate)
    assert isinstance(twins, Estimate)
    assert opposed.value < 0
    assert (twins.value, twins.low, twins.high) == (1.0, 1.0, 1.0)


@given(st.floats(-1, 0.99), st.integers(3, 2000), st.integers(2, 12))
def test_r3_both_intervals_hold_alpha(alpha: float, people: int, items: int) -> None:
    bonett, feldt = bonett_interval(alpha, people, items), feldt_interval(alpha, people, items)
    assert isinstance(bonett, Estimate)
    assert isinstance(feldt, Estimate)
    assert bonett.low < alpha < bonett.high < 1
    assert feldt.low < alpha <= feldt.high + 1e-9
    middle = log(1 - alpha)
    assert_allclose(log(1 - bonett.low) - middle, middle - log(1 - bonett.high), atol=1e-6)
    if people >= 200:
        assert abs(bonett.low - feldt.low) < 0.03 * (1 - alpha)


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.floats(0.1, 50), st.floats(-100, 100))
def test_r4_order_unit_and_constants(seed: int, unit: float, constant: float) -> None:
    rows = matrix_of("likert")
    shuffled = np.random.default_rng(seed).permutation(rows)
    moved = rows * unit
    moved[:, 1] += constant
    expected = cronbach_alpha(rows)
    assert isinstance(expected, Estimate)
    for changed in (shuffled, moved, rows[:, ::-1]):
        alpha = cronbach_alpha(changed)
        assert isinstance(alpha, Estimate)
        assert_allclose((alpha.value, alpha.low), (expected.value, expected.low), rtol=1e-8)
    assert_allclose(rest_of(moved), rest_of(rows), rtol=1e-8)


@pytest.mark.parametrize("function", EACH)
def test_r5_refusals(function: Callable[[NDArray[np.float64]], object]) -> None:
    flat = np.column_stack([np.arange(9.0), np.full(9, 3.0), np.arange(9.0) % 4])
    assert function(flat) == Refusal("no_spread")
    assert function(np.ones((1, 3))) == Refusal("too_few", 2, 1)
    assert isinstance(function(np.ones((5, 1))), Refusal)


def test_r5_sums_without_spread() -> None:
    values = np.arange(6.0)
    opposite = np.column_stack([values, -values])
    assert cronbach_alpha(opposite) == Refusal("no_spread")
    assert spearman_brown(opposite) == Refusal("no_spread")
    three = np.column_stack([values, -values, values**2])
    assert item_rest_correlations(three) == Refusal("no_spread")
    assert spearman_brown(three) == Refusal("bad_input", 2, 3)
    assert feldt_interval(0.5, 1, 4) == Refusal("too_few", 2, 1)
    assert bonett_interval(0.5, 2, 4) == Refusal("too_few", 3, 2)
    assert bonett_interval(1.0, 50, 4) == Refusal("no_spread")
    assert feldt_interval(float("nan"), 50, 4) == bonett_interval(0.5, 50, 1)
    assert feldt_interval(float("nan"), 50, 4) == Refusal("bad_input")


def test_r2_covariances() -> None:
    three = np.array([(1.0, 2.0), (2.0, 4.0), (3.0, 9.0)])
    covariance = covariance_of(three)
    assert not isinstance(covariance, Refusal)
    assert_allclose(covariance, [[1, 3.5], [3.5, 13]])
    assert not is_collinear(covariance)
    assert is_collinear(np.array([[1.0, 2.0], [2.0, 4.0]]))


def test_r5_complete_rows() -> None:
    found = complete_rows([(3, 4), (None, 1), (1, 2)], ["b", "a", "c"])
    assert not isinstance(found, Refusal)
    assert (found[0].tolist(), found[1]) == ([[1.0, 2.0], [3.0, 4.0]], ("c", "b"))
    assert complete_rows([(None, 1.0)]) == Refusal("no_answers", 1, 0)
    assert complete_rows([]) == Refusal("no_answers", 1, 0)
    assert complete_rows([(1.0, 2.0), (1.0,)]) == Refusal("bad_input")
    assert complete_rows([(1.0, float("nan"))]) == Refusal("bad_input")
    assert complete_rows([(1.0, 2.0)], ["a", "b"]) == Refusal("bad_input")


def test_r6_pools() -> None:
    assert too_small(400, 4, whole_platform=False) == Refusal("too_few_properties", 5, 4)
    assert too_small(400, 1, whole_platform=True) == Refusal("too_few_properties", 2, 1)
    assert too_small(99, 2, whole_platform=True) == Refusal("too_few", 100, 99)
    assert too_small(100, 5, whole_platform=False) is None


def test_r6_a_pool_of_five_properties() -> None:
    rows = matrix_of("likert").tolist()
    names = [f"property {number % 5}" for number in range(len(rows))]
    found = reliability_of(index_of(4), rows, names)
    assert isinstance(found, Reliability)
    assert (found.properties, found.respondents, found.spearman_brown) == (5, 250, None)
    assert_allclose(found.alpha.value, SCALES["likert"]["alpha"])
    assert isinstance(found.omega, Estimate)
    assert_allclose(found.omega.value, SCALES["likert"]["factor"]["omega"][0], atol=1e-6)
    assert isinstance(found.aggregate, Agreement)
    order = random.Random(5).sample(range(len(rows)), len(rows))
    again = reliability_of(index_of(4), [rows[i] for i in order], [names[i] for i in order])
    assert again == found


def test_r6_two_items_have_spearman_brown() -> None:
    rows = matrix_of("pair").tolist()
    names = [f"property {number % 6}" for number in range(len(rows))]
    found = reliability_of(index_of(2), rows, names)
    assert isinstance(found, Reliability)
    assert found.spearman_brown is not None
    assert found.alpha_without == ()
    assert found.omega == Refusal("bad_input", 3, 2)


def test_r6_refusals() -> None:
    rows = matrix_of("likert").tolist()
    names = [f"property {number % 5}" for number in range(len(rows))]
    four = ["property 0" if name == "property 4" else name for name in names]
    for model in ("formative", "composite"):
        assert reliability_of(index_of(4, model), rows, names) == Refusal("not_reflective")
    assert reliability_of(index_of(4), rows, four) == Refusal("too_few_properties", 5, 4)
    whole = reliability_of(index_of(4), rows, four, whole_platform=True)
    assert isinstance(whole, Reliability)
    assert reliability_of(index_of(4), rows[:99], names[:99]) == Refusal("too_few", 100, 99)
    fewer = reliability_of(index_of(4), rows[:199], names[:199])
    assert isinstance(fewer, Reliability)
    assert fewer.omega == Refusal("too_few", 200, 199)
    gaps = [[None, *row[1:]] if number < 200 else row for number, row in enumerate(rows)]
    assert reliability_of(index_of(4), gaps, names) == Refusal("too_few", 100, 50)
    twins = [[*row, row[0]] for row in rows]
    assert reliability_of(index_of(5), twins, names) == Refusal("collinear")
    flat = [[*row, 50.0] for row in rows]
    assert reliability_of(index_of(5), flat, names) == Refusal("no_spread")
    missing = [[None] * 4 for _row in rows]
    assert reliability_of(index_of(4), missing, names) == Refusal("no_answers", 1, 0)


@settings(max_examples=40)
@given(
    st.integers(2, 4).flatmap(
        lambda k: st.lists(
            st.lists(st.sampled_from([None, 0.0, 50.0, 100.0]), min_size=k, max_size=k),
            min_size=1,
            max_size=12,
        )
    )
)
def test_r5_never_nan(rows: list[list[float | None]]) -> None:
    complete = complete_rows(rows)
    if isinstance(complete, Refusal):
        return
    alpha = cronbach_alpha(complete[0])
    assert isinstance(alpha, Refusal) or all(map(isfinite, (alpha.value, alpha.low, alpha.high)))
    rest = item_rest_correlations(complete[0])
    assert isinstance(rest, Refusal) or all(map(isfinite, rest))
