"""The order in which letters are delivered: doors as people count them, or by postal code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_NUMBER: Final = re.compile(r"(\d+)")
_POSTAL: Final = re.compile(
    r"\b(?:[A-Z]{1,2}\d[A-Z0-9]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{5}(?:-\d{4})?|\d{4})\b"
)
"""British, Canadian, five figures (and four more), four figures."""

Natural = tuple[tuple[int, int, str], ...]


def natural(text: str) -> Natural:
    """A key by which "2" comes before "10", and "A-9" before "b-1".

    Numbers are compared as numbers and stand before words; small and capital letters are alike.
    """
    parts = (part for part in _NUMBER.split(text.casefold()) if part)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def postal_code(address: Sequence[str]) -> str:
    """The postal code of an address: the last one in the last line that has one; or ""."""
    for line in reversed(address):
        if found := _POSTAL.findall(line.upper()):
            return str(found[-1])
    return ""
