"""The frame: how many adults and homes there are, by stratum, and how codes are dealt over it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MIN_STRATUM_ADULTS: Final = 25
"""A smaller stratum never becomes known to a code (ballot-box.md, "Codes")."""


@dataclass(frozen=True, slots=True)
class FrameStratum:
    """One part of the housing mix; counts are of the list of residents, never of answers."""

    id: str
    label: str
    adults: int
    homes: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A property's eligible adults and its homes. Strata may cover only a part of them."""

    adults: int
    homes: int
    strata: tuple[FrameStratum, ...] = ()

    def strata_of(self, at_least: int) -> tuple[FrameStratum, ...]:
        """The strata with at least this many adults, and never fewer than 25."""
        limit = max(at_least, MIN_STRATUM_ADULTS)
        return tuple(one for one in self.strata if one.adults >= limit)


@dataclass(frozen=True, slots=True)
class Place:
    """One adult's place on the frame. Homes and the adults in a home are numbered from 1.

    part: the stratum whose homes these are, to sort letters by. stratum: what the code may know,
    None where that is nothing.
    """

    home: int
    adult: int
    part: str | None
    stratum: str | None


@dataclass(frozen=True, slots=True)
class ListedHome:
    """One home of a list: its number, the stratum it belongs to, its adults."""

    number: int
    part: str | None
    adults: int


def list_places(homes: Iterable[ListedHome], kept: Collection[str]) -> list[Place]:
    """Every adult's place on a list of homes, by home; numbers are the list's own."""
    return [
        Place(one.number, adult, one.part, one.part if one.part in kept else None)
        for one in homes
        for adult in range(1, one.adults + 1)
    ]


def count_listed(homes: Sequence[ListedHome], strata: Sequence[FrameStratum]) -> Frame:
    """The frame that a list of homes makes: the given strata with the list's own counts."""

    def count(part: str) -> tuple[int, int]:
        there = [one.adults for one in homes if one.part == part]
        return sum(there), len(there)

    counted = tuple(FrameStratum(one.id, one.label, *count(one.id)) for one in strata)
    return Frame(sum(one.adults for one in homes), len(homes), counted)


def deal_places(frame: Frame, kept: Collection[str]) -> list[Place]:
    """Every adult's place, by home: in each stratum the adults are dealt evenly over its homes.

    `kept` are the strata that codes may know. Adults beyond the strata come last. The same frame
    always gives the same places, so that a reminder repeats each code.
    """
    places: list[Place] = []
    first_home = 1
    for part, homes, adults in _parts(frame):
        stratum = part if part in kept else None
        for home, adult in _deal(homes, adults):
            places.append(Place(first_home + home, adult, part, stratum))
        first_home += homes
    return places


def _parts(frame: Frame) -> Iterator[tuple[str | None, int, int]]:
    """Each stratum, then what the strata leave over; adults always have at least one home."""
    for one in frame.strata:
        if one.adults:
            yield one.id, max(one.homes, 1), one.adults
    adults = frame.adults - sum(one.adults for one in frame.strata)
    if adults > 0:
        yield None, max(frame.homes - sum(one.homes for one in frame.strata), 1), adults


def _deal(homes: int, adults: int) -> Iterator[tuple[int, int]]:
    """Home (from 0) and number in the home (from 1) of each adult."""
    each, more = divmod(adults, homes)
    for home in range(homes):
        for adult in range(1, each + (home < more) + 1):
            yield home, adult
