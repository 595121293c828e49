"""Reads about the list of homes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from survey.communities.models import Property
from survey.core.promise.frame import ListedHome
from survey.db import db
from survey.homes.contacts import Contact, open_contact
from survey.homes.models import Home, HomeList
from survey.keys.contact_keys import get_contact_keys


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
    held = find_list(place)
    key = get_contact_keys().find(held.contacts_key) if held and held.contacts_key else None
    for home in list_homes(place):
        contact = Contact()
        if home.contact is not None and key is not None:
            contact = open_contact(
                home.contact, key, property_id=home.property_id, number=home.number
            )
        yield Reached(home, contact)
