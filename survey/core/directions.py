"""Which way a text runs, by its letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

_LEFT_TO_RIGHT: Final = "L"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


def direction_of(texts: Iterable[str]) -> str:
    """Return "ltr" or "rtl", by the first letter that has a direction; "ltr" without one.

    The rule for dir="auto" in the HTML standard, section 3.2.6.4.
    """
    for text in texts:
        for sign in text:
            kind = unicodedata.bidirectional(sign)
            if kind == _LEFT_TO_RIGHT:
                return "ltr"
            if kind in _RIGHT_TO_LEFT:
                return "rtl"
    return "ltr"


def runs_along(text: str, direction: str) -> bool:
    """Whether a text can stand in a line of this direction without being kept apart in it."""
    kinds = {unicodedata.bidirectional(sign) for sign in text}
    if direction == "ltr":
        return not kinds & _RIGHT_TO_LEFT
    return bool(kinds & _RIGHT_TO_LEFT) and _LEFT_TO_RIGHT not in kinds
