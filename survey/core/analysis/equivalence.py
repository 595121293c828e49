"""May "no change" be said? Only after a test of its own: an unclear change is not none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import scipy

from survey.core.analysis.change import Change
from survey.core.analysis.estimates import Estimate, Refusal, are_figures

LEVEL: Final = 0.05
"""Each of the two one-sided tests is made at this level."""

MARGIN_POINTS: Final = 5.0
"""What counts as no change at all, fixed in advance: less than this either way, in points."""


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Two one-sided tests of a change against -margin and +margin.

    p: the larger of the two. interval: the change with its 90 % interval, which lies within the
    margins exactly where the tests hold. no_change: whether "no change" may be said.
    """

    p: float
    interval: Estimate
    no_change: bool


def equivalence(
    difference: float, error: float, df: float | None = None, *, margin: float = MARGIN_POINTS
) -> Equivalence | Refusal:
    """Whether a change lies within ± margin (TOST), all in one unit.

    p_low = P(T > (d + margin) / se), p_high = P(T < (d - margin) / se), p the larger of both; "no
    change" where p < 0.05, that is, where the 90 % interval lies within the margins. df None:
    normal.
    Refuses se <= 0 (no_spread) and figures that are no numbers, or a margin of 0 (bad_input).
    Example: d 1, se 2, df 100, margin 5: p_high = P(T < -2) = 0.0241, p_low = P(T > 3) = 0.0017:
    p = 0.0241, 90 % interval -2.32 to 4.32, "no change" may be said.
    Source: Schuirmann 1987, Journal of Pharmacokinetics and Biopharmaceutics 15:657-680.
    """
    if not are_figures(difference, error, margin, 1.0 if df is None else df):
        return Refusal("bad_input")
    if margin <= 0 or error < 0 or (df is not None and df <= 0):
        return Refusal("bad_input")
    if error == 0:
        return Refusal("no_spread")
    p_low = _below(-(difference + margin) / error, df)
    p_high = _below((difference - margin) / error, df)
    if df is None:
        quantile = float(scipy.special.ndtri(1 - LEVEL))
    else:
        quantile = float(scipy.special.stdtrit(df, 1 - LEVEL))
    reach = quantile * error
    if not are_figures(reach):
        return Refusal("bad_input")
    p = max(p_low, p_high)
    return Equivalence(p, Estimate(difference, difference - reach, difference + reach), p < LEVEL)


def equivalence_of(change: Change, *, margin: float = MARGIN_POINTS) -> Equivalence | Refusal:
    """The same from a tested change; `margin` in the change's own unit.

    A change of shares has the error that holds under "no difference"; where nobody or everybody
    was favorable both times that is 0, and the answer is a refusal.
    """
    return equivalence(change.estimate.value, change.error, change.df, margin=margin)


def _below(t: float, df: float | None) -> float:
    return float(scipy.special.ndtr(t) if df is None else scipy.special.stdtr(df, t))
