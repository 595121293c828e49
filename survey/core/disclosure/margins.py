"""The interval and the certain range beside a printed figure, which say no more than it does.

Where a figure is an open end, or where the number of answers is not printed, both are made
from what is printed and from nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, sqrt
from typing import Final

from survey.core.analysis.effective import weighted_share_interval
from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.shares import share_interval
from survey.core.analysis.stratified import stratified_mean_from_cells
from survey.core.analysis.tabulation import ScoreCell, ScoreTable, Tabulation
from survey.core.analysis.weighted import interval_about
from survey.core.disclosure.rounding import (
    Percent,
    margin_base,
    outward,
    printed_base,
    range_of,
    score_points,
)
from survey.core.disclosure.rules import Rules, may_show_points
from survey.core.disclosure.tallies import EVEN, Number, Unevenness, Weights

SCORE_BOUNDS: Final = (0.0, 100.0)
SPREAD_STEP: Final = 5
"""The spread of scores is taken in so many points, upward: its exact size would tell answers."""

WIDEST_SPREAD: Final = 50.0
"""Half of the people at either end of the scale."""

_SLACK: Final = 1e-9
"""What a float may stray by before it counts as more than a whole step."""

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
    in steps of five. None without a frame. With weights, w people may be as few as w divided by
    the heaviest weight. Example: 60 printed of 45 out of 100 gives 26 to 83.
    Source: Manski 2016, Journal of Econometrics.
    """
    low, high = range_of(shown)
    return _certain(max(low, 0.0), min(high, 100.0), under)


def certain_score(score: int, under: Footing) -> Range | None:
    """The same for a score from 0 to 100: the silent may all have 0, or all 100."""
    return _certain(max(score - 0.5, 0.0), min(score + 0.5, 100.0), under)


def is_extreme(score: int, items: int, under: Footing, outsiders: int) -> bool:
    """Whether a score is so close to an end that it says that (nearly) all gave one answer.

    `outsiders` people at the other end of one item take 100 outsiders / (n items) points from
    the mean of all: a score is shown where that much fits between the end and what prints so.
    It depends on the printed score only. Example: of 30 people and 3 items, 2 others take 2.2
    points, so 98 is shown (98.5 to the end is 2.5, by rounding) and 99 is not.
    """
    reach = min(score, 100 - score) + 0.5
    return reach * under.base * under.uneven.lightness * items < 100 * outsiders


def score_margins(
    table: ScoreTable,
    tabulation: Tabulation,
    under: Footing,
    outsiders: int,
    weights: Weights | None = None,
) -> tuple[int, Range]:
    """The printed score and the ends of its interval, in whole points, outward.

    The interval is worked out from three things only: the printed score m, the number of answers
    and the spread in steps of five points, upward. From the exact mean and spread its ends would
    tell a finer mean than the one that is printed, and how far people are apart.

    Fewer than 30 scores: their spread is not used, because it would tell what a handful have
    answered. The widest spread that the printed score m allows is m (100 - m)
    (Bhatia & Davis 2000, American Mathematical Monthly 107). From 30 on the spread is that of the
    scores, but never less than what `outsiders` people make who differ from all others by one
    item: unanimous scores look like that too. Somebody must have a score. Example: 60 of 120
    adults with 62.3 and a spread of 21.4: 62, and 2.001 * 25 * sqrt(0.5 / 60) = 4.6, so 57 to 67.
    """
    score = score_points(_mean(table, weights))
    if may_show_points(under.base):
        least = 100 / max(len(table.items), 1) * sqrt(outsiders / under.base)
        spread = spread_in_steps(max(least, _spread(table, tabulation, under, weights)))
    else:
        spread = sqrt(score * (100 - score))
    variance = under.unseen * spread * spread / under.effective
    interval = interval_about(float(score), variance, max(under.base - 1, 1), SCORE_BOUNDS)
    return score, outward(interval.low, interval.high)


def spread_in_steps(spread: float) -> float:
    """A standard deviation of scores in whole steps, upward. Example: 21.4 is 25.0, 20 is 20.0."""
    return min(float(ceil(spread / SPREAD_STEP - _SLACK) * SPREAD_STEP), WIDEST_SPREAD)


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


def _mean(table: ScoreTable, weights: Weights | None) -> float:
    if weights is None:
        assert table.mean is not None, "shown scores have answers"
        return table.mean
    whole = sum(weights[cell.atom] * cell.answered for cell in table.cells)
    total = sum(weights[cell.atom] * Fraction(cell.total) for cell in table.cells)
    return float(total / whole)


def _spread(
    table: ScoreTable, tabulation: Tabulation, under: Footing, weights: Weights | None
) -> float:
    """The standard deviation of scores; with weights the one that makes the mean's variance.

    That variance is stratified by weight where the frame allows, and is unseen s^2 / effective.
    """
    if weights is None:
        return table.deviation or 0.0
    if under.exact and under.frame is not None:
        found = _stratified(table, tabulation, under.frame, weights)
        if found is not None:
            return sqrt(found * under.effective / under.unseen)
    mean = _mean(table, weights)
    whole = sum(weights[cell.atom] * cell.answered for cell in table.cells)
    squares = sum(weights[cell.atom] * Fraction(cell.squares) for cell in table.cells)
    return sqrt(max(float(squares / whole) - mean * mean, 0.0))


def _stratified(
    table: ScoreTable, tabulation: Tabulation, frame: int, weights: Weights
) -> float | None:
    """People of one weight are one stratum, which stands for that share of the adults."""
    people: dict[str, int] = {}
    for atom, number in tabulation.sizes:
        people[str(weights[atom])] = people.get(str(weights[atom]), 0) + number
    whole = sum(Fraction(weight) * number for weight, number in people.items())
    adults = {
        weight: max(number, round(Fraction(weight) * number * frame / whole))
        for weight, number in people.items()
    }
    cells: Mapping[str, list[ScoreCell]] = {weight: [] for weight in people}
    for cell in table.cells:
        cells[str(weights[cell.atom])].append(cell)
    found = stratified_mean_from_cells(cells, adults, respondents=people)
    return None if isinstance(found, Refusal) else found.variance
