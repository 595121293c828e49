"""R2 divided among predictors that go together (LMG), and how much they do."""

from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np

from survey.core.analysis.covariances import correlation_of, covariance_of, is_collinear
from survey.core.analysis.estimates import Refusal
from survey.core.analysis.pooling import Matrix, Vector


def lmg(covariance: Matrix) -> tuple[Vector, Vector]:
    """R2 and each predictor's part of it, from covariances whose first row is the outcome.

    LMG_j = sum over the sets S without j of |S|! (p - 1 - |S|)! / p! (R2(S + j) - R2(S)): the
    mean gain over all orders of entering; the parts sum to R2. p = 3 takes 8 regressions.
    Identical predictors get equal parts, by least squares of least norm.
    Source: Lindeman, Merenda & Gold 1980; it is the Shapley value of R2.
    covariance: (..., p + 1, p + 1), positive variances; returns R2 (...) and parts (..., p).
    Example: correlations .6 and .5 with the outcome and .4 between the predictors give
    R2 = (.36 + .25 - 2 x .6 x .5 x .4)/(1 - .16) = .4405 and the parts .2752 and .1652.
    """
    deviations = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
    scale = deviations[..., :, np.newaxis] * deviations[..., np.newaxis, :]
    correlation = covariance / scale
    count = correlation.shape[-1] - 1
    fits = {
        chosen: _r_squared(correlation, chosen)
        for size in range(count + 1)
        for chosen in combinations(range(1, count + 1), size)
    }
    parts = np.zeros((*correlation.shape[:-2], count))
    for chosen, fit in fits.items():
        size = len(chosen)
        if size == count:
            continue
        weight = factorial(size) * factorial(count - 1 - size) / factorial(count)
        for other in range(1, count + 1):
            if other not in chosen:
                joined = tuple(sorted((*chosen, other)))
                parts[..., other - 1] += weight * (fits[joined] - fit)
    return fits[tuple(range(1, count + 1))], parts


def variance_inflations(matrix: Matrix) -> tuple[float, ...] | Refusal:
    """1 / (1 - R2) of each column on the others: 1 when unrelated, no upper end.

    The diagonal of the inverse correlation matrix. Example: two columns with r = .6 have
    1 / (1 - .36) = 1.5625 each. Refuses "too_few" under two rows, "no_spread" for a constant
    column, "collinear" for one made up of others, "bad_input" for what is no number.
    """
    covariance = covariance_of(matrix)
    if isinstance(covariance, Refusal):
        return covariance
    if is_collinear(covariance):
        return Refusal("collinear")
    inverse = np.linalg.inv(correlation_of(covariance))
    return tuple(float(value) for value in np.diag(inverse))


def _r_squared(correlation: Matrix, chosen: tuple[int, ...]) -> Vector:
    """R2 of the first variable on the chosen ones: c' C^+ c, also for singular C."""
    if not chosen:
        empty: Vector = np.zeros(correlation.shape[:-2])
        return empty
    picked = np.array(chosen)
    outcome = correlation[..., picked, 0]
    among = correlation[..., picked[:, np.newaxis], picked[np.newaxis, :]]
    solved = (np.linalg.pinv(among, rcond=1e-10, hermitian=True) @ outcome[..., np.newaxis])[..., 0]
    fit: Vector = np.clip((outcome * solved).sum(axis=-1), 0.0, 1.0)
    return fit
