"""How exact results will be: expected margins of error, and the smallest change to be seen.

Expected from numbers of adults and answers alone, for planning. What is released is worked out from
the answers, by core.analysis.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist
from typing import Final

import scipy

Z: Final = float(NormalDist().inv_cdf(0.975))
UPPER: Final = 0.975
PERCENT: Final = 100

MIDDLE: Final = 0.5
"""The share whose margin is the widest."""
FAVORABLE: Final = 0.6
"""The favorable share for which changes are planned (measurement.md, 5.6)."""
SCORE_SD: Final = 22.0
"""Standard deviation of a score from 0 to 100 between people (disclosure.md, 1.5)."""
USUAL_SPREAD: Final = 25.0
"""What releases make of it from the printed shares of three questions that correlate by 0.5: 24,
and a little more with open ends (core/disclosure/spreads.py)."""
SPREAD_FROM: Final = 30
"""With fewer answers they take the widest spread instead, whatever the answers are."""
WIDEST_SPREAD: Final = 50.0
POINTS_A_STEP: Final = 25.0
"""Points of a score from 0 to 100 in one step of a scale from 1 to 5."""
PRACTICAL_POINTS: Final = 5
"""A smaller change is never called clear (disclosure.md, section 3)."""
FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Precision:
    """Whole points, rounded up. share_change and score_change: the smallest that can be seen
    between two waves of so many answers each; on_five: score_change on a scale from 1 to 5.
    Scores are as exact as releases print them (core/disclosure/margins.py).
    """

    answers: int
    share_margin: int
    score_margin: int
    share_change: int
    score_change: int
    on_five: float


def expect(answers: int, adults: int | None) -> Precision | None:
    """What so many answers can show; None for fewer than two.

    adults: on the frame, None where answers are not limited to one for each adult: then nothing
    is known of the population, and margins are as of a large one.
    Example: 60 of 150 adults: shares to within 10 points, a change from 18 points on; scores to
    within 6, a change from 12 points on.
    """
    if answers < FEWEST:
        return None
    score_change = max(_up(printed_change_of(answers, adults)) + 1, PRACTICAL_POINTS)
    return Precision(
        answers=answers,
        share_margin=_up(share_margin_of(answers, adults)),
        score_margin=_up(score_margin_of(answers, adults, printed_spread(answers))),
        share_change=max(_up(share_change_of(answers)), PRACTICAL_POINTS),
        score_change=score_change,
        on_five=round(score_change / POINTS_A_STEP, 1),
    )


def answers_at(percent: int, adults: int) -> int:
    """The fewest answers that make so many percent of the adults: 40 % of 151 are 61."""
    return -(-adults * percent // PERCENT)


def share_margin_of(answers: int, adults: int | None, share: float = MIDDLE) -> float:
    """Half the width of a share's 95 % interval, in points.

    1.96 sqrt(p (1 - p) / (n - 1) * (1 - n / N)). Source: measurement.md, 5.3.
    """
    variance = share * (1 - share) / (answers - 1) * _unseen(answers, adults)
    return PERCENT * Z * sqrt(variance)


def share_change_of(answers: int, share: float = FAVORABLE) -> float:
    """The smallest change between two waves of n answers that chance does not explain, in points.

    1.96 sqrt(2 p (1 - p) / (n - 1)), without finite population: with it, up to a third of all
    changes in a stable place would be called one. Sources: measurement.md, 5.6; disclosure.md, 3.
    """
    return PERCENT * Z * sqrt(2 * share * (1 - share) / (answers - 1))


def score_margin_of(answers: int, adults: int | None, sd: float = SCORE_SD) -> float:
    """Half the width of a mean score's 95 % interval: t(n - 1) sqrt((1 - n / N) sd^2 / n).

    Source: disclosure.md, 1.3 and 1.5.
    """
    quantile = float(scipy.special.stdtrit(answers - 1, UPPER))
    return quantile * sqrt(_unseen(answers, adults) * sd * sd / answers)


def score_change_of(answers: int, sd: float = SCORE_SD) -> float:
    """The smallest flagged change of a score: t(2n - 2) sqrt(2 sd^2 / n). Source: the same."""
    return float(scipy.special.stdtrit(2 * answers - 2, UPPER)) * sqrt(2 * sd * sd / answers)


def printed_spread(answers: int) -> float:
    """The spread that a release makes the interval of a score from.

    The expected one; under 30 answers the widest, half of the people at either end. Example: 25
    with 60 answers, 50 with 20.
    """
    if answers < SPREAD_FROM:
        return WIDEST_SPREAD
    return USUAL_SPREAD


def printed_change_of(answers: int, adults: int | None) -> float:
    """The smallest change of a score that leaves out 0, worked out from two printed intervals.

    As `score_change_of`, with the error of a margin in whole points, upward: margin / (t(n - 1)
    sqrt(1 - n / N)); without a margin with that of the spread. A change in whole points has to be
    one point larger, for its lower end is printed downward. Example: 60 of 150 adults: a margin of
    6 is an error of 3.871, and t(118) sqrt(2) 3.871 = 10.8.
    """
    spread, unseen = printed_spread(answers), _unseen(answers, adults)
    if unseen == 0:
        return score_change_of(answers, spread)
    quantile = float(scipy.special.stdtrit(answers - 1, UPPER))
    error = _up(score_margin_of(answers, adults, spread)) / (quantile * sqrt(unseen))
    return score_change_of(answers, error * sqrt(answers))


def _unseen(answers: int, adults: int | None) -> float:
    return 1.0 if adults is None else max(1 - answers / adults, 0.0)


def _up(points: float) -> int:
    """Rounded up, but not for the last bit of a float."""
    return ceil(points - 1e-9)
