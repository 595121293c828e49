"""How large an address is set, so that its last line, with the postal code, stays in the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from unicodedata import east_asian_width

SIZES: Final = (("plain", 42, 5), ("close", 46, 6), ("closest", 52, 7))
"""The name of a size in letters.css, how wide a line is in it, and for how many it has room."""

LOST: Final = 8
"""So much of a line that is broken stays empty, since words are kept whole."""

WIDE, CAPITAL = 2.0, 1.3


def window_size(address: Sequence[str]) -> str:
    """The largest size in which these lines, broken where they are too long, fit in the window."""
    for size, across, most in SIZES:
        if sum(_rows(line, across) for line in address) <= most:
            return size
    return SIZES[-1][0]


def _rows(line: str, across: int) -> int:
    """How many rows a line takes, rather too many than too few."""
    width = sum(map(_width, line))
    return 1 if width <= across else int(-(-width // (across - LOST)))


def _width(character: str) -> float:
    """In the width of a small letter, on average."""
    if east_asian_width(character) in "WF":
        return WIDE
    return CAPITAL if character.isupper() else 1.0
