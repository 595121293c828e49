"""How alike answers are within properties, and how well a property's mean can be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import scipy

from survey.core.analysis.covariances import NO_SPREAD
from survey.core.analysis.estimates import TAIL, Estimate, Refusal, are_figures
from survey.core.analysis.pooling import too_small


@dataclass(frozen=True, slots=True)
class Agreement:
    """icc1: the part of the variance of single scores that lies between properties. icc2: the
    reliability of a property's mean of `typical_size` scores. Both at most 1; below 0 where
    properties differ less than chance would make them."""

    properties: int
    respondents: int
    typical_size: float
    icc1: Estimate
    icc2: Estimate


def agreement_of(
    scores: Sequence[float | None], properties: Sequence[str], *, whole_platform: bool = False
) -> Agreement | Refusal:
    """ICC(1) and ICC(2) of scores by property, where the pool is large enough to be told.

    scores: any unit, one per respondent, None is missing; properties: of each respondent.
    Refuses "too_few_properties" and "too_few" as `pooling.too_small`, then as
    `intraclass_correlations`.
    """
    if len(scores) != len(properties):
        return Refusal("bad_input")
    groups: dict[str, list[float]] = {}
    for score, name in zip(scores, properties, strict=True):
        if score is not None:
            if not are_figures(score):
                return Refusal("bad_input")
            groups.setdefault(name, []).append(float(score))
    respondents = sum(len(held) for held in groups.values())
    refused = too_small(respondents, len(groups), whole_platform=whole_platform)
    if refused is not None:
        return refused
    return intraclass_correlations([groups[name] for name in sorted(groups)])


def intraclass_correlations(groups: Sequence[Sequence[float]]) -> Agreement | Refusal:
    """ICC(1) and ICC(2) from the one-way analysis of variance, with their intervals.

    ICC(1) = (MSB - MSW) / (MSB + (k0 - 1) MSW), ICC(2) = (MSB - MSW) / MSB,
    k0 = (N - sum n_j^2 / N) / (J - 1), which is n for groups of equal size.
    Intervals: F = MSB/MSW divided by the 97.5 % and the 2.5 % point of F(J - 1, N - J), then
    (F - 1)/(F + k0 - 1) and 1 - 1/F; exact for equal sizes. Source: Shrout & Fleiss 1979,
    Psychological Bulletin 86; Bliese 2000. Example: (1, 2, 3), (2, 3, 4), (4, 5, 6) has
    MSB = 7, MSW = 1: ICC(1) = 6/9 = 0.667, ICC(2) = 6/7 = 0.857.
    Refuses "empty_stratum" for a group of nobody, "too_few_properties" under two groups,
    "too_few" without a second score in any group, "no_spread" when nothing varies within groups
    or between them, "bad_input" for a number that is not finite.
    """
    if len(groups) < 2:
        return Refusal("too_few_properties", needed=2, found=len(groups))
    if any(not len(held) for held in groups):
        return Refusal("empty_stratum")
    if not are_figures(*(value for held in groups for value in held)):
        return Refusal("bad_input")
    sizes = [len(held) for held in groups]
    total, count = sum(sizes), len(groups)
    if total <= count:
        return Refusal("too_few", needed=count + 1, found=total)
    between, within = _mean_squares(groups)
    typical = (total - fsum(size * size for size in sizes) / total) / (count - 1)
    mean_square = fsum(value * value for held in groups for value in held) / total
    if min(within, between) <= NO_SPREAD * mean_square:
        return Refusal("no_spread")
    ratios = [
        between / within / divisor
        for divisor in (
            1.0,
            float(scipy.special.fdtri(count - 1, total - count, 1 - TAIL)),
            float(scipy.special.fdtri(count - 1, total - count, TAIL)),
        )
    ]
    return Agreement(
        properties=count,
        respondents=total,
        typical_size=typical,
        icc1=Estimate(*((ratio - 1) / (ratio + typical - 1) for ratio in ratios)),
        icc2=Estimate(*(1 - 1 / ratio for ratio in ratios)),
    )


def _mean_squares(groups: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Between and within groups."""
    total = sum(len(held) for held in groups)
    grand = fsum(value for held in groups for value in held) / total
    means = [fsum(held) / len(held) for held in groups]
    between = fsum(
        len(held) * (mean - grand) ** 2 for held, mean in zip(groups, means, strict=True)
    )
    within = fsum(
        (value - mean) ** 2 for held, mean in zip(groups, means, strict=True) for value in held
    )
    return between / (len(groups) - 1), within / (total - len(groups))
