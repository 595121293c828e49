"""Reads about printing, and about the homes that a wave's codes were made for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.core.promise.kinds import MOVE_IN
from survey.db import db
from survey.homes.contacts import Contact, open_contact
from survey.homes.models import Home
from survey.homes.queries import find_list
from survey.keys.key_files import get_contact_keys, get_letter_keys
from survey.letters.models import PrintedPart, Printing
from survey.letters.sealing import open_part
from survey.waves.models import Wave, WaveHome
from survey.waves.queries import is_over


@dataclass(frozen=True, slots=True)
class Door:
    """What the list of homes says of one: its language, and how it is reached."""

    language: str | None
    contact: Contact = field(repr=False)


def list_doors(wave: Wave, place: Property) -> dict[int, Door]:
    """The homes that the codes were made for, by number; empty where there was no list.

    Two queries and a key. A home that has left the list since keeps its codes and its letter;
    contacts that were destroyed are empty. The numbers of a move-in wave are no home's. Raises
    SurveyError "contact_unreadable".
    """
    if wave.kind == MOVE_IN:
        return {}
    held = find_list(place)
    key = get_contact_keys().find(held.contacts_key) if held and held.contacts_key else None
    wanted = (
        select(Home.number, Home.language, Home.contact)
        .join(WaveHome, WaveHome.number == Home.number)
        .where(WaveHome.wave_id == wave.id, Home.property_id == place.id)
    )
    doors = {}
    for number, language, sealed in db.session.execute(wanted):
        contact = Contact()
        if sealed is not None and key is not None:
            contact = open_contact(sealed, key, property_id=place.id, number=number)
        doors[number] = Door(language, contact)
    return doors


def has_doors(wave: Wave) -> bool:
    """Whether the codes were made for a list of homes. One query."""
    if wave.kind == MOVE_IN:
        return False
    found = select(WaveHome.number).where(WaveHome.wave_id == wave.id).limit(1)
    return db.session.scalars(found).first() is not None


def list_printings(wave: Wave, now: datetime) -> Sequence[Printing]:
    """What waits to be printed, or is being made, the newest first. One query."""
    return db.session.scalars(
        select(Printing)
        .where(Printing.wave_id == wave.id, Printing.ends_at > now)
        .order_by(Printing.asked_at.desc(), Printing.id)
    ).all()


def get_printing(wave: Wave, printing_id: str, now: datetime) -> Printing:
    """One of them. Raises SurveyError "letters_gone" once it is deleted or its time is over."""
    found = db.session.get(Printing, printing_id)
    if found is None or found.wave_id != wave.id or found.ends_at <= now:
        raise SurveyError("missing", "letters_gone")
    return found


def count_parts(printing: Printing) -> int:
    """How many PDF files a printing has so far. One query."""
    counted = select(func.count()).where(PrintedPart.printing_id == printing.id)
    return db.session.scalars(counted).one()


def list_marks(printing_id: str) -> list[tuple[int, bytes | None]]:
    """What each part so far was made from, by its number. One query, which reads no PDF."""
    marks = select(PrintedPart.number, PrintedPart.made_of)
    wanted = marks.where(PrintedPart.printing_id == printing_id).order_by(PrintedPart.number)
    return [(number, made_of) for number, made_of in db.session.execute(wanted)]


def read_key(printing: Printing) -> bytes:
    """The key of a printing. Raises SurveyError "letters_gone" once it is destroyed."""
    key = get_letter_keys().find(printing.id)
    if key is None:
        raise SurveyError("missing", "letters_gone")
    return key


def read_part(printing_id: str, number: int, key: bytes) -> bytes:
    """One PDF, opened. One query. Raises SurveyError "letters_gone"."""
    part = db.session.get(PrintedPart, (printing_id, number))
    if part is None:
        raise SurveyError("missing", "letters_gone")
    pdf = open_part(part.sealed, key, printing_id=printing_id, number=number)
    db.session.expunge(part)
    return pdf


def iterate_over(now: datetime) -> Iterator[Printing]:
    """What must not be kept longer: its time is over, or its wave is not open any more."""
    may_be = (
        select(Printing, Wave)
        .join(Wave, Wave.id == Printing.wave_id)
        .where((Printing.ends_at <= now) | (Wave.state != "open") | (Wave.closes_at <= now))
    )
    for printing, wave in db.session.execute(may_be).all():
        if printing.ends_at <= now or is_over(wave, now):
            yield printing
