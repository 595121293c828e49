"""Proportional odds logistic regression by Newton's method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import scipy
from numpy.typing import NDArray

from survey.core.analysis.covariances import calculable, constant, correlation_of, is_collinear
from survey.core.analysis.estimates import Refusal
from survey.core.analysis.pooling import Matrix, Vector

Codes = NDArray[np.signedinteger[Any]]
"""The category of each answer: 0 to C - 1."""

STEPS: Final = 60
HALVINGS: Final = 40
CLOSE: Final = 1e-10
"""Newton's decrement, twice the log-likelihood still to be gained, at which the search ends."""

SEPARATED: Final = 25.0
"""A slope per standard deviation beyond this says that a predictor sorts the answers perfectly."""


@dataclass(frozen=True, slots=True)
class OrdinalFit:
    """A fitted model of n answers in C used categories.

    thresholds: C - 1 rising log-odds of "at most category c" where all predictors are 0.
    slopes: log-odds of a higher answer per unit of each predictor. log_likelihood: at most 0;
    null_log_likelihood: of the model without predictors, below 0.
    """

    answered: int
    thresholds: tuple[float, ...]
    slopes: tuple[float, ...]
    log_likelihood: float
    null_log_likelihood: float

    @property
    def r_squared(self) -> float:
        """McFadden's pseudo R2 (0 to 1): 1 - log-likelihood / null log-likelihood."""
        return 1 - self.log_likelihood / self.null_log_likelihood


def ordinal_logit(answers: Sequence[float], predictors: Matrix) -> OrdinalFit | Refusal:
    """Fit logit P(Y <= c) = a_c - x'b to n answers and n by q predictors (q may be 0).

    answers: any ordered numbers; only their order and equality count, unused values are left out.
    The log-likelihood is concave, so Newton's method with step halving finds the one maximum.
    Source: McCullagh 1980, JRSS B 42; same signs as MASS::polr. Example: x = 0 with answers
    1, 1, 1, 2 and x = 1 with 1, 2, 2, 2 gives a = ln 3 = 1.099 and b = 2 ln 3 = 2.197.
    Refuses "bad_input" for different lengths or numbers that are not finite, "no_answers",
    "no_spread" for one used category or a constant predictor, "collinear" predictors, and
    "not_converged" where a predictor sorts the answers perfectly or the search ends early.
    """
    values = np.asarray(answers, dtype=np.float64)
    if predictors.ndim != 2 or len(values) != len(predictors):
        return Refusal("bad_input")
    if not len(values):
        return Refusal("no_answers", needed=1, found=0)
    if not (np.isfinite(values).all() and calculable(predictors)):
        return Refusal("bad_input")
    used, codes = np.unique(values, return_inverse=True)
    refused = _refuse(len(used), predictors)
    if refused is not None:
        return refused
    center, spread = predictors.mean(axis=0), predictors.std(axis=0)
    model = _Model(codes, (predictors - center) / spread, len(used))
    found = _climb(model)
    if isinstance(found, Refusal):
        return found
    parameters, likelihood = found
    slopes = parameters[model.cuts :] / spread
    shares = np.bincount(codes) / len(codes)
    return OrdinalFit(
        answered=len(codes),
        thresholds=tuple(float(a) for a in parameters[: model.cuts] + slopes @ center),
        slopes=tuple(float(b) for b in slopes),
        log_likelihood=likelihood,
        null_log_likelihood=float(len(codes) * (shares * np.log(shares)).sum()),
    )


def _refuse(categories: int, predictors: Matrix) -> Refusal | None:
    if categories < 2:
        return Refusal("no_spread", needed=2, found=categories)
    if predictors.shape[1] and constant(predictors):
        return Refusal("no_spread")
    if predictors.shape[1] > 1:
        covariance = np.cov(predictors, rowvar=False)
        if is_collinear(covariance) or not np.isfinite(correlation_of(covariance)).all():
            return Refusal("collinear")
    return None


