"""What unequal weights cost: effective answers, and intervals of shares that rest on them."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Final

import scipy

from survey.core.analysis.estimates import TAIL, Estimate, Refusal, are_counts, are_figures
from survey.core.analysis.shares import equivalent_answers, wilson_from_share

SMALLEST_WEIGHT: Final = 1e-75
"""A weight below this is taken for none: its square is lost in floats."""


def kish_design_effect(weights: Sequence[float]) -> float | Refusal:
    """What unequal weights cost: deff_w = n sum w^2 / (sum w)^2 = 1 + CV^2(w), at least 1.

    Example: weights 1, 1, 2 give 3 * 6 / 16 = 1.125. Refuses "no_answers", and "bad_input" for
    a weight that is not above 0, or so small that its square is lost. Source: Kish 1992, Journal
    of Official Statistics 8.
    """
    if not len(weights):
        return Refusal("no_answers", 1, 0)
    if not are_weights(weights):
        return Refusal("bad_input")
    total = fsum(weights)
    return max(1.0, len(weights) * fsum(weight * weight for weight in weights) / (total * total))


def effective_answers(weights: Sequence[float]) -> float | Refusal:
    """n_eff = n / deff_w: how many equally weighted answers would say as much.

    Example: weights 1, 1, 2 give 16 / 6 = 2.667. Refuses as `kish_design_effect` does.
    """
    effect = kish_design_effect(weights)
    return len(weights) / effect if not isinstance(effect, Refusal) else effect


def weighted_share_interval(
    share: float, effective: float, answered: int, frame: int | None
) -> Estimate | Refusal:
    """The interval of a weighted share: Wilson's with n* = n_eff (N-1)/(N-n) answers.

    Never leaves [0, 1]; no width when everybody answered; with equal weights the same as
    `shares.wilson_finite_interval`. Example: 0.5 with n_eff 25 of 30 out of 50: n* = 61.25,
    0.3785 to 0.6215. Refuses "bad_input" for a share outside [0, 1] or more effective answers
    than answers, "no_answers" and "contradiction" as `shares.equivalent_answers` does.
    """
    if not are_figures(share, effective) or not are_counts(answered):
        return Refusal("bad_input")
    if not 0 <= share <= 1 or not 0 <= effective <= answered * (1 + 1e-9):
        return Refusal("bad_input")
    answers = equivalent_answers(effective, answered, frame)
    if isinstance(answers, Refusal):
        everybody = answers.reason == "no_spread"
        return Estimate(share, share, share) if everybody else answers
    if answers < 1:
        return Refusal("too_few", 1, answers)
    return wilson_from_share(share, answers)


def korn_graubard_interval(
    share: float, variance: float, *, respondents: int, freedom: int, effective: float
) -> Estimate | Refusal:
    """The conservative alternative: Clopper and Pearson's interval for n_e answers, not all whole.

    n_e = p(1-p)/V * (t(n-1, 0.975) / t(df, 0.975))^2; limits Beta(0.025; x, n_e - x + 1) and
    Beta(0.975; x + 1, n_e - x), x = n_e p. Where all or none are favorable V says nothing, and
    n_e is `effective`. Example: p = 0.5, V = 0.01, n = 26, df = 25: n_e = 25, 0.295 to 0.705.
    Refuses "bad_input" and, without a degree of freedom, "too_few".
    Source: Korn & Graubard 1998, Survey Methodology 24; R's svyciprop(method = "beta").
    """
    if not are_figures(share, variance, respondents, freedom, effective):
        return Refusal("bad_input")
    if not 0 <= share <= 1 or variance < 0 or effective <= 0:
        return Refusal("bad_input")
    if respondents < 2 or freedom < 1:
        return Refusal("too_few", 2, respondents)
    if 0 < share < 1:
        if variance == 0:
            return Estimate(share, share, share)
        quantile = float(scipy.special.stdtrit(respondents - 1, 1 - TAIL))
        widened = float(scipy.special.stdtrit(freedom, 1 - TAIL))
        effective = share * (1 - share) / variance * (quantile / widened) ** 2
    some = effective * share
    rest = effective - some
    low, high = 0.0, 1.0
    if some >= SMALLEST_WEIGHT:
        low = float(scipy.special.betaincinv(some, rest + 1, TAIL))
    if rest >= SMALLEST_WEIGHT:
        high = float(scipy.special.betaincinv(some + 1, rest, 1 - TAIL))
    return Estimate(share, min(low, share), max(high, share))


def are_weights(weights: Sequence[float]) -> bool:
    """Whether all are numbers above 0, neither too small nor too large to be squared."""
    return are_figures(*weights) and all(weight >= SMALLEST_WEIGHT for weight in weights)
