"""Reads one workbook from standard input and writes its text to standard output, as JSON.

A program of its own, started by workbooks.py: a workbook of a few kilobytes can claim gigabytes,
and what runs out of memory here takes no server with it. What is written is bounded too, since the
server reads all of it. Knows nothing of Porchlight.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterable
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""An XLSX with a password is an old container with this inside, which is no workbook by itself."""

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 30
MOST_SHEETS = 20
"""So many are looked at for the list; any other can be chosen by name."""


def main() -> None:
    """Arguments: the sheet (or -1 for the one that looks like a list), the most rows, the most
    columns, the longest cell, the most signs in all cells.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sheet, most_rows, most_columns, longest, most_signs = (int(word) for word in sys.argv[1:6])
    try:
        told = read(sys.stdin.buffer.read(), sheet, most_rows, most_columns)
        told = bound(told, longest, most_signs)
    except PasswordError:
        told = {"error": "workbook_locked"}
    except (CalamineError, OSError, ValueError):
        told = {"error": "table_unreadable"}
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode())


def read(data: bytes, sheet: int, most_rows: int, most_columns: int) -> dict[str, Any]:
    """The names of the sheets, the one that was read, and its rows as text."""
    if not data.startswith(b"PK") and ENCRYPTED in data:
        return {"error": "workbook_locked"}
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = book.sheet_names
    index = find_list(book) if sheet < 0 else sheet
    if index is None:
        return {"error": "table_empty"}
    found = book.get_sheet_by_index(index)
    if found.total_height > most_rows + 1:
        return {"error": "table_too_long"}
    if found.total_width > most_columns:
        return {"error": "table_too_wide"}
    # From A1 on, so that a row's number is the one that the spreadsheet shows.
    rows = found.to_python(skip_empty_area=False)
    fill_down(rows, found.merged_cell_ranges or ())
    return {"sheets": names, "sheet": index, "rows": rows}


def fill_down(rows: list[list[Any]], merged: Iterable[tuple[Any, Any]]) -> None:
    """Let a cell that is merged over several rows stand in each that has something else.

    So a building that is written once stands beside every door of it. Titles are merged sideways,
    and stay as they are.
    """
    for (top, left), (bottom, _right) in merged:
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and any(row):
                row[left] = rows[top][left]


def find_list(book: CalamineWorkbook) -> int | None:
    """The first sheet with at least half as many rows as the longest one; None where all are empty.

    Notes and sums often stand before a list, and last year's list, as long as this one, behind it.
    """
    tried = range(min(len(book.sheet_names), MOST_SHEETS))
    ends = [book.get_sheet_by_index(index).end for index in tried]
    heights = [end[0] + 1 if end else 0 for end in ends]
    longest = max(heights, default=0)
    return next((at for at in tried if heights[at] * 2 >= longest), None) if longest else None


def bound(told: dict[str, Any], longest: int, most_signs: int) -> dict[str, Any]:
    """The same with cells as text, cut one sign after the longest that can be taken."""
    if "error" in told:
        return told
    sheets = [name[:longest] for name in told["sheets"]]
    left, rows = most_signs - sum(map(len, sheets)), []
    for row in told["rows"]:
        rows.append([text(cell)[: longest + 1] for cell in row])
        left -= sum(map(len, rows[-1]))
        if left < 0:
            return {"error": "table_too_large"}
    return {**told, "sheets": sheets, "rows": rows}


def text(cell: object) -> str:
    """A cell as people read it: 12.0 is 12, a day is its ISO form."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat()).removesuffix("T00:00:00")
    return str(cell)


if __name__ == "__main__":
    main()
