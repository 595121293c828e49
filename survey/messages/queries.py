"""Reads about messages. No query here touches an answer, or what one could be joined to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select

from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.core.promise.kinds import MOVE_IN
from survey.db import db
from survey.homes.contacts import Contact
from survey.homes.queries import find_list, iterate_reached
from survey.keys.key_files import get_contact_keys
from survey.messages.keyring import is_key_lost
from survey.messages.models import CHANNELS, CONTACTS, Bounce, Mailing, Refusal
from survey.waves.models import Wave, WaveHome
from survey.waves.queries import is_over

Obstacle = Literal[
    "wave_over",
    "codes_at_move_in",
    "no_channel",
    "key_lost",
    "no_home_list",
    "no_contacts",
    "codes_before_list",
    "nobody",
]


@dataclass(frozen=True, slots=True)
class HomeReached:
    """A home as messages meet it: no row of the session. adults: whose codes it gets; 0: none."""

    number: int
    language: str | None
    adults: int
    addresses: tuple[str, ...]


def check_kind(contact: str, channel: str) -> None:
    """Raises SurveyError "no_such_mailing" for what is none of the contacts and channels."""
    if contact not in CONTACTS or channel not in CHANNELS:
        raise SurveyError("missing", "no_such_mailing")


def find_mailing(wave_id: str, contact: str, channel: str) -> Mailing | None:
    """The mailing of this kind, or None. One query."""
    return db.session.scalars(
        select(Mailing).where(
            Mailing.wave_id == wave_id, Mailing.contact == contact, Mailing.channel == channel
        )
    ).one_or_none()


def list_mailings(wave: Wave) -> Sequence[Mailing]:
    """The mailings of a wave, by the day on which they begin. One query."""
    return db.session.scalars(
        select(Mailing).where(Mailing.wave_id == wave.id).order_by(Mailing.send_at, Mailing.id)
    ).all()


def count_bounces(wave: Wave) -> dict[int, int]:
    """How many messages came back, by mailing. One query."""
    counted = (
        select(Bounce.mailing_id, func.count())
        .join(Mailing)
        .where(Mailing.wave_id == wave.id)
        .group_by(Bounce.mailing_id)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}


def list_homes_reached(wave: Wave, place: Property, channel: str) -> list[HomeReached]:
    """Every home on the list, by number, with its addresses of a channel. Three queries and a key.

    Where codes are needed, homes that the wave's codes were not made for have no adults.
    """
    adults = _list_adults(wave)
    return [
        HomeReached(
            number=one.home.number,
            language=one.home.language,
            adults=adults.get(one.home.number, 0) if wave.access == "codes" else 1,
            addresses=addresses_of(one.contact, channel),
        )
        for one in iterate_reached(place)
    ]


def addresses_of(contact: Contact, channel: str) -> tuple[str, ...]:
    """A contact's addresses of a channel, each once."""
    return tuple(dict.fromkeys(contact.email if channel == "email" else contact.phone))


def find_obstacle(
    wave: Wave, place: Property, homes: Sequence[HomeReached], *, ready: bool, now: datetime
) -> Obstacle | None:
    """What keeps messages from going out, or None. ready: whether the channel is set up."""
    if is_over(wave, now):
        return "wave_over"
    if wave.kind == MOVE_IN:
        return "codes_at_move_in"
    if not ready:
        return "no_channel"
    if is_key_lost():
        return "key_lost"
    if not homes:
        return "no_home_list"
    if not any(home.adults for home in homes):
        return "codes_before_list"
    if any(home.adults and home.addresses for home in homes):
        return None
    return "nobody" if _has_contacts(place) else "no_contacts"


def list_unwanted(wave: Wave) -> frozenset[bytes]:
    """Hashes of the addresses that want no message of this wave, or cannot be reached. Two queries.

    A lasting bounce counts wherever it was met.
    """
    scopes = ("all", scope_of_place(wave.property_id), scope_of_wave(wave.id))
    refused = db.session.scalars(select(Refusal.digest).where(Refusal.scope.in_(scopes)))
    gone = db.session.scalars(select(Bounce.digest).where(Bounce.lasting))
    return frozenset(bytes(digest) for found in (refused, gone) for digest in found)


def is_refused(digest: bytes, scopes: Collection[str]) -> bool:
    """Whether an address wants no more in one of these scopes. One query."""
    wanted = select(Refusal.digest).where(Refusal.digest == digest, Refusal.scope.in_(scopes))
    return db.session.scalars(wanted.limit(1)).first() is not None


def scope_of_wave(wave_id: str) -> str:
    """What a refusal of one survey is kept under."""
    return f"wave:{wave_id}"


def scope_of_place(property_id: int) -> str:
    """What a refusal of every survey at a place is kept under."""
    return f"property:{property_id}"


def _has_contacts(place: Property) -> bool:
    """Whether there is a key by which contacts of the list can be read. One query and a file."""
    held = find_list(place)
    key_id = held.contacts_key if held is not None else None
    return key_id is not None and get_contact_keys().find(key_id) is not None


def _list_adults(wave: Wave) -> dict[int, int]:
    """For how many adults codes were made, by the home's number. One query.

    The numbers of a move-in wave are no home's: nothing could go to any.
    """
    if wave.kind == MOVE_IN:
        return {}
    wanted = select(WaveHome.number, WaveHome.adults).where(WaveHome.wave_id == wave.id)
    return {row[0]: row[1] for row in db.session.execute(wanted)}
