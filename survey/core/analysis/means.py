"""The mean of a score with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt

import scipy

from survey.core.analysis.estimates import (
    TAIL,
    Estimate,
    Reason,
    Refusal,
    are_counts,
    are_figures,
)

SMALLEST_SAMPLE = 2
"""A single value has no spread, so no interval."""

_NO_SPREAD = 1e-12
"""Squares about the mean below this part of all squares are what rounding left of a zero."""


def mean_of(values: Sequence[float]) -> float | None:
    """The arithmetic mean; the same to the last bit in whatever order the values come.

    None for no values, or for one that is no number. Values that are all alike are their own mean,
    which a division may miss by a bit. Example: 0, 25, 50, 75, 100 gives 50.
    """
    if not len(values) or not are_figures(*values):
        return None
    lowest, highest = min(values), max(values)
    return min(highest, max(lowest, fsum(values) / len(values)))


def deviation_of(values: Sequence[float]) -> float | None:
    """The sample standard deviation (n - 1); None for fewer than two values, or no numbers.

    Example: 0, 25, 50, 75, 100 gives the root of 6250 / 4, 39.53; values all alike exactly 0.
    """
    mean = mean_of(values)
    if mean is None or len(values) < SMALLEST_SAMPLE:
        return None
    return sqrt(fsum((value - mean) ** 2 for value in values) / (len(values) - 1))


def mean_interval(
    values: Sequence[float], *, frame: int | None, bounds: tuple[float, float] = (0.0, 100.0)
) -> Estimate | Refusal:
    """The mean of n values with its interval, in the unit of the values.

    mean ± t(n - 1, 0.975) * sqrt((1 - n/N) * s2 / n), cut at the ends of the scale; without
    a frame 1 - n/N is 1. Example: 0, 25, 50, 75, 100 out of 10 adults gives 50 ± 34.7.
    Source: Cochran 1977, section 2. Refuses "no_answers", "too_few" for one value, "contradiction"
    for more values than adults, "bad_input" for values outside `bounds`.
    """
    if not are_figures(*values) or any(not bounds[0] <= value <= bounds[1] for value in values):
        return Refusal("bad_input")
    mean, deviation = mean_of(values), deviation_of(values)
    if mean is None or deviation is None:
        return _too_few(len(values))
    return mean_interval_from(mean, deviation, len(values), frame=frame, bounds=bounds)


def mean_interval_from(
    mean: float,
    deviation: float,
    answered: int,
    *,
    frame: int | None,
    bounds: tuple[float, float] = (0.0, 100.0),
) -> Estimate | Refusal:
    """The same from the mean, the deviation and the number of values; refuses as that does.

    Example: mean 50 and deviation 22 of 30 answers by 50 adults give 44.8 to 55.2. A mean of values
    at an end of the scale may stray over it by a float's last bit.
    """
    if not are_counts(answered, answered if frame is None else frame):
        return Refusal("bad_input")
    if answered < SMALLEST_SAMPLE:
        return _too_few(answered)
    if frame is not None and answered > frame:
        return Refusal("contradiction", frame, answered)
    slack = _NO_SPREAD * (bounds[1] - bounds[0])
    if not are_figures(mean, deviation) or deviation < 0:
        return Refusal("bad_input")
    if not bounds[0] - slack <= mean <= bounds[1] + slack:
        return Refusal("bad_input")
    mean = min(bounds[1], max(bounds[0], mean))
    unseen = 1.0 if frame is None else 1 - answered / frame
    quantile = float(scipy.special.stdtrit(answered - 1, 1 - TAIL))
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
    out of 10 adults gives 50 ± 34.7. Refuses "no_answers", "too_few" for one value,
    "contradiction" for more values than adults, and "bad_input" for sums that are no numbers or a
    mean outside `bounds`. Source: Cochran 1977, section 2.
    """
    if not are_counts(answered) or not are_figures(total, squares):
        return Refusal("bad_input")
    if answered < SMALLEST_SAMPLE:
        return _too_few(answered)
    deviation = sqrt(squares_about_mean(answered, total, squares) / (answered - 1))
    return mean_interval_from(total / answered, deviation, answered, frame=frame, bounds=bounds)


def _too_few(answered: int) -> Refusal:
    reason: Reason = "too_few" if answered == 1 else "no_answers"
    return Refusal(reason, SMALLEST_SAMPLE, answered)
