"""The notes below the findings: how sure the figures are, for whoever wants to know."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.reports import words
from survey.reports.board.equity import GapPair
from survey.reports.levels import LevelRow
from survey.reports.questions import LeanRow
from survey.reports.reading import Gap
from survey.web.joining import in_a_row


def item_note(row: LeanRow) -> str:
    """The high answers to a question in percent with their range, and how they changed."""
    return in_a_row(_percent(row.high, row.percents), *_changed(row))


def level_note(row: LevelRow, lead: LeanRow | None) -> str:
    """A level's score with its range, how it changed, and its first question in percent."""
    score = (
        _("Score: %(score)s of 100 (range: %(range)s).", score=row.score, range=row.range)
        if row.range
        else _("Score: %(score)s of 100.", score=row.score)
    )
    figure = [_percent(lead.high, lead.percents)] if lead and lead.shown else []
    return in_a_row(score, *_changed(row), *figure)


def gap_note(gap: Gap, pair: GapPair | None) -> str:
    """How far apart two groups are, with the range, and both in percent in the order told."""
    apart = ngettext(
        "Difference: %(points)s point (range: %(range)s).",
        "Difference: %(points)s points (range: %(range)s).",
        gap.difference,
        points=words.number(gap.difference),
        range=words.span(gap.low, gap.high),
    )
    both = [group.percent for group in pair.groups] if pair else []
    percents = [_("In percent: %(percent)s.", percent=words.every(both))] if both else []
    return in_a_row(*percents, apart)


def _percent(percent: str, span: str) -> str:
    if not span:
        return _("In percent: %(percent)s.", percent=percent)
    return _("In percent: %(percent)s (range: %(range)s).", percent=percent, range=span)


def _changed(row: LeanRow | LevelRow) -> list[str]:
    if row.change is None or not row.change.range:
        return []
    return [_("Change in points: %(change)s.", change=row.change.range)]
