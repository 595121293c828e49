"""A wave with a short list of homes, whose sender is signed in."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey.accounts.models import Role
from survey.communities.models import Property
from survey.db import db, transaction
from survey.homes.contacts import Contact
from survey.waves.services import conditions
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_organization
from tests.factories.homes import HomeRow, make_home_list
from tests.factories.waves import Fieldwork, launch_wave_for_tests, make_property
from tests.support.frozen_clock import FrozenClock

FULL, LOWER = "full_price", "lower_cost"
ROWS: tuple[HomeRow, ...] = (
    ("2-10", FULL, 1, "es", Contact("The Rivera family", ("10 Elm St", "St. Paul, MN 55102"))),
    ("2-9", FULL, 2, "ar", Contact("", ("9 Elm St", "Minneapolis, MN 55401"))),
    ("10-1", LOWER, 1, None, Contact()),
    ("=1+1", LOWER, 1, "vi", Contact("+Zoe", ("@1 Elm St", "Minneapolis, MN 55401-0007"))),
)
IN_ORDER = ["2-9", "2-10", "10-1", "=1+1"]
BY_POSTAL_CODE = ["2-10", "2-9", "=1+1", "10-1"]


@pytest.fixture
def place(app: Flask) -> Property:
    """Four homes and five adults, in two buildings and one odd door."""
    organization = make_organization()
    strata = ((FULL, "Full-price homes", 2, 3), (LOWER, "Lower-cost homes", 2, 2))
    with transaction():
        place = make_property(name="Maple Court", organization=organization, strata=strata)
        place.address = "1 Elm Street, Minneapolis, MN 55401"
        make_home_list(place, ROWS)
    return place


@pytest.fixture
def ordinary(
    place: Property, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> Fieldwork:
    """Open, with codes for the four homes: too few for results, which letters know nothing of."""
    monkeypatch.setattr(conditions, "SMALLEST_MIN_GROUP", 4)
    return launch_wave_for_tests(frozen_clock(), place=place, cuts=(), min_group=4)


@pytest.fixture
def wave(ordinary: Fieldwork) -> Fieldwork:
    """The wave of most tests."""
    return ordinary


@pytest.fixture
def greta(client: FlaskClient, place: Property) -> FlaskClient:
    """The sender's browser."""
    return enter(client, place, Role.SENDER)


def enter(client: FlaskClient, place: Property, role: Role) -> FlaskClient:
    """Sign somebody in who has this role at the place."""
    there = db.session.get_one(Property, place.id)
    person = make_person(
        f"The {role}", organization=there.organization, role=role, properties=[there]
    )
    return sign_in(client, person)
