"""How many of those who answered are favorable, where they were drawn from all adults by chance.

Our own, because the general distribution of scipy.stats takes the better part of a second and
45 MB to import, and then four times as long for a tail, of which a release needs thousands; and it
keeps fewer digits where there are millions of adults.
"""

from __future__ import annotations

from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

_REACH: Final = 40
"""Standard deviations, and as many people more: beyond them lies less than 1e-40."""


def chance_of_more(favorable: int, frame: int, favorable_in_frame: int, answered: int) -> float:
    """P(X >= x) where n of N adults answered and M of the N are favorable, between 0 and 1.

    Right to 1e-12 for up to ten million adults. Example: 2 or more of 3 out of 10 of whom 4 are
    favorable has the chance 1/3.
    """
    first, chances = _chances(frame, favorable_in_frame, answered)
    return float(chances[max(favorable - first, 0) :].sum())


def chance_of_fewer(favorable: int, frame: int, favorable_in_frame: int, answered: int) -> float:
    """P(X <= x), as `chance_of_more`. Example: 1 or fewer of 3 out of 10 with 4: 2/3."""
    first, chances = _chances(frame, favorable_in_frame, answered)
    return float(chances[: max(favorable + 1 - first, 0)].sum())


def _chances(frame: int, favorable_in_frame: int, answered: int) -> tuple[int, NDArray[np.float64]]:
    """The first number with a chance worth the name, and the chances from there on.

    P(x + 1) / P(x) = (M - x)(n - x) / ((x + 1)(N - M - n + x + 1)): each follows from the one
    before, from the likeliest outward, and all together are 1. Logarithms of factorials would lose
    eight digits at ten million. Source: Johnson, Kemp and Kotz 2005, Univariate Discrete
    Distributions, section 6.2.
    """
    least = max(0, answered - (frame - favorable_in_frame))
    most = min(favorable_in_frame, answered)
    mode = (answered + 1) * (favorable_in_frame + 1) // (frame + 2)
    reach = int(_REACH * (sqrt(_variance(frame, favorable_in_frame, answered)) + 1))
    low, high = max(least, mode - reach), min(most, mode + reach)
    x = np.arange(low, high, dtype=np.float64)
    others = frame - favorable_in_frame - answered
    rising = (favorable_in_frame - x) * (answered - x)
    ratios = rising / ((x + 1) * (others + x + 1))
    upward = np.cumprod(ratios[mode - low :])
    downward = np.cumprod(1 / ratios[: mode - low][::-1])[::-1]
    weights = np.concatenate([downward, [1.0], upward])
    return low, weights / weights.sum()


def _variance(frame: int, favorable_in_frame: int, answered: int) -> float:
    if frame < 2:
        return 0.0
    share = favorable_in_frame / frame
    return answered * share * (1 - share) * (frame - answered) / (frame - 1)
