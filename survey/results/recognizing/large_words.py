"""Words written with a large letter within a sentence: in Latin and Cyrillic letters mostly names.

Nothing is said by it where somebody writes most words so, or all letters large.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from babel import Locale

from survey.core.disclosure.pointing.titles import TITLES
from survey.results.recognizing.calendar_words import days, months
from survey.web.locales import LANGUAGES

Span = tuple[int, int]

_LETTER: Final = r"[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿЀ-ӿ]"
_WORD: Final = re.compile(rf"(?<!\d){_LETTER}(?:(?:{_LETTER}|[\u0300-\u036f’'-])*{_LETTER})?(?!\d)")
_BEGINS: Final = re.compile(r"(?:\A|[.!?…:;\n\"“”«»„(\[¿¡*•/&–—-])\W*$")
"""What stands before the first word of a sentence."""
_LOOK_BACK: Final = 40
"""Letters before a word that tell whether it begins a sentence."""
_TITLE: Final = re.compile(rf"(?:{TITLES}|M|Me)", re.IGNORECASE)
_AFTER_A_TITLE: Final = re.compile(rf"(?<!\w)(?:{TITLES}|M|Me)\.\s*$", re.IGNORECASE)
_NO_NAMES: Final = frozenset(
    (
        *("no", "apt", "apto", "dpto", "ok", "tv", "ac", "hvac", "hud", "covid", "internet"),
        *("wi-fi", "wifi", "facebook", "whatsapp", "zoom", "google", "интернет"),
        *("god", "dios", "deus", "dieu", "bondye", "allah", "бог", "богу"),
        *("christmas", "easter", "navidad", "natal", "noël", "pasko", "рождество"),
    )
)
_OPENERS: Final = frozenset(
    (
        *("the", "our", "my", "this", "that", "when", "if", "and", "but", "at", "in", "on", "to"),
        *("el", "la", "los", "las", "mi", "en", "un", "una", "le", "les", "mon", "un", "une"),
        *(
            "os",
            "as",
            "meu",
            "minha",
            "no",
            "na",
            "em",
            "ang",
            "sa",
            "mga",
            "nan",
            "на",
            "по",
            "для",
        ),
    )
)
"""What begins sentences and is no part of the name behind it."""
_POSSESSIVE: Final = re.compile(r"['’]s$")


def large_words_in(text: str) -> Iterator[Span]:
    """Where words are written like names, together with the large word before them.

    The first word of a sentence counts only where another follows it that is written so.
    """
    words = list(_WORD.finditer(text))
    large = [_is_large(one.group()) for one in words]
    if 2 * sum(large) > len(words) + 2:
        return
    for at, word in enumerate(words):
        if large[at] and not _is_known(word.group()) and not _begins(text, word.start()):
            first = at
            while first and large[first - 1] and _belong(text, words[first - 1], words[first]):
                first -= 1
            yield words[first].start(), word.end()


def _is_large(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1].islower()


def _is_known(word: str) -> bool:
    plain = _POSSESSIVE.sub("", word.casefold())
    return (
        not _known().isdisjoint({plain, plain.removesuffix("s")})
        or _TITLE.fullmatch(word) is not None
    )


def _begins(text: str, start: int) -> bool:
    before = text[max(0, start - _LOOK_BACK) : start]
    return bool(_BEGINS.search(before)) and not _AFTER_A_TITLE.search(before)


def _belong(text: str, before: re.Match[str], word: re.Match[str]) -> bool:
    """Whether a large word may be of the name that the next one is of."""
    if _is_known(before.group()) or before.group().casefold() in _OPENERS:
        return False
    return text[before.end() : word.start()] in {" ", "\u00a0"}


@cache
def _known() -> frozenset[str]:
    """Words with a large letter that are no names: of the calendar, and languages."""
    languages = (
        name
        for shown in LANGUAGES.values()
        for named in LANGUAGES.values()
        for name in [Locale.parse(shown.locale).languages.get(named.tag.split("-")[0], "")]
    )
    words = (*days(), *months(), *(part for name in languages for part in name.split()))
    return _NO_NAMES | {word.casefold() for word in words}
