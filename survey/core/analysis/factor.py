"""One common factor by maximum likelihood, and omega total from its loadings.

Own code on the covariance matrix: x = m + l f + e, Sigma = l l' + diag(theta), with the variance
of f fixed at 1. Same estimates as a confirmatory model of one factor (lavaan: cfa, std.lv=TRUE).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy

from survey.core.analysis.covariances import correlation_of, covariance_of, is_collinear, item_count
from survey.core.analysis.estimates import Estimate, Refusal, Z
from survey.core.analysis.pooling import Matrix, Vector

FEWEST_ITEMS: Final = 3
"""With two items the loadings are not determined."""

SMALLEST_UNIQUE: Final = 0.005
"""A part of an item's variance left to itself below this is an improper (Heywood) solution."""

SMALLEST_COMMON: Final = 1e-6
"""A part of an item's variance, or of the sum's, that is shared: less than this is none."""

FLAT_ENOUGH: Final = 1e-6
"""The largest slope of the discrepancy at the end, in standardised items."""


@dataclass(frozen=True, slots=True)
class OneFactor:
    """The fitted model of k items and n respondents.

    loadings: k, in the items' units, signed so that their sum is not negative. uniquenesses: k,
    squared units. chi_square tests the model on `freedom` degrees, p from 0 to 1; with three
    items there is nothing to test: freedom 0 and p None.
    """

    respondents: int
    loadings: tuple[float, ...]
    uniquenesses: tuple[float, ...]
    chi_square: float
    freedom: int
    p: float | None


def one_factor(matrix: Matrix) -> OneFactor | Refusal:
    """Fit one factor to respondents by items (complete rows).

    Minimises F = ln|Sigma| + tr(S Sigma^-1) - ln|S| - k with S the covariance with divisor n;
    for given theta the best loadings are known in closed form (Joreskog 1967, Psychometrika 32;
    Lawley & Maxwell 1971), so the search is over ln theta only. chi_square = n F with
    k(k - 3)/2 degrees of freedom. Example: correlations .56, .48, .42 of three items give the
    loadings .8, .7, .6 exactly, since .8 x .7 = .56 and so on.
    Refuses "bad_input" under three items, "too_few", "no_spread", "collinear"; "weak_fit" when
    there is no common factor, "not_feasible" for an improper solution, "not_converged".
    """
    items = item_count(matrix)
    if items < FEWEST_ITEMS:
        return Refusal("bad_input", needed=FEWEST_ITEMS, found=items)
    respondents = len(matrix)
    if respondents <= items:
        return Refusal("too_few", needed=items + 1, found=respondents)
    covariance = covariance_of(matrix)
    if isinstance(covariance, Refusal):
        return covariance
    if is_collinear(covariance):
        return Refusal("collinear")
    biased: Matrix = covariance * ((respondents - 1) / respondents)
    return fit_one_factor(biased, respondents)


def fit_one_factor(covariance: Matrix, respondents: int) -> OneFactor | Refusal:
    """The same from a positive definite covariance matrix (divisor n, k by k)."""
    correlation = correlation_of(covariance)
    unique = _best_uniquenesses(correlation)
    if isinstance(unique, Refusal):
        return unique
    items = len(unique)
    loadings, discrepancy = _loadings_and_discrepancy(correlation, unique)
    # What only one or two items have in common cannot be told from what is their own.
    if (loadings * loadings > SMALLEST_COMMON).sum() < FEWEST_ITEMS:
        return Refusal("weak_fit")
    if unique.min() <= SMALLEST_UNIQUE * (1 + 1e-6):
        return Refusal("not_feasible", needed=SMALLEST_UNIQUE, found=float(unique.min()))
    deviations = np.sqrt(np.diag(covariance))
    freedom = items * (items - 3) // 2
    chi_square = respondents * max(0.0, discrepancy)
    return OneFactor(
        respondents=respondents,
        loadings=tuple(float(value) for value in loadings * deviations),
        uniquenesses=tuple(float(value) for value in unique * deviations**2),
        chi_square=chi_square,
        freedom=freedom,
        p=float(scipy.special.chdtrc(freedom, chi_square)) if freedom else None,
    )