class _Model:
    """The log-likelihood of standardised predictors, with slope and curvature.

    Parameters: C - 1 thresholds, then q slopes. An answer in category c lies between the
    thresholds below and above it: p = F(upper) - F(lower) with F the logistic function.
    """

    def __init__(self, codes: Codes, predictors: Matrix, categories: int) -> None:
        self.cuts = categories - 1
        self.codes = codes
        self.predictors = predictors
        cuts = np.eye(self.cuts)
        none = np.zeros((1, self.cuts))
        # What each answer's upper and lower threshold changes with; the outermost are fixed.
        self.upper = np.hstack([np.vstack([cuts, none])[codes], -predictors])
        self.lower = np.hstack([np.vstack([none, cuts])[codes], -predictors])
        self.top = codes == self.cuts
        self.bottom = codes == 0

    def start(self) -> Vector:
        """The thresholds of the model without predictors, and no slopes."""
        below = np.cumsum(np.bincount(self.codes))[:-1] / len(self.codes)
        slopes = np.zeros(self.predictors.shape[1])
        start: Vector = np.concatenate([scipy.special.logit(below), slopes])
        return start

    def log_likelihood(self, parameters: Vector) -> float:
        """Minus infinity where the thresholds do not rise."""
        if (np.diff(parameters[: self.cuts]) <= 0).any():
            return -np.inf
        chances = self._chances(*self._ends(parameters))
        return float(np.log(chances).sum()) if chances.min() > 0 else -np.inf

    def slope_and_curvature(self, parameters: Vector) -> tuple[Vector, Matrix]:
        """First derivatives and minus the second ones."""
        upper, lower = self._ends(parameters)
        chances = self._chances(upper, lower)
        high, low = scipy.special.expit(upper), scipy.special.expit(lower)
        by_upper, by_lower = high * (1 - high) / chances, low * (1 - low) / chances
        each = by_upper[:, np.newaxis] * self.upper - by_lower[:, np.newaxis] * self.lower
        bend = (self.upper * (by_upper * (1 - 2 * high))[:, np.newaxis]).T @ self.upper
        bend -= (self.lower * (by_lower * (1 - 2 * low))[:, np.newaxis]).T @ self.lower
        return each.sum(axis=0), each.T @ each - bend

    def _ends(self, parameters: Vector) -> tuple[Vector, Vector]:
        upper = np.where(self.top, np.inf, self.upper @ parameters)
        lower = np.where(self.bottom, -np.inf, self.lower @ parameters)
        return upper, lower

    def _chances(self, upper: Vector, lower: Vector) -> Vector:
        """F(u) - F(l) = F(u) F(-l) (1 - e^(l - u)), which does not cancel in the tails."""
        under, over = scipy.special.expit(upper), scipy.special.expit(-lower)
        chances: Vector = under * over * -np.expm1(lower - upper)
        return chances


def _climb(model: _Model) -> tuple[Vector, float] | Refusal:
    """Newton's method with step halving from the model without predictors."""
    parameters = model.start()
    likelihood = model.log_likelihood(parameters)
    for _step in range(STEPS):
        slope, curvature = model.slope_and_curvature(parameters)
        try:
            direction = np.linalg.solve(curvature, slope)
        except np.linalg.LinAlgError:
            return Refusal("not_converged")
        if not slope @ direction > CLOSE:
            # So near the top each step squares what is left: one more, and nothing is.
            last = parameters + direction
            return last, max(likelihood, model.log_likelihood(last))
        size = 1.0
        for _halving in range(HALVINGS):
            nearer = model.log_likelihood(parameters + size * direction)
            if nearer > likelihood:
                break
            size /= 2
        else:
            # Rounding leaves nothing more to gain.
            return parameters, likelihood
        parameters, likelihood = parameters + size * direction, nearer
        if (np.abs(parameters[model.cuts :]) > SEPARATED).any():
            break
    return Refusal("not_converged")
