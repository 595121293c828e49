"""What may be told of a scale's reliability: the way in that asks for a pool first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from survey.core.analysis.agreement import Agreement, agreement_of
from survey.core.analysis.covariances import covariance_of, is_collinear
from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.factor import omega_total, one_factor
from survey.core.analysis.pooling import (
    SMALLEST_FACTOR_POOL,
    Matrix,
    complete_rows,
    too_small,
)
from survey.core.analysis.reliability import (
    alpha_without_each,
    bonett_interval,
    cronbach_alpha,
    item_rest_correlations,
    spearman_brown,
)
from survey.core.analysis.scales import Row, scale_scores
from survey.core.bank.model import Index

PAIR: Final = 2


@dataclass(frozen=True, slots=True)
class Reliability:
    """The reliability of one index in one pool; `respondents` answered all of its items.

    alpha has Feldt's interval, bonett is alpha with Bonett's. omega needs 200 respondents and
    three items; two items have `spearman_brown` instead (None otherwise). item_rest and
    alpha_without go with the index's items; alpha_without is empty for two items. aggregate is
    that of the properties' mean scores.
    """

    index: str
    properties: int
    respondents: int
    alpha: Estimate
    bonett: Estimate | Refusal
    omega: Estimate | Refusal
    spearman_brown: float | None
    item_rest: tuple[float, ...]
    alpha_without: tuple[Estimate, ...]
    aggregate: Agreement | Refusal


def reliability_of(
    index: Index,
    rows: Sequence[Row],
    properties: Sequence[str],
    *,
    whole_platform: bool = False,
) -> Reliability | Refusal:
    """The reliability of an index over a pool of properties; never of one property.

    rows: respondents by the index's items, in points (`scales.points_of_index`); properties: of
    each respondent. Source of the sizes: disclosure.md, section 4.
    Example: four items by 250 people of five properties (tests/reference/scales.json) have alpha
    0.687 (0.619 to 0.746) and omega 0.702 (0.643 to 0.761).
    Refuses "not_reflective" for a formative or composite index, whose items need not go together;
    "too_few_properties" under five (two on a whole platform), "too_few" under 100 complete rows,
    "no_answers", "no_spread", "collinear" and "bad_input" as the parts do.
    """
    if index.model != "reflective":
        return Refusal("not_reflective")
    complete = complete_rows(rows, properties)
    if isinstance(complete, Refusal):
        return complete
    matrix, names = complete
    refused = too_small(len(names), len(set(names)), whole_platform=whole_platform)
    if refused is not None:
        return refused
    covariance = covariance_of(matrix)
    if isinstance(covariance, Refusal):
        return covariance
    if is_collinear(covariance):
        return Refusal("collinear")
    aggregate = _aggregate(index, rows, properties, whole_platform=whole_platform)
    return _report(index, matrix, len(set(names)), aggregate)


def _report(
    index: Index, matrix: Matrix, properties: int, aggregate: Agreement | Refusal
) -> Reliability | Refusal:
    respondents, items = matrix.shape
    alpha, item_rest = cronbach_alpha(matrix), item_rest_correlations(matrix)
    without = alpha_without_each(matrix) if items > PAIR else ()
    pair = spearman_brown(matrix) if items == PAIR else None
    if isinstance(alpha, Refusal):
        return alpha
    if isinstance(item_rest, Refusal):
        return item_rest
    if isinstance(without, Refusal):
        return without
    if isinstance(pair, Refusal):
        return pair
    return Reliability(
        index=index.id,
        properties=properties,
        respondents=respondents,
        alpha=alpha,
        bonett=bonett_interval(alpha.value, respondents, items),
        omega=_omega(matrix),
        spearman_brown=pair,
        item_rest=item_rest,
        alpha_without=without,
        aggregate=aggregate,
    )


def _omega(matrix: Matrix) -> Estimate | Refusal:
    """Omega total where there are enough respondents for a factor model."""
    respondents = matrix.shape[0]
    if respondents < SMALLEST_FACTOR_POOL:
        return Refusal("too_few", needed=SMALLEST_FACTOR_POOL, found=respondents)
    factor = one_factor(matrix)
    return factor if isinstance(factor, Refusal) else omega_total(factor)


def _aggregate(
    index: Index, rows: Sequence[Row], properties: Sequence[str], *, whole_platform: bool
) -> Agreement | Refusal:
    scored = scale_scores(rows, least=index.min_answered)
    if isinstance(scored, Refusal):
        return scored
    return agreement_of(scored.scores, properties, whole_platform=whole_platform)
