"""What words in a file mean: which language, which kind of homes. Guesses, for people to mend."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from babel import Locale
from babel.core import get_global
from phonenumbers import SUPPORTED_REGIONS

from survey.homes.columns import Remembered
from survey.homes.heads import folded
from survey.web.locales import ALSO_ASKED_AS, LANGUAGES

NONE: Final = "none"
"""A word that means no language: the home is written to in the property's first one."""

NEW: Final = "new"
"""A word that is the name of a new kind of homes."""

MOST_KINDS: Final = 40
MOST_LANGUAGES: Final = 60
DEFAULT_REGION: Final = "US"

_MORE_WORDS: Final = {
    "eng": "en",
    "spa": "es",
    "span": "es",
    "vie": "vi",
    "ara": "ar",
    "kor": "ko",
    "rus": "ru",
    "mandarin": "zh-Hans",
    "cantonese": "zh-Hant",
    "chinese": "zh-Hans",
    "chino": "zh-Hans",
    "中文": "zh-Hans",
    "普通话": "zh-Hans",
    "粤语": "zh-Hant",
    "tagalog": "fil",
    "creole": "ht",
    "kreyol": "ht",
    "haitian": "ht",
    "farsi": "fa",
    "dari": "fa",
    "portuguese": "pt-BR",
    "português": "pt-BR",
}
_NO_LANGUAGE: Final = frozenset({"", "n/a", "na", "unk", "unknown", "none", "?"})
_MARKS: Final = {ord(sign): None for sign in "\u0300\u0301\u0303\u0308\u0327"}
"""Grave, acute, tilde, two dots and cedilla: left out on keyboards that do not have them."""


def guess_languages(values: Iterable[str], remembered: Remembered) -> dict[str, str]:
    """For each folded word a tag, NONE, or "" where nothing fits."""
    words = _language_words()
    return {
        value: remembered.languages.get(value)
        or words.get(value)
        or words.get(_unmarked(value))
        or _more_exactly(value, words)
        or (NONE if value in _NO_LANGUAGE else "")
        for value in values
    }


def _more_exactly(value: str, words: Mapping[str, str]) -> str:
    """ "Chinese (Cantonese)" by what stands in brackets, which says more."""
    before, _bracket, within = value.rstrip(")）").replace("（", "(").partition("(")
    return words.get(within.strip(), "") or words.get(before.strip(), "") if within else ""


def guess_kinds(
    values: Iterable[str], remembered: Remembered, kinds: Mapping[str, str]
) -> dict[str, str]:
    """For each folded word a key of the housing mix, NEW, or "". kinds: key -> label.

    Words become new kinds by themselves only where the property has no mix yet.
    """
    by_word = {folded(label): key for key, label in kinds.items()} | {
        folded(key): key for key in kinds
    }
    guessed = {}
    for value in values:
        kept = remembered.kinds.get(value, "")
        known = kept if kept in kinds else by_word.get(value, "")
        guessed[value] = known or (NEW if value and not kinds else "")
    return guessed


def region_of(timezone: str) -> str:
    """The country whose telephone numbers need no prefix, by a property's time zone."""
    region = str(get_global("zone_territories").get(timezone, DEFAULT_REGION))
    return region if region in SUPPORTED_REGIONS else DEFAULT_REGION


@cache
def _language_words() -> dict[str, str]:
    """What people write for our languages: tags, own names, and names in the staff's languages."""
    words: dict[str, str] = {}
    for tag, language in LANGUAGES.items():
        locale = Locale.parse(language.locale)
        names: Sequence[str | None] = [
            tag,
            language.name,
            language.english_name,
            language.english_name.split(",")[0],
            *ALSO_ASKED_AS.get(tag.lower(), ()),
            *(locale.get_language_name(reader) for reader in ("en", "es", "ar", "zh_Hans")),
        ]
        for name in filter(None, names):
            words.setdefault(folded(name), tag)
    words |= _MORE_WORDS
    for word, tag in list(words.items()):
        words.setdefault(_unmarked(word), tag)
    return words


def _unmarked(word: str) -> str:
    """Without the marks that are often left out: "espanol", "francais", "portugues"."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", word).translate(_MARKS))
