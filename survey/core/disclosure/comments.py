"""P8: when a comment may be shown, and how many (disclosure.md 8.9).

The usual answer is to hold it. What this leaves through is not free either: a person on the
operator's side releases it, never the landlord's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from survey.core.disclosure.marks import Mark
from survey.core.disclosure.rules import NEAR_COMPLETE_PERCENT

Hold = Literal["too_few_commenters", "rare_language", "name", "contact", "home", "date"]
"""Why a comment is held: too few commenters in the group shown; too few answers in its language;
it has the name of somebody on the roster, a telephone number or address, a flat, or a date."""

FEWEST_WRITTEN: Final = 15
"""How many must have written something before anybody reads any of it (measurement.md)."""
LEFT_OVER: Final = 3
"""How many of those who answered, or more, have no comment on show (P4): so nobody who is known to
have answered can be told that one of the comments must be theirs, not even by two of the others."""
STEP: Final = 5
"""Counts of themes are told in steps of this."""


@dataclass(frozen=True, slots=True)
class Audience:
    """The group that a comment would be shown for.

    min_group: k. commenters: how many in the group wrote anything. answers_in_language: answer
    sets in the comment's language.
    """

    min_group: int
    commenters: int
    answers_in_language: int


def reasons_to_hold(marks: Iterable[Mark], audience: Audience) -> tuple[Hold, ...]:
    """Every reason to hold a comment with these marks, in the order of `Hold`; mostly there is one.

    Example: "Ask Mrs. Okafor in 4B" gives "name" and "home".
    """
    kinds = {mark.kind for mark in marks}
    reasons: dict[Hold, bool] = {
        "too_few_commenters": audience.commenters < audience.min_group,
        "rare_language": audience.answers_in_language < audience.min_group,
        "name": "name" in kinds,
        "contact": not kinds.isdisjoint({"phone", "email"}),
        "home": "home" in kinds,
        "date": "date" in kinds,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def may_be_read(written: int) -> bool:
    """Whether so many wrote something that a person may begin to read."""
    return written >= FEWEST_WRITTEN


def most_on_show(respondents: int | None, adults: int) -> int:
    """The most comments on one question that may be shown.

    respondents: as released; None where it says "90 % or more". Then it may be just that part of
    the adults that answered, and it is nearly known who. Example: of 60 adults 51, since 54 of
    them could be all who have answered.
    """
    if respondents is not None:
        return respondents - LEFT_OVER
    return -(-adults * NEAR_COMPLETE_PERCENT // 100) - LEFT_OVER


def may_be_released(*, written: int, shown: int, most: int, min_group: int) -> bool:
    """Whether the comments of one question may be shown together. most: `most_on_show`."""
    return may_be_read(written) and min_group <= shown <= most


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the comments shown: about how many have it; None for all of them."""

    name: str
    about: int | None


def count_themes(tagged: Sequence[Collection[str]], *, min_group: int) -> tuple[Theme, ...]:
    """Themes of the comments shown, by name, where enough have one and enough have not, or all.

    tagged: the themes of each comment shown.
    """
    shown = len(tagged)
    counted = Counter(name for names in tagged for name in set(names))
    return tuple(
        Theme(name, None if count == shown else round(count / STEP) * STEP)
        for name, count in sorted(counted.items())
        if count >= min_group and (count == shown or shown - count >= min_group)
    )
