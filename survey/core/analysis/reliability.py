"""Internal consistency of a reflective scale: alpha with its intervals, and each item's part.

Rows are respondents by items, all pointing the same way; units do not matter, but they are the
same for all items. Only complete rows count. `reliability_of` in `scale_report.py` is the way in
for anything that is shown: it asks for a pool first.
"""

from __future__ import annotations

from math import exp, log, sqrt
from typing import Final

import numpy as np
import scipy

from survey.core.analysis.covariances import constant, correlation_of, covariance_of, item_count
from survey.core.analysis.estimates import TAIL, Estimate, Refusal, Z, are_counts, are_figures
from survey.core.analysis.pooling import Matrix

FEWEST_ITEMS: Final = 2


def cronbach_alpha(matrix: Matrix) -> Estimate | Refusal:
    """Cronbach's alpha with Feldt's interval: at most 1, below 0 when items oppose one another.

    alpha = k/(k - 1) (1 - sum s_i^2 / s_T^2), s_T^2 the variance of the items' sum.
    Source: Cronbach 1951, Psychometrika 16. Example: (1, 2), (2, 1), (3, 3), (4, 5), (5, 4) has
    variances 2.5 and 2.5 and 9 for the sum, so 2 (1 - 5/9) = 0.889.
    Refuses "bad_input" under two items, "too_few" under two rows, "no_spread" when an item, or
    the sum, has only one value.
    """
    items = item_count(matrix)
    if items < FEWEST_ITEMS:
        return Refusal("bad_input", needed=FEWEST_ITEMS, found=items)
    covariance = covariance_of(matrix)
    if isinstance(covariance, Refusal):
        return covariance
    if constant(matrix.sum(axis=1, keepdims=True)) or covariance.sum() <= 0:
        return Refusal("no_spread")
    alpha = items / (items - 1) * (1 - float(np.trace(covariance) / covariance.sum()))
    return feldt_interval(min(1.0, alpha), len(matrix), items)


def feldt_interval(alpha: float, respondents: int, items: int) -> Estimate | Refusal:
    """Feldt's exact interval of alpha, for normal answers and items alike in kind.

    1 - (1 - alpha) F(0.975) to 1 - (1 - alpha) F(0.025), F with n - 1 and (n - 1)(k - 1) degrees
    of freedom. Source: Feldt 1965, Psychometrika 30; Feldt, Woodruff & Salih 1987.
    Example: alpha 0.8 of 4 items by 200 people gives 0.751 to 0.842.
    Refuses "too_few" for n < 2, "bad_input" for k < 2 or alpha > 1, or what is no number.
    """
    if not are_figures(alpha) or not are_counts(respondents, items):
        return Refusal("bad_input")
    if items < FEWEST_ITEMS or not alpha <= 1:
        return Refusal("bad_input")
    if respondents < 2:
        return Refusal("too_few", needed=2, found=respondents)
    first, second = respondents - 1, (respondents - 1) * (items - 1)
    low = 1 - (1 - alpha) * float(scipy.special.fdtri(first, second, 1 - TAIL))
    high = 1 - (1 - alpha) * float(scipy.special.fdtri(first, second, TAIL))
    # So near to a single point that the two ends have become one.
    return Estimate(alpha, min(low, alpha), max(high, alpha))


def bonett_interval(alpha: float, respondents: int, items: int) -> Estimate | Refusal:
    """Bonett's interval of alpha: symmetric in ln(1 - alpha), close to Feldt's for n >= 100.

    1 - exp(ln(1 - alpha) ± 1.96 sqrt(2k / ((k - 1)(n - 2)))).
    Source: Bonett 2002, Journal of Educational and Behavioral Statistics 27.
    Example: alpha 0.8 of 4 items by 200 people gives 0.749 to 0.841.
    Refuses "too_few" for n < 3, "bad_input" for k < 2 or alpha > 1, or what is no number, and
    "no_spread" for alpha = 1.
    """
    if not are_figures(alpha) or not are_counts(respondents, items):
        return Refusal("bad_input")
    if items < FEWEST_ITEMS or not alpha <= 1:
        return Refusal("bad_input")
    if respondents < 3:
        return Refusal("too_few", needed=3, found=respondents)
    if alpha == 1:
        return Refusal("no_spread")
    reach = Z * sqrt(2 * items / ((items - 1) * (respondents - 2)))
    middle = log(1 - alpha)
    return Estimate(alpha, 1 - exp(middle + reach), 1 - exp(middle - reach))


def spearman_brown(matrix: Matrix) -> float | Refusal:
    """The reliability of the sum of two items from their correlation r: 2r / (1 + r).

    Source: Spearman 1910, Brown 1910; Eisinga, te Grotenhuis & Pelzer 2013 for two-item scales.
    At most 1; below 0 for opposing items. Example: r = 0.8 gives 0.889.
    Refuses "bad_input" unless there are two items, "no_spread" for a constant item or r = -1.
    """
    if item_count(matrix) != 2:
        return Refusal("bad_input", needed=2, found=item_count(matrix))
    covariance = covariance_of(matrix)
    if isinstance(covariance, Refusal):
        return covariance
    together = min(1.0, float(correlation_of(covariance)[0, 1]))
    if together <= -1 + 1e-12:
        return Refusal("no_spread")
    return 2 * together / (1 + together)


def item_rest_correlations(matrix: Matrix) -> tuple[float, ...] | Refusal:
    """For each item its correlation (-1 to 1) with the sum of the other items.

    Also called corrected item-total correlation; a low or negative one points to an item that
    does not belong, or that was not reversed. From covariances C with row sums c_i:
    (c_i - C_ii) / sqrt(C_ii (sum C - 2 c_i + C_ii)). Example: the two items of `cronbach_alpha`
    have 0.8 each. Refuses as `cronbach_alpha`; "no_spread" also for a constant rest.
    """
    if item_count(matrix) < FEWEST_ITEMS:
        return Refusal("bad_input", needed=FEWEST_ITEMS, found=item_count(matrix))
    covariance = covariance_of(matrix)
    if isinstance(covariance, Refusal):
        return covariance
    if constant(matrix.sum(axis=1, keepdims=True) - matrix):
        return Refusal("no_spread")
    own, sums = np.diag(covariance), covariance.sum(axis=1)
    rest = covariance.sum() - 2 * sums + own
    return tuple(float(r) for r in np.clip((sums - own) / np.sqrt(own * rest), -1, 1))


def alpha_without_each(matrix: Matrix) -> tuple[Estimate, ...] | Refusal:
    """Alpha with each item left out in turn; at least three items.

    Example: R's data set attitude has alpha 0.843 over seven items; without its sixth item 0.864.
    Refuses "bad_input" under three items, and as `cronbach_alpha`.
    """
    items = item_count(matrix)
    if items < 3:
        return Refusal("bad_input", needed=3, found=items)
    found: list[Estimate] = []
    for left_out in range(items):
        alpha = cronbach_alpha(np.delete(matrix, left_out, axis=1))
        if isinstance(alpha, Refusal):
            return alpha
        found.append(alpha)
    return tuple(found)
