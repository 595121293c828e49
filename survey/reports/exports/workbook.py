"""The released figures as a workbook for spreadsheets (XLSX)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Final

import xlsxwriter
from flask_babel import force_locale

from survey.reports.exports.rows import (
    EXPORT_COLUMNS,
    QUESTION_COLUMNS,
    Cell,
    export_rows,
    question_rows,
)
from survey.reports.method import method_facts
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording
from survey.web.locales import LANGUAGES

WIDE: Final = {"label": 60, "question": 60, "group_label": 24, "value_label": 28, "text": 90}
USUAL: Final = 14

# Everything is written by type, and texts as texts: none of them can become a formula or a link.
OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def figures_workbook(document: ReleaseDocument, tag: str) -> bytes:
    """Return three sheets: figures, questions, and how people were asked, in one language.

    Numbers are numbers. The same release in the same language gives the same bytes.
    """
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, OPTIONS)
    book.set_properties(
        {
            "title": f"{document.place.name}, {document.wave.number}",
            "author": document.promise.runner,
            "comments": f"Porchlight {document.software}, promise {document.promise.short}",
            "created": datetime.combine(document.wave.closes_on, time()),
        }
    )
    with force_locale(LANGUAGES[tag].locale):
        wording = Wording(document, tag)
        figures = [row.cells() for row in export_rows(document, wording)]
        facts = [(fact.name, fact.text) for fact in method_facts(document, wording)]
    rtl = LANGUAGES[tag].direction == "rtl"
    _sheet(book, "figures", EXPORT_COLUMNS, figures, rtl=rtl)
    _sheet(book, "questions", QUESTION_COLUMNS, question_rows(document, wording), rtl=rtl)
    _sheet(book, "method", ("name", "text"), facts, rtl=rtl)
    book.close()
    return held.getvalue()


def _sheet(
    book: xlsxwriter.Workbook,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    rtl: bool,
) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    if rtl:
        sheet.right_to_left()
    for place, column in enumerate(columns):
        wide = column in WIDE
        sheet.set_column(place, place, WIDE.get(column, USUAL), wrapped if wide else None)
        sheet.write_string(0, place, column, head)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(last, place, cell)
            elif cell:
                sheet.write_string(last, place, cell)
    sheet.freeze_panes(1, 0)
    # On paper: as wide as a page, the names of the columns on each.
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
