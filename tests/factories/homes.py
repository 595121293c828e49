"""Lists of homes for tests: rows with contacts that are sealed as a real import seals them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from survey.communities.models import Property
from survey.db import db
from survey.homes.contacts import Contact, seal_contact
from survey.homes.models import Home, HomeList
from survey.homes.services.keys import put_new_key

HomeRow = tuple[str, str | None, int, str | None, Contact]
"""Label, stratum, adults, language, contact."""


def make_home_list(
    place: Property, rows: Sequence[HomeRow], *, ends_on: date = date(2027, 12, 31)
) -> HomeList:
    """A stored list of homes, numbered from 1 in the order of its rows. Needs a transaction.

    The property's own counts are left as they are: give rows that add up to them.
    """
    key_id, key = put_new_key()
    held = HomeList(
        property_id=place.id,
        contacts_key=key_id,
        contacts_end_on=ends_on,
        mapping={},
        next_number=len(rows) + 1,
    )
    db.session.add(held)
    db.session.flush()
    for number, (label, stratum, adults, language, contact) in enumerate(rows, start=1):
        sealed = seal_contact(contact, key, property_id=place.id, number=number)
        db.session.add(
            Home(
                property_id=place.id,
                number=number,
                label=label,
                stratum=stratum,
                adults=adults,
                language=language,
                contact=sealed if contact else None,
            )
        )
    db.session.flush()
    return held


def make_even_list(place: Property, *, languages: Sequence[str] = ("en",)) -> HomeList:
    """A list that agrees with a property's housing mix: adults dealt over the homes of each part.

    Home n is "1-n", writes to home-n@residents.example and +1612555 and n in four digits.
    """
    rows: list[HomeRow] = []
    for stratum in place.strata:
        each, more = divmod(stratum.adults, stratum.homes)
        for home in range(stratum.homes):
            number = len(rows) + 1
            contact = Contact(
                name=f"Household {number}",
                address=(f"1 Elm Street, Apt {number}", "Minneapolis, MN 55401"),
                email=(f"home-{number}@residents.example",),
                phone=(f"+1612555{number:04}",),
            )
            language = languages[number % len(languages)]
            rows.append((f"1-{number}", stratum.key, each + (home < more), language, contact))
    return make_home_list(place, rows)
