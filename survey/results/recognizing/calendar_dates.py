"""Dates with the name of a month or a day of the week beside a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from survey.core.disclosure.pointing.dates import plain_digits
from survey.results.recognizing.calendar_words import CREOLE_MONTHS, days, months

Span = tuple[int, int]

_NUMBER: Final = (
    r"(?<!\d)\d{1,4}(?:st|nd|rd|th|er|ère|do|ro|[°ºª]|-?го|-?е|-?ого|ኛው?|-?k[ai]i|-?d[ai]i|-?aad)?"
)
_LINK: Final = r"(?:[\s.,،]{0,2}(?:(?:de|del|do|of|ng|ke|bisha|the|من|ماه|day)\s)?)"
_BEFORE: Final = r"(?:(?:the|le|el|dia|día|ika-|يوم|ቀን)\s?)?"
_AFTER: Final = r"(?:\s(?:ቀን|года|году|г\.|م|هـ))?"
_NO_HOUR: Final = r"(?![\d:]|\s?(?:[ap]\.?m\b|h\b|час|時|点|點|시|%))"
_END: Final = r"(?![^\W\u4e00-\u9fff\uac00-\ud7af])"
_VIETNAMESE: Final = re.compile(
    r"(?<!\w)(?:(?:ngày|mùng|mồng)\s\d{1,2}(?:\stháng\s[\w-]+)?"
    r"|(?:\d{1,2}\s)?tháng\s(?:\d{1,2}|giêng|chạp))"
    r"(?:(?:\s?[/-]|,|\snăm)\s?\d{4})?",
    re.IGNORECASE,
)
"""Their months are numbers."""
_CREOLE: Final = re.compile(
    r"(?<!\w)(?:mwen|gen|pou|ak|depi|dlo|anpil|moun|lakou|kouran|isit|madi|jedi|lendi)(?!\w)",
    re.IGNORECASE,
)
"""Words that other languages lack, of which one stands in most sentences."""
_CREOLE_DAY: Final = re.compile(
    rf"(?<![\d,.])\d{{1,2}}\s(?:{'|'.join(CREOLE_MONTHS)})(?!\w)", re.IGNORECASE
)
_CREOLE_DATE: Final = re.compile(rf"{_CREOLE_DAY.pattern}\s\d{{4}}(?!\d)", re.IGNORECASE)


def calendar_dates_in(text: str) -> Iterator[Span]:
    """Where a number stands beside a month or a day of the week, with both.

    Example: "the 2nd of June, 1958", "martes 12", "١٠ رمضان".
    """
    plain = plain_digits(text)
    creole = (_CREOLE_DAY,) if _CREOLE.search(plain) else ()
    for pattern in (_VIETNAMESE, _CREOLE_DATE, *creole, *_patterns()):
        yield from (found.span() for found in pattern.finditer(plain))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = _any_of(months())
    day = _any_of(days())
    number = rf"{_BEFORE}{_NUMBER}"
    year = rf"(?:{_LINK}\d{{4}}(?!\d))?"
    return tuple(
        re.compile(one, re.IGNORECASE)
        for one in (
            rf"{number}{_LINK}{month}\.?{year}{_AFTER}",
            rf"{month}\.?{_LINK}{number}{_NO_HOUR}{year}{_AFTER}",
            rf"{day}\.?{_LINK}{number}{_NO_HOUR}(?!\w)",
            rf"{day}\.?(?=[\s,،]{{1,2}}{month}\W+\d)",
            rf"(?<=[\d일]),?\s{day}",
            rf"(?<=\d)\s{month},?\s{day}",
            rf"{day},?\s{number}{_LINK}{month}",
        )
    )


def _any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words as a whole; Korean and Chinese go on without a space."""
    return rf"(?<!\w)[وبل]?(?:{'|'.join(_written(word) for word in words)}){_END}"


def _written(word: str) -> str:
    """A word as it may be written: with or without its joiner, a Russian one with any end."""
    exact = re.escape(word).replace("\u200c", r"[\u200c\s]?").replace(r"\ ", r"\s")
    return rf"{exact[:-1]}(?:[аяуюейь]|ом|ем)?" if re.match(r"[а-я]+[аяь]$", word) else exact
