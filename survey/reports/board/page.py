"""Everything that the board's four pages show, already in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.reports import words
from survey.reports.board.asked import Ask, asks
from survey.reports.board.chosen import chosen_groups, left_out_sentence, short_levels, short_method
from survey.reports.board.equity import Equity, equity
from survey.reports.board.heard import MOST_LINES, Heard, heard
from survey.reports.comparing import clear_trends
from survey.reports.headline import unchanged
from survey.reports.reading import ReleaseDocument
from survey.reports.summary import SummaryPage, summary_page
from survey.reports.trends import TrendChart, trend_chart
from survey.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The four pages. `summary` holds the parts that they share with the summary, shortened.

    `over_time` is said above the chart, or instead of it; `blank` counts the empty lines below
    what was heard.
    """

    summary: SummaryPage
    kind: str
    software: str
    asks: tuple[Ask, ...]
    elsewhere: str
    left_out: str
    trend: TrendChart | None
    waves_title: str
    over_time: tuple[str, ...]
    equity: Equity
    heard: tuple[Heard, ...]
    blank: int


def board_page(
    document: ReleaseDocument, earlier: Sequence[ReleaseDocument], tag: str
) -> BoardPage:
    """Put a release into words for a board, in the language that Flask-Babel has.

    earlier: the releases of the property's earlier waves, in their order.
    """
    wording = Wording(document, tag)
    whole = summary_page(document, tag)
    rows = {row.id: row for group in whole.groups for row in group.rows}
    groups, left_out = chosen_groups(document, whole.groups)
    chart = trend_chart(document, earlier, wording)
    told = heard(document, rows)
    return BoardPage(
        summary=replace(
            whole,
            levels=short_levels(whole.levels),
            groups=groups,
            lists=[],
            method=short_method(document, wording),
        ),
        kind=_(
            "%(title)s, wave %(number)s. Summary for the board.",
            title=wording.title(),
            number=words.number(document.wave.number),
        ),
        software=document.software,
        asks=asks(document, wording, rows),
        elsewhere=_("What else may have moved these figures stands on page 3.")
        if whole.cautions
        else "",
        left_out=left_out_sentence(left_out),
        trend=chart,
        waves_title=_waves_title(chart),
        over_time=_over_time(document, wording, chart),
        equity=equity(document, wording),
        heard=told,
        blank=MOST_LINES - len(told),
    )


def _over_time(
    document: ReleaseDocument, wording: Wording, chart: TrendChart | None
) -> tuple[str, ...]:
    """Say what the chart shows; only a release's own verdict may be called more than a change."""
    if chart is None:
        return (
            _(
                "It takes the figures of two surveys to tell what has changed. There are not two "
                "here yet."
            ),
        )
    return tuple(said for said in (*clear_trends(document, wording), unchanged(document)) if said)


def _waves_title(chart: TrendChart | None) -> str:
    if chart is None:
        return _("Over time")
    return ngettext(
        "Over %(count)s wave",
        "Over %(count)s waves",
        len(chart.waves),
        count=words.number(len(chart.waves)),
    )
