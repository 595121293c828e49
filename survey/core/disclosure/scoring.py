"""A score of the property as it is printed, with its interval and its certain range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from survey.core.analysis.tabulation import ItemTable, ScoreTable
from survey.core.disclosure.margins import (
    SCORE_BOUNDS,
    Footing,
    certain_score,
    last_scores,
    mean_of,
    printed_score,
    score_margins,
)
from survey.core.disclosure.released import ReleasedItem, Score
from survey.core.disclosure.spreads import printed_spread, room_of_mean
from survey.core.disclosure.tallies import Tally, Weights, total


def score_of(
    table: ScoreTable,
    items: Sequence[tuple[ItemTable, ReleasedItem]],
    under: Footing,
    *,
    edge: int,
    outsiders: int,
    weights: Weights | None,
    fewer: Mapping[str, Tally],
) -> Score:
    """The score of these items, all of them shown.

    fewer: by item, the answers as of fewer people (`tallies.thinned`), where its shares are of
    these. The score moves with them: beside shares of fewer it would tell how many there are.

    Where it would say that (nearly) all gave one answer, it is printed as the last that does not.
    edge: where open ends of shares begin. outsiders: how many must fit outside of every bin.
    """
    others = outsiders / (under.base * under.uneven.lightness)
    last = last_scores(edge, room_of_mean(items, others), others)
    moved = sum(_moved(item, fewer[item.id]) for item, _shown in items if item.id in fewer)
    mean = mean_of(table, weights) + moved / len(items)
    score = printed_score(min(max(mean, SCORE_BOUNDS[0]), SCORE_BOUNDS[1]), last)
    low, high = score_margins(score, edge, printed_spread(items), under)
    return Score(score, low, high, certain_score(score, last, under), last.stands_for(score))


def _moved(table: ItemTable, fewer: Tally) -> float:
    """How many points the mean of an item is off when its answers are those of fewer people."""
    values = [int(value) for value in table.values]
    lowest, highest = min(values), max(values)

    def mean(tally: Tally) -> float:
        whole = sum(
            (value - lowest) * count for value, count in zip(values, tally.counts, strict=True)
        )
        return 100 * whole / tally.answered / (highest - lowest)

    moved = mean(fewer) - mean(total(table))
    return -moved if table.reverse else moved
