"""Intervals of a share: x favorable among n who answered, N adults in the frame.

Shares are between 0 and 1. What cannot be answered is None, never a NaN or a guess.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import sqrt

from scipy.stats import hypergeom

from survey.core.analysis.estimates import TAIL, Estimate, Z


def share_interval(favorable: int, answered: int, frame: int | None) -> Estimate | None:
    """The interval of a share: exact where a frame is known, Wilson's where none is.

    None when nobody answered, or when the counts contradict each other.
    """
    if frame is None:
        return wilson_interval(favorable, answered)
    return hypergeometric_interval(favorable, answered, frame)


def hypergeometric_interval(favorable: int, answered: int, frame: int) -> Estimate | None:
    """The exact interval of the share among all N adults, given x of n who answered.

    [M_L / N, M_U / N] with M_L = min{M : P(X >= x | N, M, n) > 0.025},
    M_U = max{M : P(X <= x | N, M, n) > 0.025}, X hypergeometric, M in {x, ..., N - n + x}.
    It covers the truth in at least 95 of 100 random draws whatever the truth is, stays in
    [0, 1] and has no width when everybody answered. Example: 15 of 30 out of 50 gives
    0.38 to 0.62. Source: Buonaccorsi 1987, The American Statistician 41.
    """
    if not _consistent(favorable, answered) or answered > frame:
        return None
    candidates = range(favorable, frame - answered + favorable + 1)

    # Both tails are monotone in M, so that the ends are found by halving.
    def at_least(m: int) -> bool:
        return bool(hypergeom.sf(favorable - 1, frame, m, answered) > TAIL)

    def too_many(m: int) -> bool:
        return not bool(hypergeom.cdf(favorable, frame, m, answered) > TAIL)

    low = candidates[bisect_left(candidates, True, key=at_least)]
    high = candidates[bisect_right(candidates, False, key=too_many) - 1]
    return Estimate(favorable / answered, low / frame, high / frame)


def wilson_interval(favorable: int, answered: int) -> Estimate | None:
    """Wilson's score interval without a finite population.

    (p + z2/2n ± z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n), z = 1.96, z2 = z squared.
    Example: 15 of 30 gives 0.331 to 0.669. Source: Wilson 1927, JASA 22.
    """
    if not _consistent(favorable, answered):
        return None
    return wilson_from_share(favorable / answered, answered)


def wilson_from_share(share: float, answered: int) -> Estimate | None:
    """Wilson's interval where only the share is known, such as a published percent."""
    if answered < 1 or not 0 <= share <= 1:
        return None
    squared = Z * Z
    middle = share + squared / (2 * answered)
    reach = Z * sqrt(share * (1 - share) / answered + squared / (4 * answered * answered))
    scale = 1 + squared / answered
    low, high = (middle - reach) / scale, (middle + reach) / scale
    return Estimate(share, max(0.0, min(low, share)), min(1.0, max(high, share)))


def certain_range(favorable: int, answered: int, frame: int) -> Estimate | None:
    """What the share among all adults must be, whatever those who did not answer think.

    [x/N, (x + N - n)/N]. Example: 27 of 45 out of 100 gives 0.27 to 0.82.
    Source: Manski 2016, Journal of Econometrics; disclosure.md 1.2.
    """
    if not _consistent(favorable, answered) or answered > frame:
        return None
    silent = frame - answered
    return Estimate(favorable / answered, favorable / frame, (favorable + silent) / frame)


def _consistent(favorable: int, answered: int) -> bool:
    """Somebody answered, and not more are favorable than answered."""
    return answered >= 1 and 0 <= favorable <= answered
