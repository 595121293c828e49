"""Reads of releases. A release is all that readers ever get; whoever asks has its right checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from survey.accounts.access import Right, has_right
from survey.accounts.models import Person
from survey.communities.models import Property
from survey.communities.queries import list_properties_for
from survey.core.errors import SurveyError
from survey.db import db
from survey.results.models import Release
from survey.waves.models import Wave


def find_release(wave_id: str) -> Release | None:
    """The newest release of a wave, or None. One query."""
    return db.session.scalar(
        select(Release).where(Release.wave_id == wave_id).order_by(Release.number.desc()).limit(1)
    )


def latest_release(property_id: int) -> Release | None:
    """The release of a property's latest wave that has one, or None. One query."""
    return db.session.scalar(
        select(Release)
        .join(Wave, Wave.id == Release.wave_id)
        .where(Release.property_id == property_id)
        .order_by(Wave.number.desc(), Release.number.desc())
        .limit(1)
    )


def list_releases(property_id: int) -> Sequence[Release]:
    """The newest release of each wave of a property, by wave. One query."""
    found = db.session.scalars(
        select(Release)
        .join(Wave, Wave.id == Release.wave_id)
        .where(Release.property_id == property_id)
        .order_by(Wave.number, Release.number)
    )
    return list({release.wave_id: release for release in found}.values())


def list_earlier_releases(wave: Wave) -> Sequence[Release]:
    """The newest releases of the waves before this one at the same property, latest first."""
    found = db.session.scalars(
        select(Release)
        .join(Wave, Wave.id == Release.wave_id)
        .where(Release.property_id == wave.property_id, Wave.number < wave.number)
        .order_by(Wave.number.desc(), Release.number)
    )
    return list({release.wave_id: release for release in found}.values())


def find_release_by_promise(promise_hash: str) -> Release | None:
    """The newest release of the wave with this promise, or None. One query."""
    return db.session.scalar(
        select(Release)
        .join(Wave, Wave.id == Release.wave_id)
        .where(Wave.promise_hash == promise_hash)
        .order_by(Release.number.desc())
        .limit(1)
    )


def get_release_for(person: Person, release_id: int) -> Release:
    """A release at a property where a person may view releases. Two queries.

    Raises SurveyError "no_such_release" alike for what does not exist and what is not theirs.
    """
    release = db.session.get(Release, release_id)
    place = None if release is None else db.session.get(Property, release.property_id)
    if release is None or place is None or not has_right(person, place, Right.VIEW_RELEASES):
        raise SurveyError("missing", "no_such_release", id=release_id)
    return release


def list_releases_for(person: Person) -> Sequence[Release]:
    """Every release that a person may view: by property's name, latest wave first. Two queries."""
    places = {place.id: place for place in list_properties_for(person, Right.VIEW_RELEASES)}
    found = db.session.scalars(
        select(Release)
        .join(Wave, Wave.id == Release.wave_id)
        .where(Release.property_id.in_(places))
        .order_by(Wave.number.desc(), Release.number)
    )
    newest = {release.wave_id: release for release in found}.values()
    return sorted(newest, key=lambda release: places[release.property_id].name)


def list_all_releases() -> Sequence[Release]:
    """Every release there is, in the order in which they were made. One query."""
    return db.session.scalars(select(Release).order_by(Release.id)).all()


def list_waves_to_close(now: datetime) -> Sequence[Wave]:
    """Open waves past their closing, by closing. One query."""
    return db.session.scalars(
        select(Wave)
        .where(Wave.state == "open", Wave.closes_at <= now)
        .order_by(Wave.closes_at, Wave.id)
    ).all()


def list_waves_to_open() -> Sequence[Wave]:
    """Closed waves whose key the server holds, by closing. One query."""
    return db.session.scalars(
        select(Wave)
        .where(Wave.state == "closed", Wave.custody == "server")
        .order_by(Wave.closes_at, Wave.id)
    ).all()


def list_waves_for_custodians() -> Sequence[Wave]:
    """Closed waves that wait for their custodian, by closing. One query."""
    return db.session.scalars(
        select(Wave)
        .where(Wave.state == "closed", Wave.custody == "custodian")
        .order_by(Wave.closes_at, Wave.id)
    ).all()


def list_waves_to_release() -> Sequence[Wave]:
    """Opened waves that have no release yet, earlier waves first. One query."""
    return db.session.scalars(
        select(Wave).where(Wave.state == "opened").order_by(Wave.closes_at, Wave.id)
    ).all()
