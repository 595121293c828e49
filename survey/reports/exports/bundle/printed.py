"""The tables and charts of the English PDF as plain tables, taken from the rows that it prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from survey.reports.breakdowns import Breakdown
from survey.reports.drawings import Drawing
from survey.reports.levels import ChangeCell
from survey.reports.questions import LeanRow, OptionRow
from survey.reports.summary import SummaryPage

Cells = list[str]
Tables = dict[str, list[Cells]]

NOT_SHOWN: Final = "not shown"

COLUMNS: Final = {
    "levels": "id name state score range verdict change clear_from trend people question",
    "bounds": "name figure range",
    "questions": "heading id question favorable shown low high range middle verdict change "
    "clear_from",
    "lists": "id question several answer percent",
    "groups": "breakdown question favorable label low middle high",
    "not_shown": "breakdown what name",
    "gaps": "breakdown question sentence range",
    "missing": "group sentence",
    "marks": "table row chart title width height mark kind x y mark_width mark_height radius",
}


def printed_tables(page: SummaryPage) -> Tables:
    """Return each table by name, its names of columns first; `marks` are those of all charts."""
    book = _Book()
    _levels(book, page)
    _bounds(book, page)
    _questions(book, page)
    _lists(book, page)
    for cut in page.breakdowns:
        _breakdown(book, cut)
    for line in page.missing:
        book.row("missing", line.group, line.sentence)
    return book.tables


class _Book:
    """Rows as they come, and the marks of the charts that stand in them."""

    def __init__(self) -> None:
        self.tables: Tables = {name: [columns.split()] for name, columns in COLUMNS.items()}

    def row(self, table: str, *cells: str, charts: tuple[Drawing | None, ...] = ()) -> None:
        self.tables[table].append(list(cells))
        place = len(self.tables[table]) - 1
        for chart in charts:
            if chart is not None:
                self.tables["marks"] += _marks(table, place, chart)


def _marks(table: str, place: int, chart: Drawing) -> Iterator[Cells]:
    about = (table, place, chart.kind, chart.title, round(chart.width, 2), chart.height)
    for number, mark in enumerate(chart.marks, start=1):
        shape = (mark.kind, mark.x, mark.y, mark.width, mark.height, mark.round)
        yield [str(cell) for cell in (*about, number, *shape)]


def _levels(book: _Book, page: SummaryPage) -> None:
    for row in page.levels:
        shown = row.state == "shown"
        change = row.change if shown else None
        book.row(
            "levels",
            *(row.id, row.label, row.state, row.score, row.range),
            *_change(change),
            *(row.trend, row.people, row.question),
            charts=(row.drawing, change.drawing if change else None),
        )


def _change(change: ChangeCell | None) -> tuple[str, str, str]:
    return (change.verdict, change.range, change.clear_from) if change else ("", "", "")


def _bounds(book: _Book, page: SummaryPage) -> None:
    for level in page.bounds:
        for bound in (level.score, level.question):
            if bound is not None:
                book.row("bounds", bound.name, bound.figure, bound.range)


def _questions(book: _Book, page: SummaryPage) -> None:
    for group in page.groups:
        for row in group.rows:
            _question(book, group.label, row)


def _question(book: _Book, heading: str, row: LeanRow) -> None:
    change = _change(row.change if row.shown else None)
    book.row(
        "questions",
        *(heading, row.id, row.question, row.favorable, "yes" if row.shown else "no"),
        *(row.low, row.high, row.range, row.middle, *change),
        charts=(row.lean, row.middle_bar),
    )


def _lists(book: _Book, page: SummaryPage) -> None:
    for row in page.lists:
        before = (row.id, row.question, "yes" if row.several else "no")
        for option in row.options:
            book.row("lists", *before, option.label, _percent(option), charts=(option.drawing,))
        if not row.options:
            book.row("lists", *before, "", NOT_SHOWN)


def _percent(option: OptionRow) -> str:
    return NOT_SHOWN if option.drawing is None else option.percent


def _breakdown(book: _Book, cut: Breakdown) -> None:
    for question in cut.questions:
        before = (cut.label, question.question, question.favorable)
        for group in question.groups:
            figures = (group.low, group.middle, group.high)
            book.row("groups", *before, group.label, *figures, charts=(group.lean,))
        for option in question.options:
            figures = ("", "", _percent(option))
            book.row("groups", *before, option.label, *figures, charts=(option.drawing,))
    for name in cut.hidden_groups:
        book.row("not_shown", cut.label, "group", name)
    for hidden in cut.hidden_questions:
        book.row("not_shown", cut.label, "question", hidden.question)
    for gap in cut.gaps.rows if cut.gaps else ():
        book.row("gaps", cut.label, gap.question, gap.sentence, gap.range)
