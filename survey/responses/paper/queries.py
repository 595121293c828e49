"""Which waves take answers on paper, for whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from survey.accounts.access import Right, may_key
from survey.accounts.models import AuditEvent, Person
from survey.communities.models import Property
from survey.communities.queries import get_property, list_properties_for
from survey.core.errors import SurveyError
from survey.core.promise.document import has_paper
from survey.core.promise.kinds import EVERYBODY
from survey.db import db
from survey.waves.models import Wave
from survey.waves.promise import sealed_promise
from survey.waves.queries import get_wave_for


def get_keyed_wave(person: Person, wave_id: str) -> tuple[Wave, Property]:
    """A wave whose sheets a person may type in, and its place.

    Raises SurveyError "no_such_wave" alike for what does not exist and what is not theirs, and
    "no_paper" where the promise does not say who would see a sheet.
    """
    wave = db.session.get(Wave, wave_id)
    if wave is None or not may_key(person, place := get_property(wave.property_id)):
        raise SurveyError("missing", "no_such_wave")
    _check_paper(wave)
    return wave, place


def get_printed_wave(person: Person, wave_id: str) -> Wave:
    """A wave whose sheets a person may print. Raises as `get_keyed_wave` does."""
    wave = get_wave_for(person, wave_id, Right.SEND)
    _check_paper(wave)
    return wave


def _check_paper(wave: Wave) -> None:
    if not has_paper(sealed_promise(wave)):
        raise SurveyError("refused", "no_paper")


def list_keyed_waves(person: Person) -> list[tuple[Wave, Property]]:
    """The open waves whose sheets a person may type in, by place. Two queries."""
    places = list_properties_for(person, Right.KEY)
    return _on_paper([place for place in places if may_key(person, place)])


def list_printed_waves(person: Person) -> list[tuple[Wave, Property]]:
    """The open waves whose sheets a person may print, by place. Two queries."""
    return _on_paper(list_properties_for(person, Right.SEND))


def _on_paper(places: Sequence[Property]) -> list[tuple[Wave, Property]]:
    waves = {wave.property_id: wave for wave in _list_open_waves([place.id for place in places])}
    found = [(waves[place.id], place) for place in places if place.id in waves]
    return [(wave, place) for wave, place in found if has_paper(sealed_promise(wave))]


def _list_open_waves(place_ids: Collection[int]) -> Sequence[Wave]:
    """At most one a place: those for people who move in are not on paper."""
    wanted = select(Wave).where(
        Wave.property_id.in_(place_ids), Wave.kind == EVERYBODY, Wave.state == "open"
    )
    return db.session.scalars(wanted).all()


def was_keying_opened(actor: Person, subject: str, *, action: str, at: datetime) -> bool:
    """Whether this act is written already for that person, wave and day. One query."""
    wanted = select(AuditEvent.id).where(
        AuditEvent.action == action,
        AuditEvent.subject == subject,
        AuditEvent.actor_id == actor.id,
        AuditEvent.at == at,
    )
    return db.session.scalars(wanted.limit(1)).first() is not None
