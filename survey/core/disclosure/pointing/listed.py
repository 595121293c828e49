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
    bare, exact = _wanted(tuple(names))
    for patterns, marks in ((bare, False), (exact, True)):
        folded, places = _fold(text, marks=marks)
        for pattern in patterns:
            for found in pattern.finditer(folded):
                yield places[found.start()], _end(text, places[found.end() - 1] + 1)


Patterns = tuple[re.Pattern[str], ...]


@lru_cache(maxsize=32)
def _wanted(names: tuple[str, ...]) -> tuple[Patterns, Patterns]:
    """What to look for without marks, and with them: "Lê" without is a word of French."""
    bare: dict[str, None] = {}
    exact: dict[str, None] = {}
    for name in names:
        words = _WORD.findall(_fold(name)[0])
        if len(words) > 1:
            bare[r"\W+".join(_pattern(word) for word in words)] = None
        for part in _parts(name):
            plain = _fold(part)[0]
            short = plain.isascii() and len(plain) < _SHORTEST
            wanted = exact if short else bare
            wanted[_pattern(_fold(part, marks=True)[0] if short else plain)] = None
    return tuple(map(re.compile, bare)), tuple(map(re.compile, exact))


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


def _fold(text: str, *, marks: bool = False) -> tuple[str, list[int]]:
    """The text without case, and without marks unless asked for; and where each sign stood.

    Syllables of Korean stay whole: their parts are letters, not marks.
    """
    folded: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = sign.casefold()
        if not marks and not _JOINED.match(plain):
            plain = unicodedata.normalize("NFD", plain.replace("đ", "d"))
        kept = [part for part in plain if marks or not unicodedata.combining(part)]
        folded += kept
        places += [place] * len(kept)
    return "".join(folded), places


def _end(text: str, end: int) -> int:
    """With the marks of its last letter, where they are signs of their own."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end
