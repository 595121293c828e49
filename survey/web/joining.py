"""Sentences one after the other, as each script sets them."""

from __future__ import annotations

import unicodedata
from typing import Final

from markupsafe import Markup, escape

_WIDE: Final = frozenset({"W", "F"})
_AFTER_THE_END: Final = "”’\u2069"
"""What may follow the sign that ends a sentence: closing quotes, the end of a text set apart."""


def in_a_row(*sentences: str) -> str:
    """Sentences as they stand in one paragraph; empty ones are left out.

    A space parts them, but not after a full-width sign, as Chinese ends its sentences: such a sign
    has its gap in itself. The text itself tells so, not the language of the page: letters and
    messages show what was written in another. Where one part is markup, the whole is, and plain
    parts are escaped.
    """
    said = [sentence for sentence in sentences if sentence]
    if any(isinstance(sentence, Markup) for sentence in said):
        return Markup("").join(_with_gaps([escape(sentence) for sentence in said]))
    return "".join(_with_gaps([str(sentence) for sentence in said]))


def _with_gaps(sentences: list[str]) -> list[str]:
    parts: list[str] = []
    for sentence in sentences:
        if parts and not _ends_wide(parts[-1]):
            parts.append(" ")
        parts.append(sentence)
    return parts


def _ends_wide(sentence: str) -> bool:
    """Whether a sentence ends with a full-width sign, whatever closes after it."""
    text = sentence.striptags() if isinstance(sentence, Markup) else sentence
    last = text.rstrip(_AFTER_THE_END)[-1:]
    return (
        unicodedata.category(last or " ").startswith("P")
        and unicodedata.east_asian_width(last) in _WIDE
    )
