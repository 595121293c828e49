"""One factor by maximum likelihood, and omega total.

F1 loadings, uniquenesses, chi square and omega with its interval equal lavaan
F2 exact correlations of a factor give back its loadings
F3 units scale the loadings and leave omega; the order of people and items changes nothing
F4 no factor, improper, collinear, constant: refused
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.factor import OneFactor, fit_one_factor, omega_total, one_factor
from tests.support.references import read_reference

SCALES = read_reference("scales")["scales"]


def matrix_of(name: str) -> NDArray[np.float64]:
    return np.array(SCALES[name]["rows"], dtype=float)


def fitted(matrix: NDArray[np.float64]) -> tuple[OneFactor, Estimate]:
    factor = one_factor(matrix)
    assert isinstance(factor, OneFactor)
    omega = omega_total(factor)
    assert isinstance(omega, Estimate)
    return factor, omega


@pytest.mark.parametrize("name", ["likert", "school"])
def test_f1_as_in_lavaan(name: str) -> None:
    expected = SCALES[name]["factor"]
    factor, omega = fitted(matrix_of(name))
    assert_allclose(factor.loadings, expected["loadings"], atol=2e-6)
    assert_allclose(factor.uniquenesses, expected["uniquenesses"], atol=2e-6)
    assert_allclose(factor.chi_square, expected["chi_square"], rtol=1e-6)
    assert factor.freedom == expected["freedom"]
    assert_allclose((omega.value, omega.low, omega.high), expected["omega"], atol=2e-6)


def test_f1_the_published_chi_square_of_the_school_tests() -> None:
    # One factor for the nine tests of Holzinger & Swineford 1939: chi2 = 312.264 on 27.
    factor, _omega = fitted(matrix_of("school"))
    assert (round(factor.chi_square, 3), factor.freedom) == (312.264, 27)
    assert factor.p is not None
    assert factor.p < 1e-9


def test_f2_exact_loadings() -> None:
    correlation = np.array([[1, 0.56, 0.48], [0.56, 1, 0.42], [0.48, 0.42, 1]])
    factor = fit_one_factor(correlation, 200)
    assert isinstance(factor, OneFactor)
    assert_allclose(factor.loadings, (0.8, 0.7, 0.6), atol=1e-6)
    assert_allclose(factor.uniquenesses, (0.36, 0.51, 0.64), atol=1e-6)
    assert (factor.freedom, factor.p) == (0, None)
    assert_allclose(factor.chi_square, 0, atol=1e-6)
    omega = omega_total(factor)
    assert isinstance(omega, Estimate)
    assert round(omega.value, 3) == 0.745
    assert omega.low < omega.value < omega.high


@pytest.mark.parametrize("count", [4, 7])
def test_f2_any_number_of_items(count: int) -> None:
    loadings = np.linspace(0.35, 0.9, count)
    covariance = np.outer(loadings, loadings)
    np.fill_diagonal(covariance, 1)
    factor = fit_one_factor(covariance, 500)
    assert isinstance(factor, OneFactor)
    assert_allclose(factor.loadings, loadings, atol=1e-6)


def test_f3_units_and_order() -> None:
    rows = matrix_of("likert")
    factor, omega = fitted(rows)
    larger, same = fitted(rows * 25 + 3)
    assert_allclose(larger.loadings, np.array(factor.loadings) * 25, rtol=1e-5)
    assert_allclose((same.value, same.low), (omega.value, omega.low), atol=1e-6)
    turned, other = fitted(rows[::-1, ::-1])
    assert_allclose(turned.loadings[::-1], factor.loadings, atol=1e-6)
    assert_allclose(other.value, omega.value, atol=1e-6)


def test_f3_a_reversed_item_has_a_negative_loading() -> None:
    rows = matrix_of("likert")
    rows[:, 3] = 6 - rows[:, 3]
    factor, _omega = fitted(rows)
    assert factor.loadings[3] < 0 < factor.loadings[0]


def test_f4_refusals() -> None:
    rows = matrix_of("likert")
    assert one_factor(rows[:, :2]) == Refusal("bad_input", 3, 2)
    assert one_factor(rows[:4]) == Refusal("too_few", 5, 4)
    assert one_factor(np.column_stack([rows, rows[:, 0]])) == Refusal("collinear")
    assert one_factor(np.column_stack([rows, rows.sum(axis=1)])) == Refusal("collinear")
    assert one_factor(np.column_stack([rows, np.ones(len(rows))])) == Refusal("no_spread")
    assert fit_one_factor(np.eye(4), 300) == Refusal("weak_fit")
    # .9 x .9 / .1 would be a loading of 2.8: more of the item than there is.
    improper = fit_one_factor(np.array([[1, 0.9, 0.5], [0.9, 1, 0.1], [0.5, 0.1, 1]]), 300)
    assert isinstance(improper, Refusal)
    assert improper.reason == "not_feasible"


def test_f4_loadings_that_cancel_have_no_omega() -> None:
    cancelled = OneFactor(300, (0.5, 0.5, -1.0), (0.5, 0.5, 0.5), 0.0, 0, None)
    assert omega_total(cancelled) == Refusal("weak_fit")
