"""E-mail and web addresses however they are written, and digits that may be a telephone number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from survey.core.disclosure.pointing.dates import is_no_number

Span = tuple[int, int]

DASHES: Final = r"\-\u2010-\u2015\u2212\uff0d"
_AT_WORD: Final = r"(?:at|arroba|arobase|собака|골뱅이|艾特)"
_DOT_WORD: Final = r"(?:dot|punto|ponto|point|точка|점)"
_AT: Final = rf"(?:\s?[@\uff20]\s?|\s?[\[({{<]\s?{_AT_WORD}\s?[\])}}>]\s?|\s?골뱅이\s?)"
_DOT: Final = rf"(?:\.|\s?[\[({{]\s?{_DOT_WORD}\s?[\])}}]\s?|\s{_DOT_WORD}\s)"
_LOCAL: Final = r"[A-Za-z0-9_][A-Za-z0-9_.+%'-]*"
_LABEL: Final = r"[A-Za-z0-9-]+"
_EMAILS: Final = (
    re.compile(rf"{_LOCAL}{_AT}{_LABEL}(?:{_DOT}{_LABEL})*{_DOT}[A-Za-z]{{2,}}", re.IGNORECASE),
    # Said out with plain words, it takes both of them: "at" alone stands in half of all sentences.
    re.compile(
        rf"{_LOCAL}\s{_AT_WORD}\s{_LABEL}(?:\s{_DOT_WORD}\s[A-Za-z0-9]+)+"
        rf"|{_LOCAL}\s{_AT_WORD}\s{_LABEL}\s{_DOT_WORD}\s\w+",
        re.IGNORECASE,
    ),
)
_FOREIGN_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_WEB: Final = (
    re.compile(r"(?:https?://|www\.)[^\s\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]+", re.IGNORECASE),
    re.compile(r"(?<![\w@.-])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|info|edu|gov|app)(?!\w)(?:/\S*)?"),
    re.compile(r"(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2}/\w\S*"),
    re.compile(r"(?<![\w.])@[^\W\d][\w.]+\w"),
)
"""Addresses with and without "www", and names by which people are found in networks."""
_PHONE: Final = re.compile(
    rf"\+?[(\uff08]?(?:\d[\s()\uff08\uff09.+/{DASHES}]*){{6,}}\d(?:\s?(?:x|ext\.?)\s?\d+)?",
    re.IGNORECASE,
)
"""Seven digits or more, however they are grouped: what numbering plans do not know as well."""


def emails_in(text: str) -> Iterator[Span]:
    """Where addresses stand, also with spaces and with words for their signs.

    Example: "me (at) example.org", "me at example dot org".
    """
    found = [one.span() for pattern in (*_EMAILS, *_WEB) for one in pattern.finditer(text)]
    yield from found
    for one in _FOREIGN_EMAIL.finditer(text):
        if all(one.end() <= start or end <= one.start() for start, end in found):
            yield one.span()


def phones_in(text: str) -> Iterator[Span]:
    """Where many digits stand together that are no date, years, or hours."""
    for found in _PHONE.finditer(text):
        if not is_no_number(found.group()):
            yield found.span()