def omega_total(factor: OneFactor) -> Estimate | Refusal:
    """Omega total, the part (0 to 1) of the sum's variance that the common factor makes.

    (sum l)^2 / ((sum l)^2 + sum theta), ± 1.96 standard errors by the delta method from the
    expected information of the model, cut at 0 and 1. Source: McDonald 1999; Raykov 2002,
    Structural Equation Modeling 9; Flora 2020. Example: loadings .8, .7, .6 with uniquenesses
    .36, .51, .64 give 2.1^2 / (2.1^2 + 1.51) = 0.745.
    Refuses "weak_fit" when the loadings cancel out, "not_converged" for a singular information.
    """
    loadings, unique = np.array(factor.loadings), np.array(factor.uniquenesses)
    total, own = float(loadings.sum()), float(unique.sum())
    if total * total <= SMALLEST_COMMON * own:
        return Refusal("weak_fit")
    common = total * total
    omega = common / (common + own)
    by_loading = 2 * total * own / (common + own) ** 2
    by_unique = -common / (common + own) ** 2
    slopes = np.concatenate([np.full(len(loadings), by_loading), np.full(len(unique), by_unique)])
    try:
        variance = slopes @ np.linalg.solve(_information(factor), slopes)
    except np.linalg.LinAlgError:
        return Refusal("not_converged")
    if not variance > 0:
        return Refusal("not_converged")
    reach = Z * float(np.sqrt(variance))
    return Estimate(omega, max(0.0, omega - reach), min(1.0, omega + reach))


def _best_uniquenesses(correlation: Matrix) -> Vector | Refusal:
    """Search over ln theta, from the usual start (1 - 1/2k) / diag(S^-1)."""
    items = len(correlation)
    start = (1 - 0.5 / items) / np.diag(np.linalg.inv(correlation))
    limits = (np.log(SMALLEST_UNIQUE), 0.0)
    found = scipy.optimize.minimize(
        _value_and_slope,
        np.clip(np.log(start), *limits),
        args=(correlation,),
        jac=True,
        method="L-BFGS-B",
        bounds=[limits] * items,
        options={"maxiter": 2000, "ftol": 0.0, "gtol": 1e-11, "maxls": 60},
    )
    _value, slope = _value_and_slope(found.x, correlation)
    # At a bound the slope points outward and need not vanish.
    inside = (found.x > limits[0]) & (found.x < limits[1])
    if (np.abs(slope[inside]) > FLAT_ENOUGH).any():
        return Refusal("not_converged")
    unique: Vector = np.exp(found.x)
    return unique


def _value_and_slope(log_unique: Vector, correlation: Matrix) -> tuple[float, Vector]:
    """The discrepancy with the best loadings for these uniquenesses, and its slope in ln theta."""
    unique = np.exp(log_unique)
    loadings, discrepancy = _loadings_and_discrepancy(correlation, unique)
    slope: Vector = (loadings**2 + unique - np.diag(correlation)) / unique
    return discrepancy, slope


def _loadings_and_discrepancy(correlation: Matrix, unique: Vector) -> tuple[Vector, float]:
    """From the eigenvalues e_1 >= ... of theta^-1/2 S theta^-1/2, with v_1 of length 1:

    l = theta^1/2 v_1 sqrt(e_1 - 1), and F = sum over j > 1 of (e_j - ln e_j - 1).
    """
    deviations = np.sqrt(unique)
    values, vectors = scipy.linalg.eigh(correlation / np.outer(deviations, deviations))
    first = max(float(values[-1]), 1.0)
    loadings = deviations * vectors[:, -1] * np.sqrt(first - 1)
    # Below 1 the largest value stands beside the others: there is no common factor.
    others = values[:-1] if values[-1] > 1 else values
    discrepancy = float(np.sum(others - np.log(others) - 1))
    return (loadings if loadings.sum() >= 0 else -loadings), discrepancy


def _information(factor: OneFactor) -> Matrix:
    """Expected information of (l, theta): n/2 tr(Sigma^-1 dSigma_i Sigma^-1 dSigma_j).

    With A = Sigma^-1 and u = A l: n (u u' + (l'u) A) for l, n/2 A∘A for theta, n u_j A_ij between.
    """
    loadings, unique = np.array(factor.loadings), np.array(factor.uniquenesses)
    inverse = np.linalg.inv(np.outer(loadings, loadings) + np.diag(unique))
    drawn = inverse @ loadings
    between = inverse * drawn[np.newaxis, :]
    own = np.outer(drawn, drawn) + (loadings @ drawn) * inverse
    information: Matrix = factor.respondents * np.block(
        [[own, between], [between.T, inverse**2 / 2]]
    )
    return information
