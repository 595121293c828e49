"""Two sets of answers on one ordered scale: which of them tend to be higher.

Answers come as category counts, lowest category first. Everything follows from the dominance of
one answer over another, d_ij = sign(now_j - before_i), whose mean is Cliff's delta; the
probability of superiority is P(now > before) + P(now = before) / 2 = (delta + 1) / 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import fsum, sqrt

import scipy

from survey.core.analysis.estimates import Estimate, Refusal, Z, are_counts

FEWEST_ANSWERS = 2

Counts = Sequence[int]


@dataclass(frozen=True, slots=True)
class RankChange:
    """superiority: the chance that an answer of now is higher than one of before (a tie counts
    half), with its 95 % interval. u: Mann-Whitney's U of now. z: its standard score. p: two-sided.
    """

    superiority: Estimate
    u: float
    z: float
    p: float


def mann_whitney(before: Counts, now: Counts) -> RankChange | Refusal:
    """Mann-Whitney's test of two sets of answers, with the correction for ties.

    U = pairs in which now is higher + half of the ties; z = (U - n1 n2 / 2) / s,
    s2 = n1 n2 / 12 (n + 1 - sum(t^3 - t) / (n (n - 1))), n = n1 + n2, t the answers in a category;
    no continuity correction: R's wilcox.test(now, before, exact = FALSE, correct = FALSE).
    Refuses lists of different lengths or negative counts (bad_input), fewer than two answers
    (too_few), and all answers in one category (no_spread).
    Example: 4 3 2 1 before and 1 2 3 4 now: U = 75 of 100, z = 1.949, p = 0.0513, superiority
    0.75, from 0.495 to 0.902. Source: Mann & Whitney 1947, Annals of Mathematical Statistics 18;
    ties: Lehmann 1975, Nonparametrics, section 1.4.
    """
    delta = cliffs_delta(before, now)
    if isinstance(delta, Refusal):
        return delta
    first, second = sum(before), sum(now)
    everybody, pairs = first + second, first * second
    # Whole numbers of Python: the cube of one of 64 bits may not fit into them.
    tied = [int(one + other) for one, other in zip(before, now, strict=True)]
    ties = sum(t**3 - t for t in tied) / (everybody * (everybody - 1))
    superiority = Estimate((delta.value + 1) / 2, (delta.low + 1) / 2, (delta.high + 1) / 2)
    u = _lead(before, now) / 2 + pairs / 2
    z = (u - pairs / 2) / sqrt(pairs / 12 * (everybody + 1 - ties))
    return RankChange(superiority, u, z, 2 * float(scipy.special.ndtr(-abs(z))))


def cliffs_delta(before: Counts, now: Counts) -> Estimate | Refusal:
    """Cliff's delta, the mean of sign(now_j - before_i) from -1 to 1, with its 95 % interval.

    Consistent variance: s2 = ((n2 - 1) s2_i + (n1 - 1) s2_j + s2_ij) / (n1 n2), s2_i and s2_j the
    sample variances of each answer's own mean d_i. and d_.j around delta, s2_ij = sum (d_ij -
    delta)^2 / ((n1 - 1)(n2 - 1)). Asymmetric interval: (d - d^3 ± z s sqrt((1 - d^2)^2 + z^2 s2))
    / (1 - d^2 + z^2 s2). Where no answers overlap (d = ±1) its inner end is ±(n - z^2)/(n + z^2),
    n the smaller number of answers. Refuses as `mann_whitney` does.
    Example: 10 20 30 40 40 50 and 10 10 20 20 20 30 30 30 40 50, as counts 1 1 1 2 1 and
    2 3 3 1 1: -0.25, from -0.713 to 0.364.
    Source: Cliff 1996, Multivariate Behavioral Research 31:331-350; Feng & Cliff 2004, Journal of
    Modern Applied Statistical Methods 3 (d = ±1).
    """
    refused = _refused(before, now)
    if refused is not None:
        return refused
    first, second = sum(before), sum(now)
    delta = _lead(before, now) / (first * second)
    if abs(delta) == 1:
        inner = _inner_end(min(first, second))
        return Estimate(1.0, inner, 1.0) if delta > 0 else Estimate(-1.0, -1.0, -inner)
    variance = cliffs_variance(before, now)
    assert not isinstance(variance, Refusal), "the same counts have just been found fit"
    squared = Z * Z * variance
    room = 1 - delta * delta
    reach = sqrt(squared) * sqrt(room * room + squared)
    low = (delta * room - reach) / (room + squared)
    high = (delta * room + reach) / (room + squared)
    return Estimate(delta, max(-1.0, min(low, delta)), min(1.0, max(high, delta)))


def cliffs_variance(before: Counts, now: Counts) -> float | Refusal:
    """The consistent variance of Cliff's delta; formula and refusals as in `cliffs_delta`.

    Example: in the example there, which is Cliff's, the 10 answers have s2_j 0.2669753, the 6 have
    s2_i 0.447 and the pairs s2_ij 1.0055556: (5 * 0.267 + 9 * 0.447 + 1.006) / 60 = 0.1061.
    """
    refused = _refused(before, now)
    if refused is not None:
        return refused
    first, second = sum(before), sum(now)
    delta = _lead(before, now) / (first * second)
    rows = [-lead / second for lead in _leads(now)]
    columns = [lead / first for lead in _leads(before)]
    of_rows = _spread(before, rows, delta) / (first - 1)
    of_columns = _spread(now, columns, delta) / (second - 1)
    # Every d_ij is -1, 0 or 1, so that sum d_ij^2 is the number of pairs without a tie.
    ties = sum(one * other for one, other in zip(before, now, strict=True))
    pairs = first * second
    of_pairs = (pairs - ties - pairs * delta * delta) / ((first - 1) * (second - 1))
    return ((second - 1) * of_rows + (first - 1) * of_columns + max(0.0, of_pairs)) / pairs


def _leads(counts: Counts) -> list[int]:
    """For an answer in each category: how many of `counts` are lower, less how many are higher."""
    total = sum(counts)
    return [
        2 * upto - count - total for count, upto in zip(counts, accumulate(counts), strict=True)
    ]


def _lead(before: Counts, now: Counts) -> int:
    """The sum of sign(now_j - before_i) over all pairs, exactly."""
    return sum(count * lead for count, lead in zip(now, _leads(before), strict=True))


def _spread(counts: Counts, values: Sequence[float], around: float) -> float:
    return fsum(count * (value - around) ** 2 for count, value in zip(counts, values, strict=True))


def _inner_end(answers: int) -> float:
    """Of complete separation: Wilson's end for n of n, as a delta. Below 0 for n under 4."""
    return (answers - Z * Z) / (answers + Z * Z)


def _refused(before: Counts, now: Counts) -> Refusal | None:
    if len(before) != len(now) or not are_counts(*before, *now):
        return Refusal("bad_input")
    if any(count < 0 for count in (*before, *now)):
        return Refusal("bad_input")
    fewest = min(sum(before), sum(now))
    if fewest < FEWEST_ANSWERS:
        return Refusal("too_few", FEWEST_ANSWERS, fewest)
    used = sum(one + other > 0 for one, other in zip(before, now, strict=True))
    return Refusal("no_spread") if used == 1 else None
