"""The covariance matrix of a set of items, where it can carry an analysis."""

from __future__ import annotations

from typing import Final

import numpy as np

from survey.core.analysis.estimates import LARGEST, Refusal
from survey.core.analysis.pooling import Matrix

NO_SPREAD: Final = 1e-12
"""A variance below this part of the mean square is a constant with rounding errors."""

COLLINEAR: Final = 1e-9
"""A correlation matrix with a smaller eigenvalue than this has an item that others make up."""


def covariance_of(matrix: Matrix) -> Matrix | Refusal:
    """The sample covariance (n - 1) of respondents by items, in squared units of the items.

    Example: (1, 2), (2, 4), (3, 9) gives [[1, 3.5], [3.5, 13]].
    Refuses "too_few" under two respondents, "no_spread" when an item has one value only, and
    "bad_input" without items or for a number that cannot be calculated with.
    """
    if not item_count(matrix) or not calculable(matrix):
        return Refusal("bad_input")
    respondents = len(matrix)
    if respondents < 2:
        return Refusal("too_few", needed=2, found=respondents)
    if (np.ptp(matrix, axis=0) <= 0).any() or constant(matrix):
        return Refusal("no_spread")
    centered = matrix - matrix.mean(axis=0)
    covariance: Matrix = centered.T @ centered / (respondents - 1)
    return covariance


def item_count(matrix: object) -> int:
    """How many items there are; none in what is no table of numbers, respondents by items."""
    if not isinstance(matrix, np.ndarray) or not np.issubdtype(matrix.dtype, np.number):
        return 0
    return int(matrix.shape[1]) if matrix.ndim == 2 else 0


def calculable(matrix: Matrix) -> bool:
    """Whether all entries are finite and small enough to be squared twice."""
    return bool((np.abs(matrix.astype(np.float64)) <= LARGEST).all())


def constant(matrix: Matrix) -> bool:
    """Whether some column has no spread beyond rounding."""
    scale = np.maximum((matrix * matrix).mean(axis=0), np.finfo(np.float64).tiny)
    return bool((matrix.var(axis=0) <= NO_SPREAD * scale).any())


def correlation_of(covariance: Matrix) -> Matrix:
    """The correlations that belong to covariances with positive variances."""
    deviations = np.sqrt(np.diag(covariance))
    correlation: Matrix = covariance / np.outer(deviations, deviations)
    return correlation


def is_collinear(covariance: Matrix) -> bool:
    """Whether an item is made up of others: twins, or a sum beside its parts."""
    return float(np.linalg.eigvalsh(correlation_of(covariance))[0]) < COLLINEAR
