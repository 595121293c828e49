"""What in a comment points at somebody: where it stands, and the words without it.

A recognizer for people who read, not instead of them: it would rather mark too much than too
little, and it knows no name that it was not told. Every pattern reads the digits and dashes of all
scripts, because residents write in fifteen languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from survey.core.disclosure.titles import titled_names

Kind = Literal["name", "phone", "email", "home", "date"]
KINDS: Final[tuple[Kind, ...]] = ("name", "phone", "email", "home", "date")

_DASH: Final = r"\-\u2010-\u2015\u2212\uff0d"
_EMAIL: Final = re.compile(r"\S+@\S+\.\w+|(?:https?://|www\.)\S+", re.IGNORECASE)
# Seven digits or more, however they are grouped: everything that a library of numbering plans
# takes for a number, and what those plans do not know.
_PHONE: Final = re.compile(
    rf"\+?\(?(?:\d[\s().+/{_DASH}]*){{6,}}\d(?:\s?(?:x|ext\.?)\s?\d+)?", re.IGNORECASE
)
_HOMES: Final = (
    re.compile(
        r"(?:\b(?:apartment|apt|unit|flat|room|suite|floor|building|bldg|apto|apartamento|piso|"
        r"departamento|edificio|appartement|appt|etaj|chambre|bâtiment|apatman|prédio|andar|"
        r"căn hộ|phòng|tầng|tòa)\b|#|№|شقة|غرفة|واحد|طبقه|квартира|кв|ክፍል)\W*(?:no\W*)?\w*\d\w*",
        re.IGNORECASE,
    ),
    re.compile(r"\d+\s*(?:号|號|室|楼|樓|호|층|동)"),
    re.compile(r"\b(?:\d{1,4}\s?[A-Za-z]|[A-Za-z]-?\d{1,4})\b"),
)
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|"
    r"mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
)
_DATES: Final = (
    re.compile(rf"\b\d{{1,4}}[./{_DASH}]\d{{1,2}}(?:[./{_DASH}]\d{{1,4}})?\b"),
    re.compile(
        r"\d+\s*年(?:\s*\d+\s*月)?(?:\s*\d+\s*[日号號])?|\d+\s*月(?:\s*\d+\s*[日号號])?|\d+\s*日"
    ),
    re.compile(rf"\b{_MONTH}\b\.?\s+\d{{1,4}}(?:st|nd|rd|th)?\b", re.IGNORECASE),
    re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:de\s+|of\s+)?{_MONTH}\b", re.IGNORECASE),
    re.compile(r"\b(?:19|20)\d\d\b"),
)
_SHORTEST_NAME: Final = 3
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A stretch of a comment that points at somebody: text[start:end]."""

    start: int
    end: int
    kind: Kind


def find_marks(text: str, names: Collection[str] = ()) -> tuple[Mark, ...]:
    """Every mark in the order of the text, none within or across another.

    names: of staff and residents, and words that point at somebody here. Where two overlap, they
    become one from the first's beginning to the last's end, of the kind that begins first.
    """
    joined: list[Mark] = []
    for mark in sorted(_all_marks(text, names), key=lambda one: (one.start, -one.end)):
        if joined and mark.start < joined[-1].end:
            last = joined[-1]
            joined[-1] = Mark(last.start, max(last.end, mark.end), last.kind)
        else:
            joined.append(mark)
    return tuple(joined)


def mask(text: str, marks: Sequence[Mark], labels: Mapping[Kind, str]) -> str:
    """The text with each mark replaced by its kind's label; marks as `find_marks` gives them.

    Example: "Ask Okafor in 4B" becomes "Ask [name] in [home]".
    """
    parts, at = [], 0
    for mark in marks:
        parts += [text[at : mark.start], labels[mark.kind]]
        at = mark.end
    return "".join([*parts, text[at:]])


def script_of(text: str) -> str:
    """The script that most letters of a text are in: "LATIN", "ARABIC", "CJK"; "" without letters.

    Kana counts as CJK. What is told apart is scripts, not languages.
    """
    names = (unicodedata.name(sign, "").split(" ")[0] for sign in text if sign.isalpha())
    counted = Counter("CJK" if name in {"HIRAGANA", "KATAKANA"} else name for name in names)
    return counted.most_common(1)[0][0] if counted else ""


def _all_marks(text: str, names: Collection[str]) -> Iterator[Mark]:
    yield from (Mark(*found.span(), "email") for found in _EMAIL.finditer(text))
    yield from (Mark(*found.span(), "phone") for found in _PHONE.finditer(text))
    for pattern in _HOMES:
        yield from (Mark(*found.span(), "home") for found in pattern.finditer(text))
    for pattern in _DATES:
        yield from (Mark(*found.span(), "date") for found in pattern.finditer(text))
    yield from (Mark(*span, "name") for span in titled_names(text))
    yield from _names_in(text, names)


def _names_in(text: str, names: Collection[str]) -> Iterator[Mark]:
    """Parts of names: of plain letters as whole words, of others anywhere, in any case.

    Some scripts write no spaces. Parts of fewer than three plain letters are not looked for.
    """
    parts = {part for name in names for part in _WORD.findall(name.casefold())}
    plain = {part for part in parts if part.isascii() and len(part) >= _SHORTEST_NAME}
    for word in _WORD.finditer(text):
        if word.group().casefold() in plain:
            yield Mark(*word.span(), "name")
    for part in parts:
        if not part.isascii() and len(part) > 1:
            for found in re.finditer(re.escape(part), text, re.IGNORECASE):
                yield Mark(*found.span(), "name")
