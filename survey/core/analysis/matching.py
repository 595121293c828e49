"""Comparing two groups on one item among people who answered the rest alike.

Strata are made from the rest score, the mean of the other items. Reference and focal are the two
groups, such as the language in which most answered and another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Final

import numpy as np
import scipy

from survey.core.analysis.estimates import Estimate, Refusal, Z, are_counts, are_figures
from survey.core.analysis.pooling import Vector

STRATA: Final = 5
DELTA_SCALE: Final = -2.35
"""Turns a log odds ratio into the delta scale of the Educational Testing Service."""


@dataclass(frozen=True, slots=True)
class MantelTest:
    """Mantel's test that the groups answer alike within strata.

    chi_square with 1 degree of freedom; p from 0 to 1; strata: how many held both groups.
    difference: the standardised mean difference in the item's units, focal less reference; per
    standard deviation of the item in `effect`.
    """

    strata: int
    chi_square: float
    p: float
    difference: float
    effect: float


def strata_of(scores: Sequence[float], count: int = STRATA) -> tuple[int, ...] | Refusal:
    """The stratum (0 upwards) of each score: cut at the fifths, equal scores together.

    Example: 1 to 10 gives two each in 0 to 4. Fewer strata where many scores are equal.
    Refuses "no_answers", and "bad_input" for numbers that are not finite.
    """
    if not len(scores):
        return Refusal("no_answers", needed=1, found=0)
    if count < 1 or not are_figures(*scores):
        return Refusal("bad_input")
    cuts = np.unique(np.quantile(np.asarray(scores, float), np.arange(1, count) / count))
    _used, places = np.unique(np.searchsorted(cuts, scores, side="left"), return_inverse=True)
    return tuple(int(place) for place in places)


def mantel_test(
    answers: Sequence[float], focal: Sequence[bool], strata: Sequence[int]
) -> MantelTest | Refusal:
    """Mantel's score test for ordered answers in two groups across strata.

    T = sum of the focal group's answers; given each stratum's answers, E = n_F mean and
    V = n_F n_R s^2 / n with s^2 the variance with n - 1; chi2 = (sum T - sum E)^2 / sum V, no
    continuity correction. For 0/1 answers it is the Mantel-Haenszel test.
    Standardised mean difference: sum p_k (mean_Fk - mean_Rk), p_k the focal group's share of
    stratum k. Source: Mantel 1963, JASA 58; Zwick, Donoghue & Grima 1993, Journal of Educational
    Measurement 30; Dorans & Schmitt 1991. Example: reference 1, 2, 3 and focal 3, 4, 5 in one
    stratum: T = 12, E = 9, V = 3 x 3 x 2 / 6 = 3, so chi2 = 3 and the difference is 2.
    Refuses "bad_input" for different lengths or numbers that are not finite, "empty_stratum"
    when no stratum holds both groups, "no_spread" when all in each such stratum answered alike.
    """
    if not len(answers) == len(focal) == len(strata) or not are_figures(*answers):
        return Refusal("bad_input")
    values, chosen, places = np.asarray(answers, float), np.asarray(focal, bool), np.asarray(strata)
    groups = [
        (values[(places == place) & chosen], values[(places == place) & ~chosen])
        for place in np.unique(places)
    ]
    both = [(ours, theirs) for ours, theirs in groups if len(ours) and len(theirs)]
    if not both:
        return Refusal("empty_stratum")
    surplus, variance = (sum(column) for column in zip(*map(_surplus, both), strict=True))
    kept = np.concatenate([side for pair in both for side in pair])
    if not variance > 0:
        return Refusal("no_spread")
    matched = sum(len(ours) for ours, _theirs in both)
    gap = sum(len(ours) * (ours.mean() - theirs.mean()) for ours, theirs in both) / matched
    chi_square = surplus * surplus / variance
    return MantelTest(
        strata=len(both),
        chi_square=float(chi_square),
        p=float(scipy.special.chdtrc(1, chi_square)),
        difference=float(gap),
        effect=float(gap / kept.std(ddof=1)),
    )


def mantel_haenszel_delta(tables: Sequence[tuple[int, int, int, int]]) -> Estimate | Refusal:
    """MH D-DIF: the common odds ratio of a yes/no item across strata, on the delta scale.

    tables: per stratum reference yes A, reference no B, focal yes C, focal no D, n = A+B+C+D.
    alpha = sum(A D / n) / sum(B C / n); delta = -2.35 ln alpha: negative when the item is harder
    to agree to for the focal group, 0 for none; beyond 1.5 either way it is called large.
    Interval: ± 1.96 x 2.35 se(ln alpha) after Robins, Breslow & Greenland 1986, Biometrics 42.
    Source: Mantel & Haenszel 1959; Holland & Thayer 1988. Example: one stratum (30, 10, 20, 20)
    gives alpha = 600/200 = 3 and delta = -2.35 ln 3 = -2.58.
    Refuses "bad_input" for counts below 0, "empty_stratum" when no stratum holds both groups,
    "no_spread" when one of the two sums is 0.
    """
    if not all(are_counts(*table) and min(table) >= 0 for table in tables):
        return Refusal("bad_input")
    held = [table for table in tables if table[0] + table[1] and table[2] + table[3]]
    if not held:
        return Refusal("empty_stratum")
    a, b, c, d = np.array(held, dtype=np.float64).T
    n = a + b + c + d
    for_reference, for_focal = a * d / n, b * c / n
    above, below = float(for_reference.sum()), float(for_focal.sum())
    if above == 0 or below == 0:
        return Refusal("no_spread")
    agree, differ = (a + d) / n, (b + c) / n
    variance = (
        (agree * for_reference).sum() / (2 * above**2)
        + (agree * for_focal + differ * for_reference).sum() / (2 * above * below)
        + (differ * for_focal).sum() / (2 * below**2)
    )
    delta, reach = DELTA_SCALE * log(above / below), -DELTA_SCALE * Z * sqrt(float(variance))
    return Estimate(delta, delta - reach, delta + reach)


def _surplus(pair: tuple[Vector, Vector]) -> tuple[float, float]:
    """T - E of one stratum, and its variance."""
    ours, theirs = pair
    together = np.concatenate(pair)
    expected = len(ours) * together.mean()
    variance = len(ours) * len(theirs) * together.var(ddof=1) / len(together)
    return float(ours.sum() - expected), float(variance)
