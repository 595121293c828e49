"""Reads about the list of homes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.core.promise.frame import ListedHome
from survey.db import db
from survey.homes.columns import Remembered
from survey.homes.comparing import Present
from survey.homes.contacts import Contact, open_contact
from survey.homes.models import Home, HomeList, HomeUpload
from survey.homes.rows import door_key
from survey.homes.sealed import unseal_json
from survey.keys.key_files import get_contact_keys


@dataclass(frozen=True, slots=True)
class Reached:
    """A home and how it is reached: an empty contact where that is unknown, or destroyed."""

    home: Home
    contact: Contact


def find_list(place: Property) -> HomeList | None:
    """A property's list of homes, or None where none was ever read in. One query."""
    return db.session.get(HomeList, place.id)


def list_homes(place: Property) -> Sequence[Home]:
    """The homes that are on the list now, by number. One query."""
    return db.session.scalars(
        select(Home)
        .where(Home.property_id == place.id, Home.gone_on.is_(None))
        .order_by(Home.number)
    ).all()


def list_frame_homes(place: Property) -> list[ListedHome]:
    """The homes as the frame counts them: number, part and adults, by number. One query."""
    wanted = (
        select(Home.number, Home.stratum, Home.adults)
        .where(Home.property_id == place.id, Home.gone_on.is_(None))
        .order_by(Home.number)
    )
    return [ListedHome(*row) for row in db.session.execute(wanted)]


def iterate_reached(place: Property) -> Iterator[Reached]:
    """Every home on the list with its opened contact, by number. Two queries and a key.

    Contacts that were destroyed are empty.
    """
    yield from iterate_opened(place, list_homes(place))


def iterate_opened(place: Property, homes: Iterable[Home]) -> Iterator[Reached]:
    """Homes of a property with their opened contacts. One query and a key."""
    key = find_key(find_list(place))
    for home in homes:
        yield Reached(home, _opened(home, key))


def find_key(held: HomeList | None) -> bytes | None:
    """The key of a list's contacts, or None where there is none, or none any more."""
    if held is None or held.contacts_key is None:
        return None
    return get_contact_keys().find(held.contacts_key)


def get_reached(place: Property, number: int) -> Reached:
    """One home that is on the list, with its opened contact. Raises SurveyError "no_such_home"."""
    home = db.session.scalar(
        select(Home).where(
            Home.property_id == place.id, Home.number == number, Home.gone_on.is_(None)
        )
    )
    if home is None:
        raise SurveyError("missing", "no_such_home")
    return Reached(home, _opened(home, find_key(find_list(place))))


def find_home_by_door(place: Property, label: str) -> Home | None:
    """The home on the list whose door reads like this, or None. One query."""
    wanted = door_key(label)
    found = (home for home in list_homes(place) if door_key(home.label) == wanted)
    return next(found, None)


def list_present(place: Property) -> tuple[int, int, list[Present]]:
    """The list's version, its next number, and every home it ever had with its opened contact.

    The version is read first: what is newer than it is refused when it is written. Two queries.
    """
    held = find_list(place)
    if held is None:
        return 0, 1, []
    version, next_number, key = held.version, held.next_number, find_key(held)
    wanted = select(
        Home.id,
        Home.number,
        Home.label,
        Home.stratum,
        Home.adults,
        Home.language,
        Home.contact,
        Home.gone_on,
    ).where(Home.property_id == place.id)
    present = [
        Present(*row[:6], _open(row[6], key, place.id, row[1]), row[7] is not None)
        for row in db.session.execute(wanted)
    ]
    return version, next_number, present


@dataclass(frozen=True, slots=True)
class Totals:
    """What the homes on a list add up to. by_part: homes and adults of each kind, None for none."""

    homes: int
    adults: int
    by_part: Mapping[str | None, tuple[int, int]]

    def agree_with(self, place: Property) -> bool:
        """Whether the property says the same, so that codes can be made out."""
        parts = {one.key: (one.homes, one.adults) for one in place.strata}
        ours = {key: self.by_part.get(key, (0, 0)) for key in parts}
        return (self.homes, self.adults, ours) == (place.homes, place.adults, parts)


def count_list(place: Property) -> Totals:
    """Homes and adults on the list, by kind. One query."""
    counted = (
        select(Home.stratum, func.count(), func.sum(Home.adults))
        .where(Home.property_id == place.id, Home.gone_on.is_(None))
        .group_by(Home.stratum)
    )
    parts = {part: (homes, int(adults)) for part, homes, adults in db.session.execute(counted)}
    return Totals(
        sum(homes for homes, _adults in parts.values()),
        sum(adults for _homes, adults in parts.values()),
        parts,
    )


def find_remembered(held: HomeList | None) -> Remembered:
    """How the last file was read; nothing where its key is gone. A key."""
    key, sealed = find_key(held), (held.mapping if held else {}).get("sealed")
    if held is None or key is None or not sealed:
        return Remembered()
    return Remembered(**unseal_json(bytes.fromhex(sealed), key, f"mapping {held.property_id}"))


def get_upload(place: Property, upload_id: str) -> HomeUpload:
    """A file that waits at a property. Raises SurveyError "upload_gone". One query."""
    upload = db.session.get(HomeUpload, upload_id)
    if upload is None or upload.property_id != place.id:
        raise SurveyError("missing", "upload_gone")
    return upload


def list_ended_uploads(now: datetime) -> Sequence[HomeUpload]:
    """The files whose hour is over. One query."""
    return db.session.scalars(select(HomeUpload).where(HomeUpload.ends_at <= now)).all()


def list_with_contacts() -> Sequence[tuple[HomeList, Property]]:
    """Every list that has contacts, with its property. One query."""
    wanted = (
        select(HomeList, Property)
        .join(Property, Property.id == HomeList.property_id)
        .where(HomeList.contacts_end_on.is_not(None))
        .order_by(HomeList.property_id)
    )
    return [(row[0], row[1]) for row in db.session.execute(wanted)]


def _opened(home: Home, key: bytes | None) -> Contact:
    return _open(home.contact, key, home.property_id, home.number) or Contact()


def _open(sealed: bytes | None, key: bytes | None, place_id: int, number: int) -> Contact | None:
    if sealed is None or key is None:
        return None
    return open_contact(sealed, key, property_id=place_id, number=number)
