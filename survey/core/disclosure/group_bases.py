"""How many of a group answered at least, for somebody who knows a release and nothing else.

The sizes of groups are never printed, because they would tell who answered. What is printed
bounds them from below all the same, and a figure that is made from such a bound tells nothing new.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final

from survey.core.disclosure.participation import ABOUT
from survey.core.disclosure.published import respondents_of

Document = Mapping[str, Any]
Group = tuple[str, str]

STRATUM: Final = "stratum"
"""The breakdown whose groups the frame counts."""


def least_answers(document: Document, group: Group, item: Mapping[str, Any]) -> int:
    """The fewest answers to a question, shown split, that a shown group can have given.

    The greatest of: k, the promised smallest group; the group's adults less all adults who were
    silent; its share of the answers less five points, where the release says that it answered
    about its share or more. From the last two goes off who answered the survey and perhaps not
    this question.
    Example: 100 of 200 adults answered, all of them this question, and "about their share" of the
    120 in affordable homes: more than 100 * (0.6 - 0.05) = 55, so 56.
    """
    smallest: int = document["promise"]["min_group"]
    adults = _adults_of(document, group)
    if adults is None:
        return smallest
    respondents = respondents_of(document)
    skipped = max(0, respondents - (item["answered"] or 0))
    frame: int = document["property"]["adults"]
    answered = max(
        adults - (frame - respondents),
        _least_by_share(_said_of(document, group), respondents, Fraction(adults, frame)),
    )
    return max(smallest, answered - skipped)


def _least_by_share(said: str | None, respondents: int, adults: Fraction) -> int:
    """From a word on participation: "about" is nearer than five points, "more" is not."""
    if said == "about":
        return floor(respondents * (adults - ABOUT)) + 1
    if said == "more":
        return ceil(respondents * (adults + ABOUT))
    return 0


def _adults_of(document: Document, group: Group) -> int | None:
    """How many adults the frame counts in a group; None for one that people name themselves."""
    cut, name = group
    if cut != STRATUM or not document["promise"]["limited_to_one"]:
        return None
    strata = document["promise"].get("strata") or ()
    return next((stratum["adults"] for stratum in strata if stratum["id"] == name), None)


def _said_of(document: Document, group: Group) -> str | None:
    cut, name = group
    return next(
        (
            line["share"]
            for line in document["response"]["participation"]
            if (line["cut"], line["group"]) == (cut, name)
        ),
        None,
    )
