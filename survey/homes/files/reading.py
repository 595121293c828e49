"""A file as a table of text rows, whatever program wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from survey.core.errors import SurveyError
from survey.homes.files.decoding import decode, detect_encoding
from survey.homes.files.limits import LARGEST_FILE_BYTES, Row
from survey.homes.files.separated import read_separated
from survey.homes.files.workbooks import LIKELIEST, is_workbook, read_workbook


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text; row 1 of the file is rows[0]. encoding: "" for a workbook, which has sheets."""

    rows: tuple[Row, ...]
    encoding: str = ""
    sheets: tuple[str, ...] = ()
    sheet: int = 0


def read_table(data: bytes, *, encoding: str = "", sheet: int = LIKELIEST) -> Table:
    """Read a file of any of the kinds; encoding and sheet are found where they are not given.

    Raises SurveyError: see decoding.py, separated.py and workbooks.py; and "table_empty",
    "table_too_large" (most, in megabytes).
    """
    if len(data) > LARGEST_FILE_BYTES:
        raise SurveyError("input", "table_too_large", most=LARGEST_FILE_BYTES // 1_000_000)
    table = _read(data, encoding, sheet)
    if not any(any(row) for row in table.rows):
        raise SurveyError("input", "table_empty")
    return table


def _read(data: bytes, encoding: str, sheet: int) -> Table:
    if is_workbook(data):
        book = read_workbook(data, sheet)
        return Table(tuple(book.rows), sheets=book.sheets, sheet=book.sheet)
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")):
        raise SurveyError("input", "table_unreadable")
    found = encoding or detect_encoding(data)
    return Table(tuple(read_separated(decode(data, found))), encoding=found)
