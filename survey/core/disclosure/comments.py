"""P8: when a comment may be shown (disclosure.md 8.9). No page shows comments yet.

The usual answer is to hold it. What this leaves through is not free either: a person on the
operator's side releases it, never the landlord's.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

Hold = Literal["too_few_commenters", "rare_language", "name", "contact", "home", "date"]
"""Why a comment is held: too few commenters in the group shown; too few answers in its language;
it has the name of somebody on the roster, a telephone number or address, a flat, or a date."""

_CONTACT: Final = re.compile(r"\S+@\S+\.\S+|https?://|www\.|(?:\d[\s().+-]*){7,}")
_NUMBER_OF_A_HOME: Final = re.compile(
    r"(?:\b(?:apartment|apt|unit|flat|room|suite|floor|building|apto|apartamento|piso|"
    r"departamento|edificio|căn hộ|phòng)\b|#|№|شقة|غرفة|квартира|кв)\W*(?:no\W*)?\w*\d",
    re.IGNORECASE,
)
_NUMBER_AND_HOME: Final = re.compile(r"\d+\s*(?:号|號|室|楼|樓|호|층|동)")
_LETTERED_HOME: Final = re.compile(r"\b(?:\d{1,4}\s?[A-Za-z]|[A-Za-z]-?\d{1,4})\b")
_DATE: Final = re.compile(
    r"\b\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?\b|\b(?:19|20)\d\d\b|\d+\s*[月日]"
)
_SHORTEST_NAME: Final = 3


@dataclass(frozen=True, slots=True)
class Audience:
    """The group that a comment would be shown for.

    min_group: k. commenters: how many in the group wrote anything. answers_in_language: answer
    sets in the comment's language. names: of residents and staff, in any spelling known.
    """

    min_group: int
    commenters: int
    answers_in_language: int
    names: Collection[str] = ()


def reasons_to_hold(text: str, audience: Audience) -> tuple[Hold, ...]:
    """Every reason to hold a comment, in the order of `Hold`; none if it may be offered.

    Example: "Ask Mrs. Okafor in 4B" gives "name" and "home", if Okafor is on the roster.
    """
    reasons: dict[Hold, bool] = {
        "too_few_commenters": audience.commenters < audience.min_group,
        "rare_language": audience.answers_in_language < audience.min_group,
        "name": _names_somebody(text, audience.names),
        "contact": _CONTACT.search(text) is not None,
        "home": any(
            pattern.search(text) is not None
            for pattern in (_NUMBER_OF_A_HOME, _NUMBER_AND_HOME, _LETTERED_HOME)
        ),
        "date": _DATE.search(text) is not None,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def may_be_offered(text: str, audience: Audience) -> bool:
    """Whether a person may look at a comment and release it; the default is to hold it."""
    return bool(text.strip()) and not reasons_to_hold(text, audience)


def _names_somebody(text: str, names: Collection[str]) -> bool:
    """Whether any part of a name is a word of the text; with other letters than a to z, anywhere.

    Some scripts write no spaces. Parts of fewer than three plain letters are not looked for.
    """
    folded = text.casefold()
    words = set(re.findall(r"\w+", folded))
    parts = {part for name in names for part in re.findall(r"\w+", name.casefold())}
    plain = {part for part in parts if part.isascii() and len(part) >= _SHORTEST_NAME}
    others = {part for part in parts if not part.isascii() and len(part) > 1}
    return not words.isdisjoint(plain) or any(part in folded for part in others)
