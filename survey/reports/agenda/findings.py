"""The findings of a check-in: what each says, and open questions to talk about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.agenda.chosen import Subject, chosen_subjects
from survey.reports.agenda.fitting import Fit
from survey.reports.agenda.lines import Line, gap_line, item_line, level_line
from survey.reports.agenda.talking import Kind, general_questions, questions_of
from survey.reports.levels import LevelRow, lead_item, level_rows
from survey.reports.questions import LeanRow
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: what kind it is, the figures behind it, and open questions to talk about.

    `verdict` is empty where no figure is shown.
    """

    heading: str
    verdict: str
    lines: tuple[Line, ...]
    questions: tuple[str, ...]


def findings(
    document: ReleaseDocument, wording: Wording, rows: Mapping[str, LeanRow], fit: Fit
) -> tuple[Finding, ...]:
    """Return what the meeting talks about, and no more of it than fits; never nothing.

    rows: every question on a scale, by id.
    """
    levels = {row.id: row for row in level_rows(document, wording)}
    asked: set[str] = set()
    found = []
    for one in chosen_subjects(document, wording, rows):
        item_id = one.row.id if one.row else ""
        talk = questions_of(one.kind, one.level, item_id, asked, fit.questions)
        lines = _lines(one, document, wording, rows, levels, brief=fit.brief)
        verdict = "" if any(line.hidden for line in lines) else _verdict(one, document, levels)
        found.append(Finding(_HEADINGS[one.kind](), verdict, lines, talk))
    return tuple(found) or (_nothing_clear(fit.questions),)


def _lines(
    one: Subject,
    document: ReleaseDocument,
    wording: Wording,
    rows: Mapping[str, LeanRow],
    levels: Mapping[str, LevelRow],
    *,
    brief: bool,
) -> tuple[Line, ...]:
    if one.row is None:
        several = len(one.levels) > 1
        leads = {name: _lead(document, name, rows) for name in one.levels}
        return tuple(
            level_line(levels[name], None if several and brief else lead, drawn=not several)
            for name, lead in leads.items()
        )
    if one.gap is not None:
        return (gap_line(one.row, one.gap, wording),)
    return (item_line(one.row),)


def _lead(document: ReleaseDocument, level: str, rows: Mapping[str, LeanRow]) -> LeanRow | None:
    score = document.level(level)
    item = lead_item(document, score) if score is not None else None
    return rows.get(item.id) if item is not None else None


def _verdict(one: Subject, document: ReleaseDocument, levels: Mapping[str, LevelRow]) -> str:
    """The verdict on the change, which all levels of a finding share; of a gap that it is clear."""
    if one.gap is not None:
        return words.first_upper(_("clear gap"))
    change = one.row.change if one.row else levels[one.levels[0]].change
    if change is None or document.change is None:
        return _("Nothing to compare with yet")
    month = words.month(document.change.since_closes_on)
    return _("Since %(month)s: %(verdict)s", month=month, verdict=change.verdict)


def _nothing_clear(most: int) -> Finding:
    """For a survey without levels of which nothing stands out."""
    said = _("No single figure here is clear enough to ask for a decision of its own.")
    return Finding(_HEADINGS["stands"](), "", (Line(said),), general_questions(most))


_HEADINGS: Final[Mapping[Kind, Callable[[], str]]] = {
    "rise": lambda: _("What is going well"),
    "good": lambda: _("What is going well"),
    "fall": lambda: _("What has gone down"),
    "gap": lambda: _("Not the same for everyone"),
    "lowest": lambda: _("What needs work"),
    "stands": lambda: _("How it stands"),
}
