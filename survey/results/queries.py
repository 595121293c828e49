"""Reads of releases. A release is all that readers ever get; whoever asks has its right checked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from survey.accounts.access import Right, has_right
from survey.accounts.models import Person
from survey.communities.models import Property
from survey.communities.queries import list_properties_for
from survey.core.errors import SurveyError
from survey.db import db
from survey.results.models import CommentsRelease, LedgerEntry, Release, ReleaseCheck
from survey.waves.models import Wave
from survey.waves.queries import find_wave


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


def list_releases_before(release: Release) -> Sequence[Release]:
    """The newest release of each earlier wave of its kind at the property, by wave. One query."""
    number = select(Wave.number).where(Wave.id == release.wave_id).scalar_subquery()
    kind = select(Wave.kind).where(Wave.id == release.wave_id).scalar_subquery()
    found = db.session.scalars(
        select(Release)
        .join(Wave, Wave.id == Release.wave_id)
        .where(Release.property_id == release.property_id, Wave.number < number, Wave.kind == kind)
        .order_by(Wave.number, Release.number)
    )
    return list({earlier.wave_id: earlier for earlier in found}.values())


def list_comments_releases(wave_id: str) -> Sequence[CommentsRelease]:
    """What was released of a wave's comments, by question. One query."""
    return db.session.scalars(
        select(CommentsRelease)
        .where(CommentsRelease.wave_id == wave_id)
        .order_by(CommentsRelease.item_id)
    ).all()


def list_released_waves(property_ids: Collection[int]) -> Sequence[Wave]:
    """The released waves of these properties, newest first. One query."""
    return db.session.scalars(
        select(Wave)
        .where(Wave.property_id.in_(property_ids), Wave.state == "released")
        .order_by(Wave.released_at.desc(), Wave.id)
    ).all()


def find_release_by_name(name: str) -> Release | None:
    """A release by its own number, or by the id or slug of its wave; or None. Two queries."""
    if name.isdecimal():
        return db.session.get(Release, int(name))
    wave = find_wave(name)
    return None if wave is None else find_release(wave.id)


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
    """Open waves past their last day, extensions included, by sealed closing. Two queries."""
    past = (
        select(Wave)
        .where(Wave.state == "open", Wave.closes_at <= now)
        .order_by(Wave.closes_at, Wave.id)
        .options(selectinload(Wave.extensions))
    )
    return [wave for wave in db.session.scalars(past) if wave.ends_at <= now]


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


def find_check(wave_id: str) -> ReleaseCheck | None:
    """How far the check of a wave's results is, or None where none was asked for. One query."""
    return db.session.get(ReleaseCheck, wave_id)


def list_ledger() -> Sequence[LedgerEntry]:
    """The whole ledger by position. One query."""
    return db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.position)).all()


def find_positions(release: Release) -> tuple[int, int] | None:
    """A release's first and last position in the ledger, or None. One query."""
    wanted = (
        select(LedgerEntry.position)
        .where(LedgerEntry.release == release.sha256)
        .order_by(LedgerEntry.position)
    )
    positions = db.session.scalars(wanted).all()
    return (positions[0], positions[-1]) if positions else None


def last_position(property_id: int) -> int:
    """The last position in the ledger that speaks of a property; 0 for none. One query."""
    wanted = select(func.max(LedgerEntry.position)).where(LedgerEntry.property_id == property_id)
    return db.session.scalar(wanted) or 0


def list_releases_in_ledger(property_id: int, *, before: int | None = None) -> Sequence[Release]:
    """Everything ever released at a property, in the ledger's order. One query.

    With `before`, what was released before that position.
    """
    first = (
        select(LedgerEntry.release, func.min(LedgerEntry.position).label("position"))
        .where(LedgerEntry.property_id == property_id)
        .group_by(LedgerEntry.release)
        .subquery()
    )
    wanted = select(Release).join(first, first.c.release == Release.sha256)
    if before is not None:
        wanted = wanted.where(first.c.position < before)
    return db.session.scalars(wanted.order_by(first.c.position)).all()


def list_releases_outside_ledger(property_id: int | None = None) -> Sequence[Release]:
    """Releases that the ledger does not know, of a property or of all. There must be none."""
    wanted = select(Release).where(Release.sha256.not_in(select(LedgerEntry.release)))
    if property_id is not None:
        wanted = wanted.where(Release.property_id == property_id)
    return db.session.scalars(wanted.order_by(Release.id)).all()
