"""P6 and P7: the coarse figures of one item in one set of people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from survey.core.analysis.tabulation import ItemTable, Value
from survey.core.disclosure.released import Band, BandId, Figures, Share
from survey.core.disclosure.rounding import GROUP_EDGE, Percent, is_printable, percent, percents
from survey.core.disclosure.rules import may_show_points
from survey.core.disclosure.tallies import Number, Tally, Weighed, count_of

SCALES: Final = ("scale", "ladder")


def figures_of(
    counted: Tally | Weighed,
    table: ItemTable,
    *,
    hidden: Collection[Value] = frozenset(),
    edge: int = GROUP_EDGE,
) -> Figures:
    """Three bands for a scale or ladder, each option's share for a list; `hidden` ones absent.

    `edge` says where open ends begin, in percent.
    """
    if table.kind in SCALES:
        return Figures(bands=_bands(counted, table, edge))
    if table.kind == "choice":
        shares = percents(counted.counts, counted.answered, edge)
    else:
        shares = tuple(percent(chosen, counted.answered, edge) for chosen in counted.counts)
    return Figures(
        options=tuple(
            Share(value, None if value in hidden else _printed(share))
            for value, share in zip(table.values, shares, strict=True)
        )
    )


def points_of(
    counted: Tally | Weighed, table: ItemTable, *, answered: int, bands: Collection[Band], edge: int
) -> tuple[Share, ...] | None:
    """The share of each point of a scale or ladder; None below 30 answers.

    None as well where a band prints as an open upper end: its points would add up to how many
    are outside of it, which the open end leaves open.
    """
    if table.kind not in SCALES or not may_show_points(answered):
        return None
    if any(_is_upper_end(band.percent) for band in bands):
        return None
    counts: Sequence[Number] = counted.counts
    return tuple(
        Share(value, _printed(percent(count, counted.answered, edge)))
        for value, count in zip(table.values, counts, strict=True)
    )


def favorable_of(counted: Tally | Weighed, table: ItemTable) -> Number | None:
    """How many answers are favorable; None for a list, which has no good side."""
    return None if table.bins is None else count_of(counted.counts, table, table.bins.favorable)


def _bands(counted: Tally | Weighed, table: ItemTable, edge: int) -> tuple[Band, ...]:
    if table.bins is None:
        return ()
    bins: tuple[tuple[BandId, frozenset[int]], ...] = (
        ("unfavorable", table.bins.unfavorable),
        ("middle", table.bins.middle),
        ("favorable", table.bins.favorable),
    )
    held = [(name, values) for name, values in bins if values]
    parts = [count_of(counted.counts, table, values) for _, values in held]
    shares = percents(parts, counted.answered, edge)
    return tuple(Band(name, _printed(share)) for (name, _), share in zip(held, shares, strict=True))


def _is_upper_end(share: Percent) -> bool:
    return isinstance(share, str) and share.startswith(">")


def _printed(share: Percent) -> Percent:
    """The last look at a share before it is printed (P7)."""
    if not is_printable(share):
        raise ValueError("a share is not in the form that may be printed")
    return share
