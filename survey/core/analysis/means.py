"""The mean of a score with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt

from scipy.special import stdtrit

from survey.core.analysis.estimates import TAIL, Estimate, Reason, Refusal

SMALLEST_SAMPLE = 2
"""A single value has no spread, so no interval."""

_NO_SPREAD = 1e-12
"""Squares about the mean below this part of all squares are what rounding left of a zero."""


def mean_of(values: Sequence[float]) -> float | None:
    """The arithmetic mean; the same to the last bit in whatever order the values come."""
    return fsum(values) / len(values) if values else None


def deviation_of(values: Sequence[float]) -> float | None:
    """The sample standard deviation (n - 1); None for fewer than two values."""
    mean = mean_of(values)
    if mean is None or len(values) < SMALLEST_SAMPLE:
        return None
    return sqrt(fsum((value - mean) ** 2 for value in values) / (len(values) - 1))


def mean_interval(
    values: Sequence[float], *, frame: int | None, bounds: tuple[float, float] = (0.0, 100.0)
) -> Estimate | None:
    """The mean of n values with its interval, in the unit of the values.

    mean ± t(n - 1, 0.975) * sqrt((1 - n/N) * s2 / n), cut at the ends of the scale; without
    a frame 1 - n/N is 1. Example: 0, 25, 50, 75, 100 out of 10 adults gives 50 ± 34.7.
    None for fewer than two values, or more values than adults.
    Source: Cochran 1977, section 2.
    """
    mean, deviation = mean_of(values), deviation_of(values)
    if mean is None or deviation is None:
        return None
    return mean_interval_from(mean, deviation, len(values), frame=frame, bounds=bounds)


def mean_interval_from(
    mean: float,
    deviation: float,
    answered: int,
    *,
    frame: int | None,
    bounds: tuple[float, float] = (0.0, 100.0),
) -> Estimate | None:
    """The same from the mean, the deviation and the number of values."""
    if answered < SMALLEST_SAMPLE or (frame is not None and answered > frame):
        return None
    unseen = 1.0 if frame is None else 1 - answered / frame
    quantile = float(stdtrit(answered - 1, 1 - TAIL))
    reach = quantile * sqrt(unseen) * deviation / sqrt(answered)
    lowest, highest = bounds
    return Estimate(mean, max(lowest, mean - reach), min(highest, mean + reach))


def squares_about_mean(answered: int, total: float, squares: float) -> float:
    """The sum of squared distances from the mean, out of n, the sum and the sum of squares.

    sum (y - mean)^2 = sum y^2 - (sum y)^2 / n, and exactly 0 where all values are alike.
    Example: 0, 25, 50, 75, 100: 18750 - 250^2 / 5 = 6250. n must be at least 1.
    """
    about = squares - total * total / answered
    return about if about > _NO_SPREAD * squares else 0.0


def mean_interval_from_sums(
    answered: int,
    total: float,
    squares: float,
    *,
    frame: int | None,
    bounds: tuple[float, float] = (0.0, 100.0),
) -> Estimate | Refusal:
    """The mean with its interval out of sums: n values, their sum and the sum of their squares.

    The same as `mean_interval` to all but the last digits. Example: n = 5, sum 250, squares 18750
    out of 10 adults gives 50 ± 34.7. Refuses "no_answers", "too_few" for one value, and
    "contradiction" for more values than adults. Source: Cochran 1977, section 2.
    """
    if answered < SMALLEST_SAMPLE:
        reason: Reason = "too_few" if answered == 1 else "no_answers"
        return Refusal(reason, SMALLEST_SAMPLE, answered)
    deviation = sqrt(squares_about_mean(answered, total, squares) / (answered - 1))
    found = mean_interval_from(total / answered, deviation, answered, frame=frame, bounds=bounds)
    return Refusal("contradiction", frame, answered) if found is None else found
