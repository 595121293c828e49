"""Reads of the portfolio: the places that somebody may see, and what their newest releases say."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from sqlalchemy import select

from survey.accounts.access import Right, has_right, list_belonged_to
from survey.accounts.models import Person
from survey.communities.models import Organization, Property, Stratum
from survey.core.disclosure.tabling import Part
from survey.db import db
from survey.results.models import NewestFigure, NewestRelease

AT_ONCE: Final = 5000
"""Ids in one question: SQLite takes 32,766 values."""


@dataclass(frozen=True, slots=True)
class Place:
    """A property with what it can be chosen by, all of it known without asking anybody."""

    id: int
    name: str
    slug: str
    organization_id: int
    organization: str
    timezone: str
    homes: int
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Newest:
    """A place's newest release."""

    property_id: int
    release_id: int
    closes_on: date
    since_on: date | None
    rules: str
    status: str
    adults: int
    respondents: int | None
    since_adults: int | None
    since_respondents: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a place's newest release, as printed; None where it is not shown."""

    property_id: int
    name: str
    state: str
    made_of: str
    figure: str | None
    low: int | None
    high: int | None
    verdict: str | None
    difference: int | None
    change_low: int | None
    change_high: int | None
    no_change: bool
    trend_waves: int | None
    trend_verdict: str | None


def list_places(person: Person) -> list[Place]:
    """The places whose releases a person may view, A to Z. One query."""
    found = db.session.execute(
        select(
            Property.id,
            Property.name,
            Property.slug,
            Property.organization_id,
            Organization.name.label("organization"),
            Property.timezone,
            Property.homes,
            Property.features,
        )
        .join(Organization)
        .where(Property.organization_id.in_(list_belonged_to(person)))
    )
    places = [
        Place(*row[:7], tuple(row.features or ()))
        for row in found
        if has_right(person, row, Right.VIEW_RELEASES)
    ]
    return sorted(places, key=lambda place: (_sorted_as(place.name), place.id))


def list_newest(property_ids: Sequence[int]) -> dict[int, Newest]:
    """The newest release of each place that has one, by place. One query."""
    columns = [getattr(NewestRelease, name) for name in Newest.__slots__]
    return {
        row.property_id: Newest(*row)
        for ids in _in_parts(property_ids)
        for row in db.session.execute(select(*columns).where(NewestRelease.property_id.in_(ids)))
    }


def list_figures(
    property_ids: Sequence[int], part: Part, names: Collection[str]
) -> dict[tuple[int, str], Figure]:
    """These figures of these places' newest releases, by place and name. One query."""
    columns = [getattr(NewestFigure, name) for name in Figure.__slots__]
    return {
        (row.property_id, row.name): Figure(*row)
        for ids in _in_parts(property_ids)
        for row in db.session.execute(
            select(*columns).where(
                NewestFigure.property_id.in_(ids),
                NewestFigure.part == part,
                NewestFigure.name.in_(names),
            )
        )
    }


def list_kinds_of_homes(property_ids: Sequence[int]) -> dict[int, list[str]]:
    """The kinds of homes that each place has, as it calls them. One query."""
    kinds: dict[int, list[str]] = {}
    for ids in _in_parts(property_ids):
        found = db.session.execute(
            select(Stratum.property_id, Stratum.label)
            .where(Stratum.property_id.in_(ids))
            .order_by(Stratum.property_id, Stratum.position)
        )
        for property_id, label in found:
            kinds.setdefault(property_id, []).append(label)
    return kinds


def _in_parts(ids: Sequence[int]) -> Iterator[list[int]]:
    left = iter(ids)
    while part := list(islice(left, AT_ONCE)):
        yield part


def _sorted_as(name: str) -> str:
    """A name as it is sorted: "École" beside "Ecole", whatever the letters' size."""
    return unicodedata.normalize("NFKD", name).casefold()
