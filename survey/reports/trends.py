"""The levels over waves: what each release said, beside each other, with what breaks the line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask_babel import gettext as _

from survey.reports import trend_drawing, words
from survey.reports.breaks import Break, break_of
from survey.reports.comparing import level_changes, level_trends, trend_sentence
from survey.reports.drawings import Drawing
from survey.reports.levels import ChangeCell, change_cell, change_reach, score_text
from survey.reports.reading import CORE_LEVELS, Difference, ReleaseDocument
from survey.reports.trend_drawing import Point, TrendAxis
from survey.reports.wording import Wording

MOST_WAVES: Final = 6
"""So many waves stand beside each other; earlier ones have reports of their own."""

MOST_ON_A_PHONE: Final = 4
"""The same where a page is narrow."""


@dataclass(frozen=True, slots=True)
class TrendFigure:
    """One score under its dot. `state`: "shown", "hidden" or "not_asked"."""

    text: str
    state: str


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One level over all waves; without a drawing where no wave shows its score."""

    label: str
    drawing: Drawing | None
    figures: tuple[TrendFigure, ...]
    change: ChangeCell | None
    trend: str


@dataclass(frozen=True, slots=True)
class TrendChart:
    """The waves in their order, this one last, and the levels. `notes` say what is drawn."""

    waves: tuple[str, ...]
    rows: tuple[TrendRow, ...]
    since: str
    notes: tuple[str, ...]
    some_hidden: bool
    neutral: str


def trend_chart(
    document: ReleaseDocument,
    earlier: Sequence[ReleaseDocument],
    wording: Wording,
    most: int = MOST_WAVES,
) -> TrendChart | None:
    """Put a release beside the earlier ones of its place; None where fewer than two show scores.

    earlier: in the order of their waves; `most` waves are shown, the last ones.
    """
    line = [*earlier[1 - most :], document]
    if sum(any(score.shown for score in each.levels) for each in line) < 2:
        return None
    points = {level_id: tuple(_points(line, level_id)) for level_id in CORE_LEVELS}
    axis = TrendAxis.around(point for level in points.values() for point in level)
    figures = {level_id: tuple(_figures(line, level_id)) for level_id in CORE_LEVELS}
    return TrendChart(
        waves=tuple(words.month(each.wave.closes_on) for each in line),
        rows=tuple(
            _row(document, wording, level_id, _drawing(line, axis, points[level_id]), figures)
            for level_id in CORE_LEVELS
        ),
        since=words.month(document.change.since_closes_on) if document.change else "",
        notes=tuple(_notes(axis, {point.before for level in points.values() for point in level})),
        some_hidden=any(one.state == "hidden" for level in figures.values() for one in level),
        neutral=words.neutral(),
    )


def _row(
    document: ReleaseDocument,
    wording: Wording,
    level_id: str,
    drawing: Drawing | None,
    figures: dict[str, tuple[TrendFigure, ...]],
) -> TrendRow:
    changes = level_changes(document)
    change = changes.get(level_id)
    return TrendRow(
        label=wording.level(level_id),
        drawing=drawing,
        figures=figures[level_id],
        change=_cell(change, change_reach(changes.values())) if change else None,
        trend=trend_sentence(level_trends(document).get(level_id)),
    )


def _cell(change: Difference, reach: int) -> ChangeCell:
    """A change without the smallest clear one, which stands beside the levels."""
    return replace(change_cell(change, reach), clear_from="")


def _points(line: Sequence[ReleaseDocument], level_id: str) -> Iterator[Point]:
    """Yield a point for each wave; the line breaks ahead of the first score that follows."""
    before: ReleaseDocument | None = None
    for document in line:
        score = document.level(level_id)
        if score is None or not score.shown:
            yield Point(None, None, None, "none")
            continue
        found: Break = "none" if before is None else break_of(before, document, level_id)
        yield Point(score.score, score.low, score.high, found, score.stands_for)
        before = document


def _figures(line: Sequence[ReleaseDocument], level_id: str) -> Iterator[TrendFigure]:
    for document in line:
        score = document.level(level_id)
        if score is not None and score.shown and score.score is not None:
            yield TrendFigure(score_text(score), "shown")
        elif score is not None and score.state == "not_asked":
            yield TrendFigure(_("Not asked"), "not_asked")
        else:
            yield TrendFigure("", "hidden")


def _drawing(
    line: Sequence[ReleaseDocument], axis: TrendAxis, points: Sequence[Point]
) -> Drawing | None:
    told = [
        _("%(month)s: %(score)s", month=words.month(each.wave.closes_on), score=_told(point))
        for each, point in zip(line, points, strict=True)
        if point.score is not None
    ]
    return trend_drawing.waves("; ".join(told), axis, points) if told else None


def _told(point: Point) -> str:
    """A score with its range, as the table says it."""
    assert point.score is not None
    if point.low is None or point.high is None:
        return words.score(point.score, point.stands_for)
    return _(
        "%(change)s (%(low)s to %(high)s)",
        change=words.score(point.score, point.stands_for),
        low=words.number(point.low),
        high=words.number(point.high),
    )


def _notes(axis: TrendAxis, breaks: set[Break]) -> Iterator[str]:
    yield _(
        "Drawn from %(low)s to %(high)s of 100, with a thin line at 50. The dots are not joined, "
        "because other people may have answered each time.",
        low=words.number(axis.low),
        high=words.number(axis.high),
    )
    if "other" in breaks:
        yield _(
            "Dashed line: asked in other words, or who could answer was limited in another way. "
            "Figures on its two sides are not compared."
        )
    if "caution" in breaks:
        yield _(
            "Dotted line: another way of asking or another time of the year, which alone can move "
            "figures."
        )
