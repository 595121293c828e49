"""The interval and the certain range beside a printed figure, which say no more than it does.

Where a figure is an open end, or where the number of answers is not printed, both are made
from what is printed and from nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final

from survey.core.analysis.effective import weighted_share_interval
from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.shares import share_interval
from survey.core.analysis.tabulation import ScoreTable
from survey.core.analysis.weighted import interval_about
from survey.core.disclosure.released import StandsFor
from survey.core.disclosure.rounding import (
    Percent,
    margin_base,
    outward,
    printed_base,
    range_of,
    score_points,
)
from survey.core.disclosure.rules import Rules, may_show_points
from survey.core.disclosure.spreads import widest_of_mean
from survey.core.disclosure.tallies import EVEN, Number, Unevenness, Weights

SCORE_BOUNDS: Final = (0.0, 100.0)

HALF_A_PERSON: Final = 50.0
"""In percent of one person."""

_SLACK: Final = 1e-9
_COARSE: Final = 1.0
"""How many points whole percents may take a mean away from what they say."""
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Footing:
    """What a figure rests on: the answers that margins are computed from, and the adults.

    base: at least 1; from 90 % response on the lower edge of that band, and then `exact` is
    false. printed: base in steps of five, downward. frame: None where it says nothing.
    """

    base: int
    printed: int
    frame: int | None
    exact: bool
    uneven: Unevenness = EVEN

    @property
    def unseen(self) -> float:
        """The part of the adults who did not answer, 1 - n/N; 1 without a frame."""
        return 1.0 if self.frame is None else 1 - self.base / self.frame

    @property
    def blur(self) -> float:
        """How many points shares at an end, and means, may be off as they print.

        From 90 % response on they are those of fewer people (`thinned`): half a person at most.
        """
        return 0.0 if self.exact else HALF_A_PERSON / max(self.printed, 1)

    @property
    def effective(self) -> float:
        """How many equally weighted answers say as much."""
        return self.base * self.uneven.effective


def footing(answered: int, respondents: int, rules: Rules, uneven: Unevenness = EVEN) -> Footing:
    """What the figures of an item or score rest on that so many of the respondents answered."""
    base = margin_base(answered, respondents, rules)
    return Footing(
        base=base,
        printed=printed_base(answered, respondents, rules),
        frame=rules.frame_for(respondents),
        exact=not rules.is_near_complete(respondents),
        uneven=uneven,
    )


def share_margins(
    part: Number, whole: Number, shown: Percent, under: Footing, *, weighted: bool = False
) -> Range:
    """The ends of a share's interval in whole percents, outward.

    `part` of `whole` prints as `shown`. An open end is the interval's end at its edge; where
    the number of answers is not printed, the share is taken as printed. Unweighted the exact
    interval, weighted Wilson's with n* = n_eff (N-1)/(N-n) (disclosure.md 1.1, 1.4). Example:
    15 of 30 out of 50 adults gives 38 to 62.
    """
    if isinstance(shown, str):
        edge = Fraction(shown[1:]) / 100
        if shown[0] == "<":
            return 0, _ends(_inside(edge, under.base, -1), under, weighted)[1]
        return _ends(_inside(edge, under.base, 1), under, weighted)[0], 100
    share = Fraction(part) / Fraction(whole) if under.exact else Fraction(shown, 100)
    return _ends(share, under, weighted)


def certain_share(shown: Percent, under: Footing) -> Range | None:
    """What the share of all adults must be, whatever the silent think, in whole percents.

    [p n/N, (p n + N - n)/N], outward, with the lowest and the highest p that prints so, and n
    in steps of five; from 90 % response on p may be half a person further off. None without a
    frame. With weights, w people may be as few as w divided by the heaviest weight. Example: 60
    printed of 45 out of 100 gives 26 to 83.
    Source: Manski 2016, Journal of Econometrics.
    """
    low, high = range_of(shown)
    return _certain(max(low - under.blur, 0.0), min(high + under.blur, 100.0), under)


def certain_score(score: int, last: Last, under: Footing) -> Range | None:
    """The same for a score from 0 to 100: the silent may all have 0, or all 100."""
    low, high = range_of_score(score, last)
    return _certain(max(low - under.blur, 0.0), min(high + under.blur, 100.0), under)


@dataclass(frozen=True, slots=True)
class Last:
    """The lowest and the highest score that are printed; what is beyond prints as these.

    edge: where open ends of shares begin. beyond: how far a mean can be from a last score within
    the edges.
    """

    low: int
    high: int
    edge: int
    beyond: float = 0.0

    def stands_for(self, score: int) -> StandsFor | None:
        """What is not told of a printed score: that it may be more, or less. Example: with 95 as
        the highest, 95 may be more. It follows from what is printed, as these ends do."""
        if self.low < self.high and score in (self.low, self.high):
            return "more" if score == self.high else "less"
        return None


def last_scores(edge: int, room: tuple[float, float] | None, others: float) -> Last:
    """The last scores that leave room for others outside of every bin of a score's questions.

    Where shares have open ends, and by `room` (`spreads.py`) where one of the questions has
    (nearly) all in one bin. Both follow from what is printed, so that neither a figure nor a
    missing one tells whether anybody is outside. Example: 5 and 95; with room up to 79.4 the
    highest is 79.
    """
    if room is None:
        return Last(edge, 100 - edge, edge)
    low = max(edge, ceil(room[0] - 0.5 - _SLACK))
    high = min(100 - edge, floor(room[1] + 0.5 + _SLACK))
    return Last(min(low, 100 - edge), max(high, edge), edge, 100 * others + _COARSE)


def printed_score(mean: float, last: Last) -> int:
    """A score in whole points, halves upward, within the last ones. Example: 99.6 is 95."""
    return min(max(score_points(mean), last.low), last.high)


def range_of_score(score: int, last: Last) -> tuple[float, float]:
    """The means that print as this. Example: with 95 as the last one 95 is 94.5 to 100."""
    low, high = score - 0.5, score + 0.5
    if score <= last.low:
        low = 0.0 if score <= last.edge else max(low - last.beyond, 0.0)
    if score >= last.high:
        high = 100.0 if score >= 100 - last.edge else min(high + last.beyond, 100.0)
    return low, high


def score_margins(score: int, edge: int, spread: float, under: Footing) -> Range:
    """The ends of a score's interval, in whole points, outward; beyond the edge they are open.

    The interval is worked out from three things only: the printed score m, the number of answers
    and a spread that follows from what is printed. From the exact mean and spread its ends would
    tell a finer mean than the one that is printed, and how far people are apart.

    spread: what the shares of the score's questions allow (`spreads.py`), and never more than m
    does. Fewer than 30 scores: what m allows alone. Example: 60 of 120 adults with 62 and a spread
    of 25: 2.001 * 25 * sqrt(0.5 / 60) = 4.6, so 57 to 67.
    """
    widest = widest_of_mean(score)
    taken = min(spread, widest) if may_show_points(under.base) else widest
    variance = under.unseen * taken * taken / under.effective
    interval = interval_about(float(score), variance, max(under.base - 1, 1), SCORE_BOUNDS)
    low, high = outward(interval.low, interval.high)
    return 0 if score <= edge else low, 100 if score >= 100 - edge else high


def _certain(low: float, high: float, under: Footing) -> Range | None:
    if under.frame is None:
        return None
    answered = under.printed / under.frame * under.uneven.lightness
    return outward(max(0.0, low * answered), min(100.0, 100 - (100 - high) * answered))


def _inside(edge: Fraction, base: int, step: int) -> Fraction:
    """The share of whole people inside of an open end that is closest to its edge."""
    people = edge * base
    inside = people // 1 + 1 if step > 0 else -(-people // 1) - 1
    return min(max(Fraction(inside) / base, Fraction(0)), Fraction(1))


def _ends(share: Fraction, under: Footing, weighted: bool) -> Range:
    found: Estimate | Refusal
    if weighted:
        found = weighted_share_interval(float(share), under.effective, under.base, under.frame)
    else:
        # Whole people: the share is one, or is printed, and then the nearest ones are.
        found = share_interval(int(share * under.base + Fraction(1, 2)), under.base, under.frame)
    assert isinstance(found, Estimate), "shown shares have answers"
    return outward(found.low * 100, found.high * 100)


def mean_of(table: ScoreTable, weights: Weights | None) -> float:
    """The exact mean of all scores; somebody must have one."""
    if weights is None:
        assert table.mean is not None, "shown scores have answers"
        return table.mean
    whole = sum(weights[cell.atom] * cell.answered for cell in table.cells)
    total = sum(weights[cell.atom] * Fraction(cell.total) for cell in table.cells)
    return float(total / whole)
