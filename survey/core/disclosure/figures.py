"""P6 and P7: the coarse figures of one item in one set of people."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from survey.core.analysis.tabulation import ItemTable, Value
from survey.core.disclosure.released import Band, BandId, Figures, Share
from survey.core.disclosure.rounding import FEW_ANSWERS, percent, percents
from survey.core.disclosure.tallies import Tally, count_of

SCALES: Final = ("scale", "ladder")


def figures_of(tally: Tally, table: ItemTable, hidden: Collection[Value] = frozenset()) -> Figures:
    """Three bands for a scale or ladder, each option's share for a list; `hidden` ones absent."""
    if table.kind in SCALES:
        return Figures(bands=_bands(tally, table))
    if table.kind == "choice":
        shares = percents(tally.counts, tally.answered)
    else:
        shares = tuple(percent(chosen, tally.answered) for chosen in tally.counts)
    return Figures(
        options=tuple(
            Share(value, None if value in hidden else share)
            for value, share in zip(table.values, shares, strict=True)
        )
    )


def points_of(tally: Tally, table: ItemTable) -> tuple[Share, ...] | None:
    """The share of each point of a scale or ladder; None below 30 answers."""
    if table.kind not in SCALES or tally.answered < FEW_ANSWERS:
        return None
    return tuple(
        Share(value, percent(count, tally.answered))
        for value, count in zip(table.values, tally.counts, strict=True)
    )


def favorable_of(tally: Tally, table: ItemTable) -> int | None:
    """How many answers are favorable; None for a list, which has no good side."""
    return None if table.bins is None else count_of(tally, table, table.bins.favorable)


def _bands(tally: Tally, table: ItemTable) -> tuple[Band, ...]:
    if table.bins is None:
        return ()
    bins: tuple[tuple[BandId, frozenset[int]], ...] = (
        ("unfavorable", table.bins.unfavorable),
        ("middle", table.bins.middle),
        ("favorable", table.bins.favorable),
    )
    held = [(name, values) for name, values in bins if values]
    shares = percents([count_of(tally, table, values) for _, values in held], tally.answered)
    return tuple(Band(name, share) for (name, _), share in zip(held, shares, strict=True))
