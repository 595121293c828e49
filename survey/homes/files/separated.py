"""Text files with separators: which separator it is, and the rows."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from typing import Final

from survey.core.errors import SurveyError
from survey.homes.files.limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Row, tidy_cell

SEPARATORS: Final = (",", ";", "\t", "|")
_LOOKED_AT: Final = 60


def read_separated(text: str) -> list[Row]:
    """The rows of a text file, blank ones too, so that their numbers are the file's.

    A line break within quotation marks stays within its cell. Raises SurveyError
    "table_too_long", "table_too_wide" or "cell_too_long" (row).
    """
    hinted, text = _hint(text)
    separator = hinted or detect_separator(text)
    rows: list[Row] = [()] if hinted else []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(_row(cells, len(rows) + 1))
            if len(rows) > MOST_ROWS + 1:
                raise SurveyError("input", "table_too_long", most=MOST_ROWS)
    except csv.Error as error:
        raise SurveyError("input", "cell_too_long", row=len(rows) + 1) from error
    return rows


def detect_separator(text: str) -> str:
    """The separator that cuts the first rows into the most even columns; a comma where none does.

    csv.Sniffer takes letters for separators and quotation marks for text, so this counts.
    """
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[float, int]:
    """What share of the rows has the usual width, and that width; nothing for one column."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = Counter(len(cells) for cells in islice(reader, _LOOKED_AT) if any(cells))
    except csv.Error:
        return 0.0, 0
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    if not wide:
        return 0.0, 0
    width, count = max(wide.items(), key=lambda one: (one[1], one[0]))
    return count / widths.total(), width


def _hint(text: str) -> tuple[str, str]:
    """The separator that a spreadsheet wrote into the first line, as in "sep=;"."""
    first, _break, rest = text.partition("\n")
    said = first.strip().strip('"').lower()
    if said.startswith("sep=") and len(said) == len("sep=") + 1:
        return said[-1], rest
    return "", text


def _row(cells: list[str], number: int) -> Row:
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise SurveyError("input", "table_too_wide", most=MOST_COLUMNS)
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise SurveyError("input", "cell_too_long", row=number)
    return tuple(tidy_cell(cell) for cell in cells)
