"""The figures of a finding in words: people out of ten, and a note of the ranges."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from survey.reports import drawings, words
from survey.reports.agenda.notes import gap_note, item_note, level_note
from survey.reports.board.equity import GroupShare, gap_pair
from survey.reports.board.grounds import WidestGap
from survey.reports.drawings import Drawing
from survey.reports.levels import LevelRow
from survey.reports.questions import LeanRow
from survey.reports.wording import Wording
from survey.web.locales import apart


@dataclass(frozen=True, slots=True)
class Figure:
    """People out of ten, in words and drawn: of a question, or of one group."""

    people: str
    windows: Drawing | None


@dataclass(frozen=True, slots=True)
class Line:
    """One level or question of a finding: its figures, and a note of the ranges.

    `hidden`: the figures are not shown; then there is no note.
    """

    name: str
    figures: tuple[Figure, ...] = ()
    note: str = ""
    hidden: bool = False


def level_line(row: LevelRow, lead: LeanRow | None, *, drawn: bool) -> Line:
    """A level, and in people its first question that can be said so; drawn where that is asked."""
    if row.state != "shown":
        return Line(row.label, hidden=True)
    if lead is None:
        figure = Figure(_("%(score)s on a scale from 0 to 100", score=row.score), None)
    else:
        said = _("%(people)s: %(question)s", people=lead.people, question=lead.question)
        windows = drawings.windows(lead.in_ten, lead.windows) if drawn else None
        figure = Figure(said, windows)
    return Line(row.label, (figure,), level_note(row, lead))


def item_line(row: LeanRow) -> Line:
    """A question, and in people who answered it well."""
    figure = Figure(row.people, drawings.windows(row.in_ten, row.windows))
    return Line(row.question, (figure,), item_note(row))


def gap_line(row: LeanRow, found: WidestGap, wording: Wording) -> Line:
    """A question by two groups, the one with fewer good answers first.

    Where both are the same people out of ten, or a share is not told, the gap stands in points.
    """
    cut, gap, told = found
    pair = gap_pair(cut, gap, wording)
    people = {words.in_ten(group.share) for group in pair.groups} if pair else set()
    if pair is None or len(people) < 2:
        figures: tuple[Figure, ...] = (Figure(told.sentence, None),)
    else:
        figures = tuple(_of_group(group, row) for group in pair.groups)
    return Line(row.question, figures, gap_note(gap, pair))


def _of_group(group: GroupShare, row: LeanRow) -> Figure:
    people = in_ten = words.in_ten(group.share)
    if row.favorable:
        people = _("%(people)s answered %(answers)s", people=in_ten, answers=row.favorable)
    # Kept apart: after a name in Latin letters, a right-to-left line would turn the digits around.
    said = _("%(answer)s: %(percent)s", answer=apart(group.label), percent=people)
    return Figure(said, drawings.windows(words.first_upper(in_ten), words.tens(group.share)))
