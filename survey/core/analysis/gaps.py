"""Gaps between two groups: of a score (Hedges g), of an ordered item (Cliff's delta), of a share.

A gap is a release of both groups and of the complement: with the property's own figures, whoever
reads the gap can work out the rest. So each gap holds the figures of all three, and the rules for
what may be shown must be asked about each of them. The first group less the second, always.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, fsum, lgamma, sqrt
from typing import Final, Generic, Literal, TypeVar

import scipy

from survey.core.analysis.change import Summary, newcombe_of_counts, refused_summary
from survey.core.analysis.estimates import TAIL, Estimate, Refusal, Z, are_counts
from survey.core.analysis.ranks import Counts, cliffs_delta

_NO_SPREAD: Final = 1e-12
"""A deviation below this part of the means is what rounding left of a zero."""

_MANY: Final = 10_000

_MOST_DOUBLINGS: Final = 10

Measure = Literal["hedges_g", "cliffs_delta", "share_difference"]
Figures = TypeVar("Figures")


@dataclass(frozen=True, slots=True)
class Gap(Generic[Figures]):
    """A gap with its 95 % interval and the figures that it gives away.

    complement: those of the property who are in neither group; None where there is nobody.
    """

    measure: Measure
    estimate: Estimate
    first: Figures
    second: Figures
    complement: Figures | None

    @property
    def released(self) -> tuple[Figures, ...]:
        """The figures of everyone whom the gap tells something of."""
        told = (self.first, self.second)
        return told if self.complement is None else (*told, self.complement)


@dataclass(frozen=True, slots=True)
class Share:
    """How many answers of a group are favorable."""

    favorable: int
    answered: int


def gap_of_scores(first: Summary, second: Summary, everybody: Summary) -> Gap[Summary] | Refusal:
    """The gap of two groups' mean scores in standard deviations: `hedges_g`.

    everybody: the whole property with both groups in it; figures that cannot be are refused
    (contradiction). The complement's variance is 0 where it is one person.
    """
    for summary in (first, second, everybody):
        refused = refused_summary(summary)
        if refused is not None:
            return refused
    complement = _rest_of_scores(everybody, first, second)
    if isinstance(complement, Refusal):
        return complement
    found = hedges_g(first, second)
    if isinstance(found, Refusal):
        return found
    return Gap("hedges_g", found, first, second, complement)


def gap_of_answers(first: Counts, second: Counts, everybody: Counts) -> Gap[Counts] | Refusal:
    """The gap of two groups on one ordered item: Cliff's delta, above 0 where the first is higher.

    Category counts, lowest first; ranks.cliffs_delta has formula, source and refusals.
    Example: 1 2 3 4 and 4 3 2 1 of 6 6 6 6: 0.50, complement 1 1 1 1.
    """
    if not len(first) == len(second) == len(everybody):
        return Refusal("bad_input")
    if not are_counts(*first, *second, *everybody):
        return Refusal("bad_input")
    rest = tuple(a - x - y for a, x, y in zip(everybody, first, second, strict=True))
    if min(rest, default=0) < 0:
        return Refusal("contradiction")
    found = cliffs_delta(second, first)
    if isinstance(found, Refusal):
        return found
    return Gap("cliffs_delta", found, tuple(first), tuple(second), rest if any(rest) else None)


def gap_of_shares(first: Share, second: Share, everybody: Share) -> Gap[Share] | Refusal:
    """The gap of two groups' favorable shares (-1 to 1), with Newcombe's interval.

    change.newcombe has formula and source. Example: 56 of 70 and 48 of 80, of 110 of 160: 0.20,
    from 0.052 to 0.334, complement 6 of 10.
    """
    groups = (first, second, everybody)
    if not are_counts(*(number for one in groups for number in _counts(one))):
        return Refusal("bad_input")
    rest = Share(
        everybody.favorable - first.favorable - second.favorable,
        everybody.answered - first.answered - second.answered,
    )
    if not all(0 <= one.favorable <= one.answered for one in (first, second, rest)):
        return Refusal("contradiction")
    found = newcombe_of_counts(*_counts(second), *_counts(first))
    if isinstance(found, Refusal):
        return found
    complement = rest if rest.answered else None
    return Gap("share_difference", found.estimate, first, second, complement)


def hedges_g(first: Summary, second: Summary) -> Estimate | Refusal:
    """Hedges g, exactly corrected for small samples, with the interval of the noncentral t.

    d = (m1 - m2) / s_p, s_p2 = ((n1 - 1) s1^2 + (n2 - 1) s2^2) / df, df = n1 + n2 - 2, g = J d with
    J = Gamma(df / 2) / (sqrt(df / 2) Gamma((df - 1) / 2)). Interval: J k times the noncentralities
    at which t = d / k, k = sqrt(1/n1 + 1/n2), is the 97.5 % and the 2.5 % point. Effective n where
    answers are weighted. Refuses an n under 2 (too_few), no spread at all (no_spread), impossible
    figures (bad_input), an interval that cannot be found (not_converged).
    Example: 60 (sd 20, n 40) and 50 (sd 20, n 30): d = 0.5, J = 0.98892, g = 0.494, from 0.017 to
    0.968. Source: Hedges 1981, Journal of Educational Statistics 6:107-128; Steiger & Fouladi 1997.
    """
    found = _standardized(first, second)
    if isinstance(found, Refusal):
        return found
    d, df, per_error = found
    t = d / per_error
    # nctdtr falls as the noncentrality rises: the lower end has the larger share below t.
    low = _noncentrality(
        lambda shift: float(scipy.special.nctdtr(df, shift, t)) - (1 - TAIL), t, df
    )
    high = _noncentrality(lambda shift: float(scipy.special.nctdtr(df, shift, t)) - TAIL, t, df)
    if low is None or high is None:
        return Refusal("not_converged")
    scale = correction(df) * per_error
    return Estimate(correction(df) * d, low * scale, high * scale)


def hedges_g_normal(first: Summary, second: Summary) -> Estimate | Refusal:
    """Hedges g with the interval of its standard error: g ± 1.96 se.

    se^2 = (n1 + n2) / (n1 n2) + g^2 / (2 (n1 + n2)). Refuses as `hedges_g` does.
    Example: as there: 0.494 ± 0.480. Source: Hedges & Olkin 1985, Statistical Methods for
    Meta-Analysis, chapter 5.
    """
    found = _standardized(first, second)
    if isinstance(found, Refusal):
        return found
    d, df, per_error = found
    g = correction(df) * d
    reach = Z * sqrt(per_error**2 + g * g / (2 * (first.effective + second.effective)))
    return Estimate(g, g - reach, g + reach)


def correction(df: float) -> float:
    """J, the exact factor that makes d unbiased. df > 1. Example: J(10) = 0.92275.

    From 10,000 on by its series 1 - 3/(4 df - 1), which is within 1e-9 of it there: the difference
    of two large logarithms would be less exact.
    """
    if df >= _MANY:
        return 1 - 3 / (4 * df - 1)
    return exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)


def _standardized(first: Summary, second: Summary) -> tuple[float, float, float] | Refusal:
    """(d, df, k): the difference in standard deviations, its degrees of freedom, se of d / sd."""
    for group in (first, second):
        refused = refused_summary(group)
        if refused is not None:
            return refused
    n1, n2 = first.effective, second.effective
    df = n1 + n2 - 2
    pooled = ((n1 - 1) * first.variance + (n2 - 1) * second.variance) / df
    if sqrt(pooled) <= _NO_SPREAD * (abs(first.mean) + abs(second.mean)):
        return Refusal("no_spread")
    return (first.mean - second.mean) / sqrt(pooled), df, sqrt(1 / n1 + 1 / n2)


def _noncentrality(excess: Callable[[float], float], t: float, df: float) -> float | None:
    """The noncentrality at which `excess`, which falls, is 0; None where it cannot be found."""
    # About one standard error of t; steps that double, because far out the distribution of very
    # many answers is not known everywhere.
    reach = sqrt(1 + t * t / (2 * df))
    for _doubling in range(_MOST_DOUBLINGS):
        low, high = t - reach, t + reach
        if excess(low) > 0 > excess(high):
            break
        reach *= 2
    else:
        return None
    try:
        return float(scipy.optimize.brentq(excess, low, high, xtol=1e-12))
    except ValueError:
        return None


def _counts(share: Share) -> tuple[int, int]:
    return share.favorable, share.answered


def _rest_of_scores(
    everybody: Summary, first: Summary, second: Summary
) -> Summary | Refusal | None:
    """Everybody less two groups, from numbers, means and sums of squares."""
    answered = everybody.answered - first.answered - second.answered
    if answered < 0:
        return Refusal("contradiction", first.answered + second.answered, everybody.answered)
    if answered == 0:
        return None
    groups = (first, second)
    known = fsum(group.answered * group.mean for group in groups)
    mean = (everybody.answered * everybody.mean - known) / answered
    squares = _squares(everybody) - fsum(
        _squares(group) + group.answered * (group.mean - everybody.mean) ** 2 for group in groups
    )
    inside = squares - answered * (mean - everybody.mean) ** 2
    # A few bits below 0 are rounding; more are figures of other people.
    if inside < -1e-9 * max(1.0, _squares(everybody)):
        return Refusal("contradiction")
    return Summary(mean, max(0.0, inside) / (answered - 1) if answered > 1 else 0.0, answered)


def _squares(summary: Summary) -> float:
    return (summary.answered - 1) * summary.variance
