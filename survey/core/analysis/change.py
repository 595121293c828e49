"""The difference of two waves, or of two groups: of a mean score (Welch) and of a share (Newcombe).

A change asks whether there is a cause beyond day-to-day variation, so nothing here takes a
finite population into account: with one, up to 37 % of unchanged places would be called
changed (disclosure.md, section 3). The same people answering twice makes an interval wider
than it needs to be, never narrower (overlap.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, hypot, sqrt

import scipy

from survey.core.analysis.estimates import TAIL, Estimate, Refusal, are_counts, are_figures
from survey.core.analysis.means import mean_of
from survey.core.analysis.shares import wilson_from_share

FEWEST_VALUES = 2
"""A single value has no spread."""

_NO_SPREAD = 1e-12
"""A standard error below this part of the figures is what rounding left of a zero."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A mean, the sample variance (n - 1) and the number of values; one unit throughout.

    design_effect: how many times the weights multiply the variance of the mean (Kish), 1 without.
    """

    mean: float
    variance: float
    answered: float
    design_effect: float = 1.0

    @property
    def effective(self) -> float:
        """The number of equally weighted values that would say as much: n / design effect."""
        return self.answered / self.design_effect

    @property
    def squared_error(self) -> float:
        """The variance of the mean, without a finite population: design effect * s2 / n."""
        return self.variance / self.effective


@dataclass(frozen=True, slots=True)
class Change:
    """Now minus before, with its 95 % interval and the two-sided p of "no difference".

    error: the standard error of the difference (for shares under "no difference"). df: degrees
    of freedom, None where the normal distribution is used.
    """

    estimate: Estimate
    p: float
    error: float
    df: float | None


def summary_of(values: Sequence[float], *, design_effect: float = 1.0) -> Summary | Refusal:
    """The summary of a sample; the same to the last bit in whatever order the values come.

    Refuses fewer than two values (too_few) and values or design effects that are no numbers
    (bad_input). Example: 0, 25, 50, 75, 100 has mean 50, variance 1562.5, n 5.
    """
    if len(values) < FEWEST_VALUES:
        return Refusal("too_few", FEWEST_VALUES, len(values))
    mean = mean_of(values)
    if mean is None:
        return Refusal("bad_input")
    variance = fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
    summary = Summary(mean, variance, len(values), design_effect)
    refused = refused_summary(summary)
    return summary if refused is None else refused


def welch(before: Summary, now: Summary) -> Change | Refusal:
    """Welch's t for the change of a mean, in the unit of the values.

    d = m2 - m1, v_i = deff_i * s2_i / n_i, se = sqrt(v1 + v2), t = d / se,
    df = (v1 + v2)^2 / (v1^2 / (n1 - 1) + v2^2 / (n2 - 1)) (Satterthwaite; n is the effective one),
    interval d ± t(df, 0.975) * se. No finite population. Refuses an effective n under 2 (too_few),
    two samples without any spread (no_spread), impossible figures (bad_input).
    Example: m 60, s2 484, n 48 and m 69, s2 484, n 48: 9 ± 8.92, t = 2.004 on 94 df, p = 0.048.
    Source: Welch 1947, Biometrika 34; Satterthwaite 1946, Biometrics Bulletin 2.
    """
    for summary in (before, now):
        refused = refused_summary(summary)
        if refused is not None:
            return refused
    first, second = before.squared_error, now.squared_error
    error = sqrt(first + second)
    if error <= _NO_SPREAD * (abs(before.mean) + abs(now.mean)):
        return Refusal("no_spread")
    # As shares of the whole, so that very small variances do not vanish when squared.
    parts = first / (first + second), second / (first + second)
    df = 1 / (parts[0] ** 2 / (before.effective - 1) + parts[1] ** 2 / (now.effective - 1))
    return from_error(now.mean - before.mean, error, df)


def welch_of_values(before: Sequence[float], now: Sequence[float]) -> Change | Refusal:
    """`welch` from the values themselves. Example: (1, 2, 3, 4) and (3, 5, 7, 9): 3.5 ± 3.86."""
    first, second = summary_of(before), summary_of(now)
    if isinstance(first, Refusal):
        return first
    return second if isinstance(second, Refusal) else welch(first, second)


def from_error(difference: float, error: float, df: float) -> Change:
    """A difference with the t distribution: d ± t(df, 0.975) * se, p = 2 P(T > |d| / se).

    Example: 9 with se 4.490731 on 94 df is 9 ± 8.92, p = 0.048. error > 0, df > 0.
    """
    reach = float(scipy.special.stdtrit(df, 1 - TAIL)) * error
    p = 2 * float(scipy.special.stdtr(df, -abs(difference) / error))
    return Change(Estimate(difference, difference - reach, difference + reach), p, error, df)


def newcombe(
    share_before: float, answered_before: float, share_now: float, answered_now: float
) -> Change | Refusal:
    """The change of a share (0 to 1): Newcombe's hybrid interval, p from the pooled z.

    Interval: d - sqrt((p2 - l2)^2 + (u1 - p1)^2) to d + sqrt((u2 - p2)^2 + (p1 - l1)^2) from the
    Wilson intervals (l, u) of each share. z = d / sqrt(p(1 - p)(1/n1 + 1/n2)), p the share of both
    together, no continuity correction. With weights n is n / design effect, which need not be
    whole. Where nobody or everybody in both samples is favorable there is no difference: p = 1.
    Refuses n under 1 (no_answers) and shares outside of 0 to 1 (bad_input).
    Example: 48 of 80 and 56 of 70: 0.20, from 0.0524 to 0.3339, z = 2.650, p = 0.0080.
    Source: Newcombe 1998, Statistics in Medicine 17:873-890, method 10.
    """
    shares, sizes = (share_before, share_now), (answered_before, answered_now)
    if not are_figures(*shares, *sizes) or not all(0 <= share <= 1 for share in shares):
        return Refusal("bad_input")
    if min(sizes) < 1:
        return Refusal("no_answers", 1, min(sizes))
    first = wilson_from_share(share_before, answered_before)
    second = wilson_from_share(share_now, answered_now)
    assert isinstance(first, Estimate), "shares of at least one answer have an interval"
    assert isinstance(second, Estimate), "shares of at least one answer have an interval"
    found = difference(first, second)
    pooled = (share_before * answered_before + share_now * answered_now) / fsum(sizes)
    error = sqrt(max(0.0, pooled * (1 - pooled)) * (1 / answered_before + 1 / answered_now))
    # Shares that differ by a float's last bit may have no error to be divided by.
    p = (
        1.0
        if found.value == 0 or error == 0
        else 2 * float(scipy.special.ndtr(-abs(found.value) / error))
    )
    return Change(found, p, error, None)


def newcombe_of_counts(
    favorable_before: int, answered_before: int, favorable_now: int, answered_now: int
) -> Change | Refusal:
    """`newcombe` from counts: x favorable of n who answered, each time. Refuses as it does.

    Example: 3 of 10 and 9 of 10: 0.60, from 0.1705 to 0.8090.
    """
    if not are_counts(favorable_before, answered_before, favorable_now, answered_now):
        return Refusal("bad_input")
    if min(answered_before, answered_now) < 1:
        return Refusal("no_answers", 1, min(answered_before, answered_now))
    return newcombe(
        favorable_before / answered_before,
        answered_before,
        favorable_now / answered_now,
        answered_now,
    )


def refused_summary(summary: Summary) -> Refusal | None:
    """Why nothing can be said of a sample, or None.

    "bad_input" for figures that cannot be, "too_few" for an effective n under 2. Example: mean 50,
    variance -1, n 10 gives Refusal("bad_input").
    """
    figures = summary.mean, summary.variance, summary.answered, summary.design_effect
    if not are_figures(*figures):
        return Refusal("bad_input")
    if summary.variance < 0 or not summary.design_effect > 0:
        return Refusal("bad_input")
    if summary.effective < FEWEST_VALUES:
        return Refusal("too_few", FEWEST_VALUES, summary.effective)
    return None


def difference(before: Estimate, now: Estimate) -> Estimate:
    """Now minus before, each with its own interval from independent samples.

    d - sqrt((m2 - l2)^2 + (u1 - m1)^2) to d + sqrt((u2 - m2)^2 + (m1 - l1)^2): Newcombe's way of
    joining two intervals, which serves for any two figures (Zou & Donner 2008, Statistics in
    Medicine 27). Example: 60 (57 to 63) and 66 (62 to 70) is 6, from 1 to 11.
    """
    change = now.value - before.value
    down = hypot(now.value - now.low, before.high - before.value)
    up = hypot(now.high - now.value, before.value - before.low)
    return Estimate(change, change - down, change + up)
