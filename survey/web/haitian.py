"""Haitian Creole names of months, days and languages, which the library of locales has in French.

Spelling: the official orthography of 1979, as in the calendars of Haitian newspapers.
"""

from __future__ import annotations

from typing import Any, Final

from babel import localedata

MONTHS: Final = (
    *("janvye", "fevriye", "mas", "avril", "me", "jen"),
    *("jiyè", "out", "septanm", "oktòb", "novanm", "desanm"),
)
SHORT_MONTHS: Final = (
    *("janv.", "fev.", "mas", "avr.", "me", "jen"),
    *("jiyè", "out", "sept.", "okt.", "nov.", "des."),
)
DAYS: Final = ("lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi", "dimanch")
"""From Monday on, as Babel counts."""

LISTS: Final = {
    "standard": {"start": "{0}, {1}", "middle": "{0}, {1}", "end": "{0} ak {1}", "2": "{0} ak {1}"},
    "or": {"start": "{0}, {1}", "middle": "{0}, {1}", "end": "{0} oswa {1}", "2": "{0} oswa {1}"},
}
LANGUAGES: Final = {
    "am": "amarik",
    "ar": "arab",
    "en": "angle",
    "es": "panyòl",
    "fa": "pèsan",
    "fil": "filipino",
    "fr": "franse",
    "ht": "kreyòl ayisyen",
    "ko": "koreyen",
    "pt": "pòtigè",
    "ru": "ris",
    "so": "somali",
    "vi": "vyetnamyen",
    "zh": "chinwa",
}


def speak_haitian() -> None:
    """Put the names into the locale's data, for this process; doing it twice changes nothing."""
    data: dict[str, Any] = dict(localedata.load("ht"))
    data["months"] = _named(data["months"], wide=MONTHS, abbreviated=SHORT_MONTHS, first=1)
    data["days"] = _named(data["days"], wide=DAYS, first=0)
    data["list_patterns"] = {**data["list_patterns"], **LISTS}
    data["languages"] = {**data["languages"], **LANGUAGES}
    localedata.load("ht").update(data)


def _named(names: Any, *, first: int, **widths: tuple[str, ...]) -> dict[str, Any]:
    """Copies, since the data of French may be the same objects."""
    given = {width: dict(enumerate(listed, first)) for width, listed in widths.items()}
    return {**names, "format": {**names["format"], **given}}
