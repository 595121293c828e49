"""The list of homes as a file, the problems of a file, and a file to begin with."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

import xlsxwriter

from survey.communities.models import Property
from survey.core.spreadsheets import harmless
from survey.homes.queries import Reached

BOM: Final = "\ufeff"
"""Without it spreadsheet programs take UTF-8 for something else."""

HEADS: Final = (
    "Unit",
    "Kind of homes",
    "Adults",
    "Language",
    "Name",
    "Address",
    "E-mail",
    "Telephone",
)
"""In English, so that a file that leaves one server is understood by every other."""

_AS_TEXTS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Cells = Sequence[object]


def rows_of(place: Property, homes: Iterable[Reached]) -> list[Cells]:
    """Each home as a row under HEADS; several addresses are set apart by semicolons."""
    kinds = {one.key: one.label for one in place.strata}
    return [
        (
            one.home.label,
            kinds.get(one.home.stratum or "", ""),
            one.home.adults,
            one.home.language or "",
            one.contact.name,
            "\n".join(one.contact.address),
            "; ".join(one.contact.email),
            "; ".join(one.contact.phone),
        )
        for one in homes
    ]


def make_csv(heads: Cells, rows: Iterable[Cells]) -> bytes:
    """A text file for spreadsheets, in which no text can become a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return (BOM + out.getvalue()).encode()


def make_xlsx(heads: Cells, rows: Iterable[Cells]) -> bytes:
    """A workbook, in which texts are texts and numbers numbers."""
    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, _AS_TEXTS)
    sheet = book.add_worksheet("Homes")
    sheet.freeze_panes(1, 0)
    for number, row in enumerate([heads, *rows]):
        for column, cell in enumerate(row):
            write = sheet.write_number if isinstance(cell, int) else sheet.write_string
            write(number, column, cell)
    book.close()
    return out.getvalue()


def make_template(kinds: Sequence[str]) -> bytes:
    """A file to begin with: the heads and two homes as examples, of the property's own kinds."""
    first, second = (*kinds, "", "")[0], (*kinds, "", "")[1]
    street = "1 Example Street, Apt"
    return make_csv(
        HEADS,
        [
            ("101", first, 2, "en", "Household of 101", f"{street} 101", "101@example.org", ""),
            ("102", second, 1, "es", "Household of 102", f"{street} 102", "", ""),
        ],
    )


def _harmless(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: "=1+1" becomes "'=1+1"."""
    return harmless(cell) if isinstance(cell, str) else cell
