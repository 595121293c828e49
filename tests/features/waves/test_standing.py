"""What the pages of places say of fieldwork: how things stand, and the one next step.

S1  Each state of the newest wave has its headline and its next step for a manager.
S1a A list of homes comes before the first wave, and letters before anybody can answer with a code.
S2  Who only reads gets no step into fieldwork, and the results once there are some.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from survey.accounts.models import Person, Role
from survey.communities.models import Property
from survey.db import db, transaction
from survey.responses.services import cancel_wave, close_ballot_box, open_ballot_box
from survey.results.services import make_release
from survey.waves.services.listing import record_codes_listed
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_organization
from tests.factories.communities import make_property as make_place
from tests.factories.homes import make_even_list
from tests.factories.waves import TIMEZONE, Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import heading_of, words_of


@pytest.fixture
def place(client: FlaskClient) -> Property:
    """A property that Bob manages."""
    organization = make_organization()
    place = make_place(organization=organization, timezone=TIMEZONE)
    make_person("Bob", organization=organization, role=Role.MANAGER, properties=[place])
    return place


def home(client: FlaskClient) -> tuple[str, str]:
    # Days have passed, and with them the session of whoever manages the place.
    sign_in(client, db.session.scalars(select(Person).where(Person.name == "Bob")).one())
    page = client.get("/staff")
    return heading_of(page), words_of(page)


def release(made: Fieldwork, clock: FrozenClock) -> None:
    clock.forward(days=22)
    with transaction():
        close_ballot_box(wave=made.wave, now=clock())
    with transaction():
        open_ballot_box(wave=made.wave, passphrase=None, now=clock())
    with transaction():
        make_release(wave=made.wave, now=clock())


def test_the_road_of_a_wave(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock
) -> None:
    """S1"""
    today = frozen_clock().date()
    made = launch_wave_for_tests(
        frozen_clock(), place=place, cuts=(), opens_on=today + timedelta(days=2)
    )
    headline, words = home(client)
    assert headline == "Wave 1 opens on August 5, 2026."
    assert "Print the letters with codes" in words
    with transaction():
        record_codes_listed(wave=made.wave, actor=None, way="letters", now=frozen_clock())
    assert "See the days to come" in home(client)[1]
    frozen_clock.forward(days=3)
    headline, words = home(client)
    assert headline == "Wave 1 is open until the end of August 24, 2026."
    assert "See how many have answered" in words
    frozen_clock.forward(days=20)
    headline, words = home(client)
    assert headline == "Fieldwork of wave 1 is over."
    assert "Go on to the results" in words
    release(made, frozen_clock)
    headline, words = home(client)
    assert headline == "The results of wave 1 are out."
    assert "Launch a wave" in words
    assert "Surveys so far Wave 1 Released" in words


def test_a_cancelled_wave(client: FlaskClient, place: Property, frozen_clock: FrozenClock) -> None:
    """S1"""
    made = launch_wave_for_tests(frozen_clock(), place=place, cuts=())
    with transaction():
        cancel_wave(wave=made.wave, now=frozen_clock())
    headline, words = home(client)
    assert headline == "Wave 1 is cancelled."
    assert "Launch a wave" in words


def test_before_the_first_wave(client: FlaskClient, place: Property) -> None:
    """S1a: the list first; without one a wave can be launched all the same, or a year planned."""
    sign_in(client, db.session.scalars(select(Person).where(Person.name == "Bob")).one())
    page = client.get(f"/staff/properties/{place.slug}")
    steps = re.findall(r'class="actions"><a (?:class="button" )?href="([^"]+)', next_of(page))
    assert steps == [
        f"/staff/properties/{place.slug}/homes/import",
        f"/staff/properties/{place.slug}/launch",
    ]
    with transaction():
        make_even_list(db.session.merge(place))
    page = client.get(f"/staff/properties/{place.slug}")
    steps = re.findall(r'class="actions"><a (?:class="button" )?href="([^"]+)', next_of(page))
    assert steps == [
        f"/staff/properties/{place.slug}/launch",
        f"/staff/properties/{place.slug}/plan",
    ]


def test_letters_are_due_on_the_waves_page(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock
) -> None:
    """S1a: until somebody was given the codes; never where an open link leads in."""
    made = launch_wave_for_tests(frozen_clock(), place=place, cuts=())
    sign_in(client, db.session.scalars(select(Person).where(Person.name == "Bob")).one())
    address = f"/staff/waves/{made.wave_id}"
    assert f'href="{address}/letters">Print the letters' in client.get(address).text
    with transaction():
        record_codes_listed(wave=made.wave, actor=None, way="letters", now=frozen_clock())
    assert "Print the letters" not in client.get(address).text
    with transaction():
        cancel_wave(wave=made.wave, now=frozen_clock())
    open_link = launch_wave_for_tests(frozen_clock(), place=place, cuts=(), access="link")
    assert "Print the letters" not in client.get(f"/staff/waves/{open_link.wave_id}").text


def next_of(page: TestResponse) -> str:
    """What the page says comes next."""
    found = re.search(r"<h2>Next</h2>.*?</div>", page.text, re.DOTALL)
    assert found is not None
    return found[0]


def test_who_only_reads(client: FlaskClient, place: Property, frozen_clock: FrozenClock) -> None:
    """S2"""
    made = launch_wave_for_tests(frozen_clock(), place=place, cuts=())
    organization = db.session.get_one(Property, place.id).organization
    dana = make_person("Dana", organization=organization, role=Role.STEWARD, properties=[place])
    sign_in(client, dana)
    page = client.get("/staff")
    assert "Next" not in words_of(page)
    assert f"/staff/waves/{made.wave_id}" not in page.get_data(as_text=True)
    release(made, frozen_clock)
    sign_in(client, dana)
    page = client.get("/staff")
    assert "Read the results" in words_of(page)
    assert f"/staff/waves/{made.wave_id}" not in page.get_data(as_text=True)
