"""How large a file may be, and what a cell of text is."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from survey.core.spreadsheets import STARTS_A_FORMULA

LARGEST_FILE_BYTES: Final = 10_000_000
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 2_000
MOST_SIGNS: Final = 20_000_000
"""In all cells of a workbook: it is small by its compression, and may say one long text often."""

Row = tuple[str, ...]

# Control signs, and the marks that turn text around: nobody types them, telephones copy them.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_MADE_HARMLESS: Final = re.compile(rf"'[{re.escape(''.join(STARTS_A_FORMULA))}]")
"""The apostrophe that programs put before what would be a formula; ours does (exports.py)."""
_SPACES: Final = re.compile(r"[^\S\n]+")


def tidy_cell(text: str) -> str:
    """A cell in one Unicode form, without unseen signs and superfluous spaces; lines stay lines."""
    if _MADE_HARMLESS.match(text):
        text = text[1:]
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    plain = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain)
    lines = (_SPACES.sub(" ", line).strip() for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)
