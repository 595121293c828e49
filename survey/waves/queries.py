"""Reads about waves. Whoever hands out a wave to staff has asked for the right first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, Protocol

from sqlalchemy import func, select

from survey.accounts.access import Right, has_right
from survey.accounts.models import AuditEvent, Person
from survey.communities.models import Property
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.core.promise.document import normalize_hash
from survey.core.promise.kinds import EVERYBODY, Kind
from survey.db import db
from survey.waves.models import ParticipationReading, Wave

CODES_LISTED: Final = "wave.codes_listed"
CODES_GIVEN: Final = "wave.codes_given"
LETTER_PRINTED_AGAIN: Final = "wave.letter_printed_again"
MAILING_PLANNED: Final = "mailing.planned"

Accepting = Literal["not_yet", "open", "closed", "cancelled"]


class Scheduled(Protocol):
    """Whatever knows a wave's state and the moments between which it takes answers."""

    @property
    def state(self) -> str:
        """One of WAVE_STATES."""

    @property
    def opens_at(self) -> datetime:
        """The first moment."""

    @property
    def ends_at(self) -> datetime:
        """The first moment after the last, every extension included."""


def get_wave_for(person: Person, wave_id: str, right: Right) -> Wave:
    """The wave, where a person has this right at its property. Two queries.

    Raises SurveyError "no_such_wave" alike for what does not exist and what is not theirs.
    """
    wave = db.session.get(Wave, wave_id)
    if wave is None or not has_right(person, get_property(wave.property_id), right):
        raise SurveyError("missing", "no_such_wave")
    return wave


def subject_of(wave: Wave) -> str:
    """What the audit trail calls this wave."""
    return f"wave:{wave.id}"


def codes_were_listed(wave: Wave) -> bool:
    """Whether staff were ever given every code of this wave: letters, or the command's list.

    Of a move-in wave they were as soon as anybody has moved in.
    """
    listed = select(AuditEvent.id).where(
        AuditEvent.action.in_((CODES_LISTED, CODES_GIVEN)), AuditEvent.subject == subject_of(wave)
    )
    return db.session.scalars(listed.limit(1)).first() is not None


def list_code_roles(wave: Wave) -> list[str]:
    """What those who had codes of this wave to print or send were at that time, sorted. One query.

    "manager", "administrator", "sender", or "operator" for the command line. What was written
    down before there were roles says nothing here.
    """
    acts = select(AuditEvent.details).where(
        AuditEvent.action.in_((CODES_LISTED, CODES_GIVEN, LETTER_PRINTED_AGAIN, MAILING_PLANNED)),
        AuditEvent.subject == subject_of(wave),
    )
    return sorted({str(told["role"]) for told in db.session.scalars(acts) if "role" in told})


def find_wave(name: str) -> Wave | None:
    """The wave with this id or this slug, or None, whoever asks. One query."""
    return db.session.scalars(
        select(Wave).where((Wave.id == name) | (Wave.slug == name))
    ).one_or_none()


def find_wave_by_slug(slug: str) -> Wave | None:
    """The wave whose public address this is, or None. One query."""
    return db.session.scalars(select(Wave).where(Wave.slug == slug)).one_or_none()


def find_wave_by_promise_hash(text: str) -> Wave | None:
    """The wave whose promise has this hash, short or full, with or without dashes; or None."""
    digits = normalize_hash(text)
    if digits is None:
        return None
    found = db.session.scalars(
        select(Wave).where(Wave.promise_hash.startswith(digits, autoescape=True)).limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def list_waves(place: Property) -> Sequence[Wave]:
    """The waves of a property, of every kind, newest first. One query."""
    return db.session.scalars(
        select(Wave).where(Wave.property_id == place.id).order_by(Wave.number.desc())
    ).all()


def list_ordinary_waves(place: Property) -> Sequence[Wave]:
    """The waves that ask everybody at a property, newest first. One query."""
    return [wave for wave in list_waves(place) if wave.kind == EVERYBODY]


def last_number(place: Property) -> int:
    """The number of a property's newest wave; all kinds are numbered together. 0 for none."""
    newest = select(func.max(Wave.number)).where(Wave.property_id == place.id)
    return db.session.scalar(newest) or 0


def list_every_wave() -> Sequence[Wave]:
    """All waves of this installation by property and number: for the command line. One query."""
    return db.session.scalars(select(Wave).order_by(Wave.property_id, Wave.number)).all()


def find_open_wave(place: Property, kind: Kind = EVERYBODY) -> Wave | None:
    """The wave of a kind that is not closed yet at a property, or None. One query.

    One of each kind can be open.
    """
    wanted = select(Wave).where(
        Wave.property_id == place.id, Wave.kind == kind, Wave.state == "open"
    )
    return db.session.scalars(wanted.limit(1)).one_or_none()


def find_last_wave(place: Property, kind: Kind = EVERYBODY) -> Wave | None:
    """The newest wave of a kind at a property, cancelled ones included, or None. One query."""
    wanted = select(Wave).where(Wave.property_id == place.id, Wave.kind == kind)
    return db.session.scalars(wanted.order_by(Wave.number.desc()).limit(1)).one_or_none()


def find_reading(wave: Wave) -> ParticipationReading | None:
    """What the response monitor shows of a wave, or None before its first reading. One query."""
    return db.session.get(ParticipationReading, wave.id)


def is_accepting(wave: Scheduled, now: datetime) -> Accepting:
    """Whether answers can be sent at this moment; by its dates even where no job closed it yet."""
    if wave.state == "cancelled":
        return "cancelled"
    if wave.state != "open" or now >= wave.ends_at:
        return "closed"
    return "not_yet" if now < wave.opens_at else "open"


def is_over(wave: Scheduled, now: datetime) -> bool:
    """Whether no answer can be sent any more, so that nothing has to be sent or printed for it."""
    return is_accepting(wave, now) in ("closed", "cancelled")
