"""Reads of the interface for programs: keys, how far one reaches, and pages of what it reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, and_, false, func, select
from sqlalchemy.orm import joinedload, selectinload

from survey.accounts.access import (
    Right,
    has_right,
    has_right_in_organization,
    list_administered,
    list_with_api_keys,
)
from survey.accounts.models import Person
from survey.api.models import ApiKey
from survey.api.tokens import hash_token, looks_like_token
from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.db import db
from survey.results.models import CommentsRelease, NewestRelease, Release


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a key reads: an organization, and there everywhere (None) or at some properties."""

    organization_id: int
    property_ids: frozenset[int] | None

    def of_properties(self) -> ColumnElement[bool]:
        """The condition that a property is within reach."""
        here = Property.organization_id == self.organization_id
        if self.property_ids is None:
            return here
        return and_(here, Property.id.in_(self.property_ids)) if self.property_ids else false()


def find_key(token: str) -> ApiKey | None:
    """The key that a program sent, working or not, or None. One query, by its hash."""
    if not looks_like_token(token):
        return None
    return db.session.scalar(
        select(ApiKey)
        .where(ApiKey.secret_hash == hash_token(token))
        .options(joinedload(ApiKey.maker), selectinload(ApiKey.properties))
    )


def reach_of(key: ApiKey) -> Reach:
    """Where a key reads now: where its maker may read now, within what it is limited to.

    One query, or none for somebody who reads everywhere.
    """
    may = _may_read(key.maker, key.organization_id)
    if not key.only_named:
        return Reach(key.organization_id, may)
    named = frozenset(one.property_id for one in key.properties)
    return Reach(key.organization_id, named if may is None else named & may)


def _may_read(person: Person, organization_id: int) -> frozenset[int] | None:
    """The properties of an organization where a person may view releases; None for all of them."""
    if has_right_in_organization(person, organization_id, Right.VIEW_RELEASES):
        return None
    named = {one.property_id for held in person.memberships for one in held.properties}
    places = db.session.scalars(
        select(Property).where(Property.id.in_(named), Property.organization_id == organization_id)
    )
    return frozenset(place.id for place in places if has_right(person, place, Right.VIEW_RELEASES))


def list_keys_for(person: Person) -> Sequence[ApiKey]:
    """The keys that a person sees: one's own, and all of what one administers. Newest first.

    Three queries.
    """
    mine = and_(
        ApiKey.created_by_id == person.id, ApiKey.organization_id.in_(list_with_api_keys(person))
    )
    administered = ApiKey.organization_id.in_(list_administered(person))
    return db.session.scalars(
        select(ApiKey)
        .where(mine | administered)
        .options(joinedload(ApiKey.maker), selectinload(ApiKey.properties))
        .order_by(ApiKey.id.desc())
    ).all()


def list_every_key() -> Sequence[ApiKey]:
    """Every key there is, oldest first, for whoever runs the server. Three queries."""
    return db.session.scalars(
        select(ApiKey)
        .options(joinedload(ApiKey.maker), selectinload(ApiKey.properties))
        .order_by(ApiKey.id)
    ).all()


def get_key_for(person: Person, key_id: int) -> ApiKey:
    """A key that a person sees. Raises SurveyError "no_such_key" alike for all others."""
    found = db.session.get(ApiKey, key_id)
    if found is None or not _sees(person, found):
        raise SurveyError("missing", "no_such_key")
    return found


def _sees(person: Person, key: ApiKey) -> bool:
    if key.organization_id in list_administered(person):
        return True
    return key.created_by_id == person.id and key.organization_id in list_with_api_keys(person)


def is_name_in_use(*, organization_id: int, person_id: int, name: str) -> bool:
    """Tell whether a person has a key of this name that is not revoked. One query."""
    return (
        db.session.scalar(
            select(ApiKey.id).where(
                ApiKey.organization_id == organization_id,
                ApiKey.created_by_id == person_id,
                ApiKey.name == name,
                ApiKey.revoked_at.is_(None),
            )
        )
        is not None
    )


def list_properties_within(
    reach: Reach, *, after: str = "", at_most: int | None = None
) -> Sequence[Property]:
    """Properties within reach by slug, those after a slug. One query."""
    wanted = (
        select(Property)
        .where(reach.of_properties(), Property.slug > after)
        .options(joinedload(Property.organization))
        .order_by(Property.slug)
    )
    return db.session.scalars(wanted.limit(at_most)).all()


def get_property_within(reach: Reach, slug: str) -> Property:
    """A property within reach. One query.

    Raises SurveyError "no_such_property" alike for what does not exist and what is not theirs.
    """
    found = db.session.scalar(
        select(Property)
        .where(reach.of_properties(), Property.slug == slug)
        .options(joinedload(Property.organization))
    )
    if found is None:
        raise SurveyError("missing", "no_such_property", slug=slug)
    return found


def newest_release_ids(property_ids: Collection[int]) -> Mapping[int, int]:
    """The newest release of each property that has one. One query."""
    found = db.session.execute(
        select(NewestRelease.property_id, NewestRelease.release_id).where(
            NewestRelease.property_id.in_(property_ids)
        )
    )
    return {row.property_id: row.release_id for row in found}


def list_releases_within(
    reach: Reach, *, place: Property | None, since: date | None, after: int, at_most: int
) -> Sequence[Release]:
    """Releases within reach in the order in which they were made, those after an id. One query.

    Releases are only ever added, at the end: so a page of these never changes once it is full.
    """
    wanted = (
        select(Release)
        .join(Property, Property.id == Release.property_id)
        .where(reach.of_properties(), Release.id > after)
    )
    if place is not None:
        wanted = wanted.where(Release.property_id == place.id)
    if since is not None:
        wanted = wanted.where(Release.made_at >= datetime.combine(since, time(), UTC))
    return db.session.scalars(wanted.order_by(Release.id).limit(at_most)).all()


def get_release_within(reach: Reach, release_id: int) -> Release:
    """A release within reach. One query.

    Raises SurveyError "no_such_release" alike for what does not exist and what is not theirs.
    """
    found = db.session.scalar(
        select(Release)
        .join(Property, Property.id == Release.property_id)
        .where(reach.of_properties(), Release.id == release_id)
    )
    if found is None:
        raise SurveyError("missing", "no_such_release", id=release_id)
    return found


def newest_numbers(wave_ids: Collection[str]) -> Mapping[str, int]:
    """The number of each wave's newest release. One query."""
    found = db.session.execute(
        select(Release.wave_id, func.max(Release.number).label("newest"))
        .where(Release.wave_id.in_(wave_ids))
        .group_by(Release.wave_id)
    )
    return {row.wave_id: row.newest for row in found}


def get_comments_release(release: Release, item_id: str) -> CommentsRelease:
    """What was released of the comments on one question of a release's wave. One query.

    Raises SurveyError "no_such_comments".
    """
    found = db.session.scalar(
        select(CommentsRelease).where(
            CommentsRelease.wave_id == release.wave_id, CommentsRelease.item_id == item_id
        )
    )
    if found is None:
        raise SurveyError("missing", "no_such_comments")
    return found
