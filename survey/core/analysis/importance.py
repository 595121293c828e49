"""How much of the differences in well-being go together with each of the three levels.

A share says that two things go together, not that one makes the other; reports use those words.
Never below the property.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from survey.core.analysis.covariances import constant
from survey.core.analysis.estimates import TAIL, Estimate, Refusal
from survey.core.analysis.lmg import lmg, variance_inflations
from survey.core.analysis.pooling import FEWEST_PROPERTIES, Matrix, Vector, complete_rows

SMALLEST_SAMPLE: Final = 150
LARGEST_INFLATION: Final = 10.0
"""Of the variance inflation factor 1 / (1 - R2 of a level on the others)."""

SMALLEST_FIT: Final = 0.05
RESAMPLES: Final = 2000
FEWEST_RESAMPLES: Final = 100
USABLE: Final = 0.95
"""The part of the resamples that must give shares."""

CHUNK: Final = 250
"""Resamples worked on at once, to bound the memory."""


@dataclass(frozen=True, slots=True)
class Part:
    """One level's part. contribution: of R2 (0 to 1). share: of the whole R2 (0 to 1), with the
    95 % percentile interval of the bootstrap; shares of all levels sum to 1."""

    level: str
    contribution: float
    share: Estimate


@dataclass(frozen=True, slots=True)
class Importance:
    """R2 (0 to 1) divided among the levels, in the order given.

    ranked: True only when no two intervals of shares overlap; otherwise no order may be told.
    """

    respondents: int
    r_squared: float
    parts: tuple[Part, ...]
    ranked: bool


def importance_of(
    outcome: Sequence[float | None],
    levels: Mapping[str, Sequence[float | None]],
    *,
    seed: int,
    properties: Sequence[str] | None = None,
    resamples: int = RESAMPLES,
) -> Importance | Refusal:
    """Divide R2 of the outcome among the levels by LMG, with bootstrap intervals of the shares.

    outcome and each level: scores of the same respondents, any units, None is missing (only
    complete cases count). properties: of each respondent where several properties are pooled;
    then properties are drawn instead of respondents, and five are needed. The same seed gives the
    same intervals, in whatever order the respondents come.
    Example: an outcome of a + b, with a and b independent and alike and c beside them, has the
    shares .5, .5 and 0, and "ranked" is False.
    Source: Groemping 2006, Journal of Statistical Software 17; disclosure.md, section 6.
    Refuses "bad_input" for columns of different lengths, under two levels, fewer than 100
    resamples or a negative seed, "no_answers", "too_few" under 150 respondents,
    "too_few_properties", "no_spread" for a constant column or a bootstrap without shares,
    "collinear" for a variance inflation above 10, "weak_fit" for R2 below .05.
    """
    columns = [outcome, *levels.values()]
    if len({len(column) for column in columns}) != 1 or len(levels) < 2:
        return Refusal("bad_input")
    if resamples < FEWEST_RESAMPLES or seed < 0:
        return Refusal("bad_input")
    complete = complete_rows(list(zip(*columns, strict=True)), properties)
    if isinstance(complete, Refusal):
        return complete
    matrix, names = complete
    pooled = properties is not None
    refused = _refuse(matrix, len(set(names)) if pooled else None)
    if refused is not None:
        return refused
    fit, contributions = lmg(_moments_covariance(_moments(matrix)[np.newaxis])[0])
    if fit < SMALLEST_FIT:
        return Refusal("weak_fit", needed=SMALLEST_FIT, found=float(fit))
    units = _by_property(matrix, names) if pooled else _unit_moments(matrix)
    drawn = _drawn_shares(units, np.random.default_rng(seed), resamples)
    if len(drawn) < USABLE * resamples:
        return Refusal("no_spread", needed=USABLE * resamples, found=len(drawn))
    return _importance(list(levels), matrix.shape[0], float(fit), contributions, drawn)


def intervals_overlap(intervals: Sequence[Estimate]) -> bool:
    """Whether any two share a value, so that their order cannot be told.

    Example: .1 to .3 and .3 to .6 overlap; .1 to .2 and .3 to .6 do not.
    """
    ordered = sorted(intervals, key=lambda one: (one.low, one.high))
    highest = float("-inf")
    for one in ordered:
        if one.low <= highest:
            return True
        highest = max(highest, one.high)
    return False


def _refuse(matrix: Matrix, properties: int | None) -> Refusal | None:
    if properties is not None and properties < FEWEST_PROPERTIES:
        return Refusal("too_few_properties", needed=FEWEST_PROPERTIES, found=properties)
    if matrix.shape[0] < SMALLEST_SAMPLE:
        return Refusal("too_few", needed=SMALLEST_SAMPLE, found=matrix.shape[0])
    if constant(matrix):
        return Refusal("no_spread")
    inflations = variance_inflations(matrix[:, 1:])
    if isinstance(inflations, Refusal):
        return inflations
    if max(inflations) > LARGEST_INFLATION:
        return Refusal("collinear", needed=LARGEST_INFLATION, found=max(inflations))
    return None


def _unit_moments(matrix: Matrix) -> Matrix:
    """Each respondent's 1, values and products, flat: sums of these give any covariance.

    Centered and scaled first, so that sums of squares do not cancel.
    """
    standard = (matrix - matrix.mean(axis=0)) / matrix.std(axis=0)
    ones = np.hstack([np.ones((matrix.shape[0], 1)), standard])
    moments: Matrix = (ones[:, :, np.newaxis] * ones[:, np.newaxis, :]).reshape(len(ones), -1)
    return moments


def _moments(matrix: Matrix) -> Vector:
    total: Vector = _unit_moments(matrix).sum(axis=0)
    return total


def _by_property(matrix: Matrix, names: Sequence[str]) -> Matrix:
    """The same summed by property, in the order of their names."""
    order, place = np.unique(np.array(names), return_inverse=True)
    sums: Matrix = np.zeros((len(order), (matrix.shape[1] + 1) ** 2))
    np.add.at(sums, place, _unit_moments(matrix))
    return sums


def _moments_covariance(sums: Matrix) -> Matrix:
    """Covariances (divisor n) from summed moments, one matrix per row."""
    size = round(sums.shape[1] ** 0.5)
    moments = sums.reshape(-1, size, size)
    counts = moments[:, :1, :1]
    means = moments[:, 1:, :1] / counts
    covariance: Matrix = moments[:, 1:, 1:] / counts - means * means.transpose(0, 2, 1)
    return covariance


def _drawn_shares(units: Matrix, generator: np.random.Generator, resamples: int) -> Matrix:
    """The shares in each resample of the units that has any: resamples by levels."""
    found: list[Matrix] = []
    chances = np.full(len(units), 1 / len(units))
    for start in range(0, resamples, CHUNK):
        times = min(CHUNK, resamples - start)
        drawn = generator.multinomial(len(units), chances, size=times)
        covariance = _moments_covariance(drawn @ units)
        spread = np.diagonal(covariance, axis1=1, axis2=2).min(axis=1) > 1e-9
        fit, parts = lmg(covariance[spread])
        found.append(parts[fit > 1e-9] / fit[fit > 1e-9, np.newaxis])
    shares: Matrix = np.concatenate(found)
    return shares


def _importance(
    levels: Sequence[str], respondents: int, fit: float, contributions: Vector, drawn: Matrix
) -> Importance:
    lows, highs = np.quantile(drawn, [TAIL, 1 - TAIL], axis=0)
    parts = []
    for place, level in enumerate(levels):
        share = float(contributions[place]) / fit
        # A percentile interval may miss its own estimate by a hair at the end of the range.
        low, high = min(share, float(lows[place])), max(share, float(highs[place]))
        parts.append(Part(level, float(contributions[place]), Estimate(share, low, high)))
    ranked = not intervals_overlap([part.share for part in parts])
    return Importance(respondents, fit, tuple(parts), ranked)
