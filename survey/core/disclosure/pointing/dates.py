"""Dates in figures and in Chinese and Korean signs, which need no list of words.

Names of months and days are looked for by whoever has them in all languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

Span = tuple[int, int]

_LAST_MONTH: Final = 12
_LAST_DAY: Final = 31
_SIGNS: Final = r"[./\-\u2010-\u2015\u2212\uff0d]"
_PARTS: Final = re.compile(
    rf"(?<![\d.,/$€£¥])(?P<first>\d{{1,4}})(?P<sign>{_SIGNS})(?P<second>\d{{1,2}})"
    rf"(?:(?P=sign)(?P<third>\d{{1,4}}))?(?P<end>\.?)(?![\d%])"
)
_MONTH_AND_YEAR: Final = re.compile(rf"(?<!\d)(?:0?[1-9]|1[0-2]){_SIGNS}(?:19|20)\d\d(?!\d)")
_YEAR: Final = re.compile(
    r"(?<![\d$€£¥.,])(?:19|20)\d\d(?![\d%]|[.,]\d)|(?:سال|عام|سنة)\s+1[34]\d\d"
)
_NUMBER: Final = "[一二三四五六七八九十廿卅]{1,3}"
_WEEKDAY: Final = "(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]"
_DAY: Final = rf"(?:\s*\d{{1,2}}\s*[日号號](?:\s?[(\uff08]?{_WEEKDAY})?)?"
_CHINESE: Final = re.compile(
    rf"(?<!\d)\d{{4}}\s*年(?:\s*\d{{1,2}}\s*月)?{_DAY}"
    rf"|(?:民國|民国)?\d{{2,3}}\s*年\s*\d{{1,2}}\s*月{_DAY}"
    rf"|(?<!\d)\d{{1,2}}\s*月{_DAY}"
    rf"|{_NUMBER}月(?:份|初?{_NUMBER}[日号號]?)?"
    rf"|{_WEEKDAY}\s*(?:\d{{1,2}}|{_NUMBER})[日号號]"
    rf"|(?<!\d)\d{{1,2}}\s*日"
)
_KOREAN: Final = re.compile(
    r"(?<!\d)\d{4}\s*년(?:\s*\d{1,2}\s*월)?(?:\s*\d{1,2}\s*일)?|(?<!\d)\d{1,2}\s*월(?:\s*\d{1,2}\s*일)?"
)
_NO_DATES: Final = {("24", "7"), ("1", "2")}
"""Always, and a half."""
_SPANS: Final = re.compile(
    r"\s*(?:(?:19|20)\d\d[\s,./()+\-\u2010-\u2015]*)+"
    r"|\d{1,2}[.:]\d\d\s*[-\u2010-\u2015]\s*\d{1,2}[.:]\d\d"
)
"""Years one after the other; hours from and to."""


def dates_in(text: str) -> Iterator[Span]:
    """Where days, months and years stand in figures of any script."""
    plain = plain_digits(text)
    for found in _PARTS.finditer(plain):
        if _may_be_a_date(found):
            yield found.start(), found.end() - len(found["end"])
    for pattern in (_MONTH_AND_YEAR, _YEAR, _CHINESE, _KOREAN):
        yield from (found.span() for found in pattern.finditer(plain))


def is_no_number(text: str) -> bool:
    """Whether many digits together are a date, years, or hours, and so no telephone number."""
    plain = plain_digits(text)
    date = _PARTS.fullmatch(plain)
    return bool(_SPANS.fullmatch(plain)) or (date is not None and _may_be_a_date(date))


def plain_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9, every letter where it was."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)


def _may_be_a_date(found: re.Match[str]) -> bool:
    first, second, third = found["first"], found["second"], found["third"]
    if third is not None:
        return _day_and_month(first, second) or _day_and_month(second, third)
    if len(first) == 4:  # a year, and a month of it
        return first[:2] in {"13", "14", "19", "20"} and 1 <= int(second) <= _LAST_MONTH
    if (first, second) in _NO_DATES or not _day_and_month(first, second):
        return False
    if found["sign"] == "/":
        return True
    if found["sign"] == ".":
        return (len(first), len(second)) == (2, 2) or bool(found["end"])
    return "0" in (first[0], second[0])


def _day_and_month(one: str, other: str) -> bool:
    less, more = sorted((int(one), int(other)))
    return 1 <= less <= _LAST_MONTH and more <= _LAST_DAY
