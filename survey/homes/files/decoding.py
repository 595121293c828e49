"""Which encoding a text file has. What it says itself comes first, then what it cannot be."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final

from charset_normalizer import from_bytes

from survey.core.errors import SurveyError

ENCODINGS: Final = (
    "utf-8",
    "cp1252",
    "cp1256",
    "gb18030",
    "big5",
    "cp1251",
    "cp949",
    "utf-16-le",
    "utf-16-be",
)
"""What can be chosen on screen where the guess was wrong."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY: Final = ("cp1252", "cp1256", "gb18030", "big5", "cp1251", "cp949")
_SAMPLE_BYTES: Final = 200_000
_MOST_ZEROS: Final = 0.3
_ALONE: Final = 0.8
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f]")


def detect_encoding(data: bytes) -> str:
    """The encoding of a text. Raises SurveyError "table_unreadable" for what is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    for encoding in _likely(data):
        if _can_be(data, encoding):
            return encoding
    raise SurveyError("input", "table_unreadable")


def decode(data: bytes, encoding: str) -> str:
    """The text. Raises SurveyError "encoding_differs" when the bytes are not in this encoding."""
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise SurveyError("input", "encoding_differs") from error
    if "\0" in text:
        raise SurveyError("input", "table_unreadable")
    return text.removeprefix("\ufeff")


def _likely(data: bytes) -> Iterator[str]:
    """UTF-16 without a mark shows by its zeros; UTF-8 is hardly ever anything else by chance."""
    sample = data[:4096]
    if sample[1::2].count(0) > len(sample) // 2 * _MOST_ZEROS:
        yield "utf-16-le"
    if sample[::2].count(0) > len(sample) // 2 * _MOST_ZEROS:
        yield "utf-16-be"
    yield "utf-8"
    if _stand_alone(data):
        yield "cp1252"
    guessed = from_bytes(_whole_lines(data), cp_isolation=list(_LEGACY)).best()
    if guessed is not None:
        yield guessed.encoding
    yield from _LEGACY


def _stand_alone(data: bytes) -> bool:
    """Whether letters beyond ASCII stand alone, as in José: other scripts come in whole words."""
    runs = [len(run) for run in _HIGH.findall(data[:_SAMPLE_BYTES])]
    return bool(runs) and runs.count(1) >= len(runs) * _ALONE


def _whole_lines(data: bytes) -> bytes:
    """The beginning of a text, not cut within a letter."""
    if len(data) <= _SAMPLE_BYTES:
        return data
    end = data.rfind(b"\n", 0, _SAMPLE_BYTES)
    return data[: end if end > 0 else _SAMPLE_BYTES]


def _can_be(data: bytes, encoding: str) -> bool:
    try:
        return _CONTROL.search(data.decode(encoding)) is None
    except UnicodeDecodeError:
        return False
