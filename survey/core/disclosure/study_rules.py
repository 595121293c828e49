"""Which waves may be studied together, by nothing but what was promised and released.

Everything here is printed somewhere already, so a refusal tells nothing. What depends on hidden
numbers is refused later, with one sentence for all of it (study.py). See survey/results/README.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from survey.core.disclosure.rules import FEW_ANSWERS
from survey.core.disclosure.upgrading import upgrade
from survey.core.promise.document import allows_study

FEWEST_PLACES: Final = 5
SMALLEST_STUDY: Final = 150
"""Printed respondents in all: fewer give neither reliability nor importance."""

LARGEST_SHARE: Final = 0.5
SMALLEST_PART: Final = FEW_ANSWERS
"""Complete answers of each place, whatever its promise says. Whoever knows all the others knows
how these hang together: from so many on, a release tells their spread itself (P6)."""

WaveReason = Literal["not_promised", "open_link", "no_figures", "nearly_all", "few_answers"]
PoolReason = Literal["too_few_places", "place_twice", "one_place_large", "too_few_answers"]


@dataclass(frozen=True, slots=True)
class Member:
    """A wave that may take part. respondents: as its release prints them; smallest: how many
    complete answers it has to bring at least."""

    wave_id: str
    property_id: int
    respondents: int
    smallest: int


def why_wave_cannot(promise: Mapping[str, Any], release: Mapping[str, Any]) -> WaveReason | None:
    """Why a released wave can be in no study; None when it can.

    Where a release prints no number of respondents, steps of five would give it away.
    """
    if not allows_study(promise):
        return "not_promised"
    if promise["access"] != "codes":
        return "open_link"
    document = upgrade(release)
    if document["status"] != "released":
        return "no_figures"
    respondents = document["response"]["respondents"]
    if respondents is None:
        return "nearly_all"
    return "few_answers" if respondents < SMALLEST_PART else None


def member_of(property_id: int, release: Mapping[str, Any]) -> Member:
    """A wave's part, from the release of one that can be in a study."""
    return Member(
        wave_id=release["wave"]["id"],
        property_id=property_id,
        respondents=release["response"]["respondents"],
        smallest=max(SMALLEST_PART, release["promise"]["min_group"]),
    )


def why_pool_cannot(members: Sequence[Member]) -> PoolReason | None:
    """Why these waves cannot be studied together; None when they can be tried.

    Example: 60, 50, 40, 30 and 30 respondents of five places can; 130 and 30 each of four others
    cannot, since 130 of 250 are more than half.
    """
    places = [member.property_id for member in members]
    if len(set(places)) < len(places):
        return "place_twice"
    if len(places) < FEWEST_PLACES:
        return "too_few_places"
    if is_dominated([member.respondents for member in members]):
        return "one_place_large"
    if sum(member.respondents for member in members) < SMALLEST_STUDY:
        return "too_few_answers"
    return None


def is_dominated(sizes: Sequence[int]) -> bool:
    """Whether one part is more than half of all. Example: 50 of 100 is not, 51 of 100 is."""
    return max(sizes, default=0) > LARGEST_SHARE * sum(sizes)
