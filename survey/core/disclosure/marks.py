"""Marks on what in a comment points at somebody, and the words without it.

Proposals for people who read, not instead of them. Who finds what to mark is `pointing/`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["name", "phone", "email", "home", "date"]
KINDS: Final[tuple[Kind, ...]] = ("name", "phone", "email", "home", "date")

_BETWEEN: Final[Mapping[Kind, re.Pattern[str]]] = {
    "date": re.compile(r"[\s,،、.]{0,3}"),
    "name": re.compile(r"[ \u00a0]"),
}
"""What may stand between two parts of one date, or of one name."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A stretch of a comment that points at somebody: text[start:end]."""

    start: int
    end: int
    kind: Kind


def join_marks(text: str, found: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks in the order of the text, none within or across another.

    Where two overlap, they become one from the first's beginning to the last's end, of the kind
    that begins first; so do two dates, or two names, with nothing but a space between them.
    """
    joined: list[Mark] = []
    for mark in sorted(found, key=lambda one: (one.start, -one.end, KINDS.index(one.kind))):
        if joined and _belong_together(text, joined[-1], mark):
            last = joined[-1]
            joined[-1] = Mark(last.start, max(last.end, mark.end), last.kind)
        else:
            joined.append(mark)
    return tuple(joined)


def split_at_marks(text: str, marks: Sequence[Mark]) -> tuple[tuple[str, Kind | None], ...]:
    """The text in parts, each with the kind of its mark or none; marks as `join_marks` gives them.

    Example: "Ask Okafor" becomes ("Ask ", None), ("Okafor", "name").
    """
    parts: list[tuple[str, Kind | None]] = []
    at = 0
    for mark in marks:
        parts += [(text[at : mark.start], None), (text[mark.start : mark.end], mark.kind)]
        at = mark.end
    return tuple(part for part in (*parts, (text[at:], None)) if part[0])


def mask(text: str, marks: Sequence[Mark], labels: Mapping[Kind, str]) -> str:
    """The text with each mark replaced by its kind's label.

    Example: "Ask Okafor in 4B" becomes "Ask [name] in [home]".
    """
    parts = split_at_marks(text, marks)
    return "".join(words if kind is None else labels[kind] for words, kind in parts)


def script_of(text: str) -> str:
    """The script that most letters of a text are in: "LATIN", "ARABIC", "CJK"; "" without letters.

    Kana counts as CJK. What is told apart is scripts, not languages.
    """
    names = (unicodedata.name(sign, "").split(" ")[0] for sign in text if sign.isalpha())
    counted = Counter("CJK" if name in {"HIRAGANA", "KATAKANA"} else name for name in names)
    return counted.most_common(1)[0][0] if counted else ""


def _belong_together(text: str, one: Mark, other: Mark) -> bool:
    if other.start < one.end:
        return True
    between = _BETWEEN.get(one.kind) if one.kind == other.kind else None
    return between is not None and bool(between.fullmatch(text[one.end : other.start]))
