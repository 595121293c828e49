"""Workbooks: XLSX, XLS and ODS, read by a program of its own with limits that the system keeps."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from survey.core.errors import SurveyError
from survey.homes.files.limits import (
    LARGEST_FILE_BYTES,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SIGNS,
    Row,
    tidy_cell,
)

LIKELIEST: Final = -1
"""The sheet that looks like a list."""

_BEGINNINGS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_READER: Final = Path(__file__).with_name("workbook_reader.py")
_SECONDS: Final = 60
_MOST: Final = {
    "table_too_wide": MOST_COLUMNS,
    "table_too_long": MOST_ROWS,
    "table_too_large": LARGEST_FILE_BYTES // 1_000_000,
}


@dataclass(frozen=True, slots=True)
class Book:
    """One sheet of a workbook, and the names of all."""

    sheets: tuple[str, ...]
    sheet: int
    rows: list[Row]


def is_workbook(data: bytes) -> bool:
    """Whether a file begins as a workbook does."""
    return data.startswith(_BEGINNINGS)


def read_workbook(data: bytes, sheet: int = LIKELIEST) -> Book:
    """One sheet as rows of text.

    Raises SurveyError "workbook_locked", "table_empty", "table_too_long", "table_too_wide",
    "table_too_large", "cell_too_long", or "table_unreadable", also for what would need absurd
    amounts of memory.
    """
    told = _run(data, sheet)
    if "error" in told:
        raise SurveyError("input", told["error"], most=_MOST.get(told["error"]))
    rows = []
    for number, cells in enumerate(told["rows"], start=1):
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise SurveyError("input", "cell_too_long", row=number)
        rows.append(_without_tail(cells))
    return Book(tuple(told["sheets"]), told["sheet"], rows)


def _run(data: bytes, sheet: int) -> dict[str, Any]:
    limits = (sheet, MOST_ROWS, MOST_COLUMNS, LONGEST_CELL, MOST_SIGNS)
    command = [sys.executable, "-I", str(_READER), *map(str, limits)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=data, capture_output=True, timeout=_SECONDS, check=True
        )
        return cast("dict[str, Any]", json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError) as error:
        raise SurveyError("input", "table_unreadable") from error


def _without_tail(cells: list[str]) -> Row:
    tidied = [tidy_cell(cell) for cell in cells]
    while tidied and not tidied[-1]:
        tidied.pop()
    return tuple(tidied)
