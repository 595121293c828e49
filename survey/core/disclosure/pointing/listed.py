"""Names and words that somebody has listed, however they are written in a text.

Marks above and below letters do not count, nor does the case: who is listed as José is found as
JOSE. Chinese and Korean are written without spaces around names, Arabic joins small words to them,
and Russian bends their ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final

Span = tuple[int, int]

_SHORTEST: Final = 3
_MOST_PARTS: Final = 3
"""Longer lines in letters without a case are no names, but say something of somebody."""
_WORD: Final = re.compile(r"\w+")
_JOINED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff]")
_BENT: Final = re.compile(r"[\u0400-\u04ff]")
_PARTICLES: Final = frozenset(
    (
        *("and", "the", "van", "von", "der", "den", "del", "los", "las", "dos", "das", "des"),
        *("bin", "bint", "ibn", "abu", "thi", "văn", "thị"),
    )
)
"""Parts of names that are everyday words."""


def listed_names_in(text: str, names: Collection[str]) -> Iterator[Span]:
    """Where the names stand whole, and where parts of them do that are written like names.

    Parts of fewer than three plain letters, and words like "del" and "van", are not looked for; nor
    are parts in small letters: "the man with the hat" is found as a whole alone.
    """
    folded, places = _fold(text)
    for pattern in _patterns(tuple(names)):
        for found in pattern.finditer(folded):
            yield places[found.start()], places[found.end() - 1] + 1


@lru_cache(maxsize=32)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    wanted: dict[str, None] = {}
    for name in names:
        words = _WORD.findall(_fold(name)[0])
        if len(words) > 1:
            wanted[r"\W+".join(_pattern(word) for word in words)] = None
        wanted |= dict.fromkeys(_pattern(_fold(part)[0]) for part in _parts(name))
    return tuple(re.compile(one) for one in wanted)


def _parts(name: str) -> list[str]:
    """What of a name is looked for by itself."""
    words = _WORD.findall(name)
    if len(words) > 1:
        large = [word for word in words if word[0].isupper()]
        words = large or ([] if words[0][0].islower() or len(words) > _MOST_PARTS else words)
    return [
        word for word in words if len(word) >= _least(word) and word.casefold() not in _PARTICLES
    ]


def _least(part: str) -> int:
    return _SHORTEST if part.isascii() else 2


def _pattern(part: str) -> str:
    exact = re.escape(part)
    if _JOINED.search(part):
        return exact
    if _ARABIC.search(part):
        return rf"(?<!\w)(?:[وفبلك]?(?:ال)?)?{exact}(?!\w)"
    if _BENT.search(part):
        stem = re.escape(part[:-1] if part[-1] in "аяйьеиоуы" and len(part) > _SHORTEST else part)
        return rf"(?<!\w){stem}\w{{0,3}}(?!\w)"
    return rf"(?<!\w){exact}(?!\w)"


def _fold(text: str) -> tuple[str, list[int]]:
    """The text without marks and case, and for each of its signs where it stood."""
    folded: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for part in unicodedata.normalize("NFD", sign.casefold().replace("đ", "d")):
            if not unicodedata.combining(part) or not folded:
                folded.append(part)
                places.append(place)
    return "".join(folded), places
