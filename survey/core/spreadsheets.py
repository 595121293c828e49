"""Texts in files for spreadsheets: none of them becomes a formula."""

from __future__ import annotations

from typing import Final

STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheets take for the beginning of a formula in a text file. Those that are set to
Chinese, Japanese or Korean take the wide signs of these keyboards for the narrow ones.
"""


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula, where a file has no types.

    Example: "=1+1" becomes "'=1+1"; "Quite a lot" stays as it is.
    """
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
