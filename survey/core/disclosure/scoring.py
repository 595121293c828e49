"""A score of the property as it is printed, with its interval and its certain range."""

from __future__ import annotations

from collections.abc import Sequence

from survey.core.analysis.tabulation import ItemTable, ScoreTable
from survey.core.disclosure.margins import (
    Footing,
    certain_score,
    last_scores,
    mean_of,
    printed_score,
    score_margins,
)
from survey.core.disclosure.released import ReleasedItem, Score
from survey.core.disclosure.spreads import printed_spread, room_of_mean
from survey.core.disclosure.tallies import Weights


def score_of(
    table: ScoreTable,
    items: Sequence[tuple[ItemTable, ReleasedItem]],
    under: Footing,
    *,
    edge: int,
    outsiders: int,
    weights: Weights | None,
) -> Score:
    """The score of these items, all of them shown.

    Where it would say that (nearly) all gave one answer, it is printed as the last that does not.
    edge: where open ends of shares begin. outsiders: how many must fit outside of every bin.
    """
    others = outsiders / (under.base * under.uneven.lightness)
    last = last_scores(edge, room_of_mean(items, others), others)
    score = printed_score(mean_of(table, weights), last)
    low, high = score_margins(score, edge, printed_spread(items), under)
    return Score(score, low, high, certain_score(score, last, under))
