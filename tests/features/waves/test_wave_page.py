"""The wave's own page: state, participation in steps, what can be done now, and for whom.

WP1  Only whoever manages the property sees it, whatever the wave's state.
WP2  Participation is one coarse step, never a count; with an open link it is no share.
WP3  Closing, opening and cancelling are offered only where they can be done.
WP4  The promise can be made stricter here, and not weaker, whatever is sent.
WP5  The address to share is that of the wave, without any code.
"""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from survey.accounts.models import Role
from survey.communities.models import Property
from survey.db import db, transaction
from survey.waves.models import ParticipationReading, PromiseTightening
from survey.waves.promise import effective_promise
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_organization
from tests.factories.waves import Fieldwork, launch_wave_for_tests, make_property
from tests.support.frozen_clock import FrozenClock


@pytest.fixture
def place(client: FlaskClient) -> Property:
    """A property that Alice manages; she is signed in."""
    organization = make_organization()
    with transaction():
        place = make_property(organization=organization)
    alice = make_person("Alice", organization=organization, role=Role.MANAGER, properties=[place])
    sign_in(client, alice)
    return place


@pytest.fixture
def made(place: Property, frozen_clock: FrozenClock) -> Fieldwork:
    """An open wave with codes."""
    return launch_wave_for_tests(frozen_clock(), place=place)


def read(client: FlaskClient, made: Fieldwork) -> str:
    """The wave's page as text."""
    answer = client.get(f"/staff/waves/{made.wave_id}")
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.STEWARD])
def test_only_managers(client: FlaskClient, made: Fieldwork, place: Property, role: Role) -> None:
    """WP1"""
    organization = db.session.get_one(Property, place.id).organization
    bob = make_person("Bob", organization=organization, role=role, properties=[place])
    client.post("/staff/sign-out")
    assert client.get(f"/staff/waves/{made.wave_id}").status_code == 302
    sign_in(client, bob)
    assert client.get(f"/staff/waves/{made.wave_id}").status_code == 404
    assert client.post(f"/staff/waves/{made.wave_id}/tighten", data={}).status_code == 404
    assert client.post(f"/staff/waves/{made.wave_id}/codes", data={}).status_code == 404
    assert client.get("/staff/waves/none").status_code == 404


def take_reading(made: Fieldwork, *, counted: int, step: int) -> None:
    """Store a reading as the monitor would."""
    with transaction():
        db.session.add(
            ParticipationReading(
                wave_id=made.wave_id, read_on=date(2026, 8, 3), counted=counted, step=step
            )
        )


def test_before_the_first_reading(client: FlaskClient, made: Fieldwork) -> None:
    """WP2"""
    page = read(client, made)
    assert "not yet" in page
    assert "of the 180 adults" not in page


def test_step_not_count(client: FlaskClient, made: Fieldwork) -> None:
    """WP2"""
    take_reading(made, counted=87, step=45)
    page = read(client, made)
    assert "about 45%" in page
    assert "of the 180 adults who live here have answered." in page
    assert page.count('<i class="on"></i>') == 9
    assert re.findall(r"\b87\b", page) == []


def test_top_step(client: FlaskClient, made: Fieldwork) -> None:
    """WP2"""
    take_reading(made, counted=178, step=90)
    page = read(client, made)
    assert "90% or more" in page
    assert re.findall(r"\b178\b", page) == []


def test_open_link_is_no_share(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock
) -> None:
    """WP2, WP5"""
    made = launch_wave_for_tests(frozen_clock(), place=place, access="link", cuts=())
    take_reading(made, counted=47, step=45)
    page = read(client, made)
    assert "at least 45" in page
    assert "one person may have sent several" in page
    assert "of the 180 adults who live here have answered." not in page
    assert f"http://127.0.0.1:8000/s/{made.slug}" in page
    assert f"/staff/waves/{made.wave_id}/codes" not in page


CLOSE, OPEN, CANCEL = "Close the survey now", "Open the answers and release", "Cancel this wave"


@pytest.mark.parametrize(
    ("states", "offered"),
    [
        ((), [CLOSE, CANCEL]),
        (("closed",), [OPEN, CANCEL]),
        (("closed", "opened"), [CANCEL]),
        (("closed", "opened", "released"), []),
        (("cancelled",), []),
    ],
)
def test_what_can_be_done(
    client: FlaskClient, made: Fieldwork, states: tuple[str, ...], offered: list[str]
) -> None:
    """WP3"""
    for state in states:
        with transaction():
            made.wave.state = state
    page = read(client, made)
    assert [act for act in (CLOSE, OPEN, CANCEL) if act in page] == offered


def test_nothing_to_close_before_the_first_day(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock
) -> None:
    """WP3"""
    made = launch_wave_for_tests(frozen_clock(), place=place, opens_on=date(2026, 8, 5))
    page = read(client, made)
    assert "Wave 1 opens on August 5, 2026." in page
    assert [act for act in (CLOSE, OPEN, CANCEL) if act in page] == [CANCEL]


def test_close_by_the_button(client: FlaskClient, made: Fieldwork) -> None:
    """WP3: the button leads to the box being closed, and the count on the page."""
    assert client.post(f"/staff/waves/{made.wave_id}/close").status_code == 303
    assert made.wave.state == "closed"
    assert "0 sealed answers were counted at closing." in read(client, made)


def tighten(client: FlaskClient, made: Fieldwork, **fields: str | list[str]) -> str:
    """Send the form that makes a promise stricter, and read the page that follows."""
    sent = {"min_group": "10", "cuts": ["stratum"], "destroy_after_days": "30", **fields}
    answer = client.post(f"/staff/waves/{made.wave_id}/tighten", data=sent)
    assert answer.status_code == 303
    return read(client, made)


def test_stricter(client: FlaskClient, made: Fieldwork) -> None:
    """WP4"""
    page = tighten(client, made, min_group="12", cuts=[], destroy_after_days="10")
    assert "The promise is stricter now." in page
    promise = effective_promise(made.wave)
    assert (promise["min_group"], promise["cuts"]) == (12, [])
    assert promise["answers_destroyed_after_days"] == 10


@pytest.mark.parametrize(
    "fields",
    [
        {"min_group": "9"},
        {"min_group": "0"},
        {"destroy_after_days": "31"},
        {"destroy_after_days": "0"},
        {"min_group": "12", "destroy_after_days": "31"},
        {"min_group": "-12"},
        {"min_group": ""},
        {"cuts": ["stratum", "dem_ten"]},
        {},
    ],
)
def test_not_weaker(
    client: FlaskClient, made: Fieldwork, fields: dict[str, str | list[str]]
) -> None:
    """WP4"""
    before = effective_promise(made.wave)
    page = tighten(client, made, **fields)
    assert "The promise is stricter now." not in page
    assert effective_promise(made.wave) == before
    assert db.session.scalars(select(func.count()).select_from(PromiseTightening)).one() == 0


def test_address(client: FlaskClient, made: Fieldwork) -> None:
    """WP5"""
    page = read(client, made)
    assert "http://127.0.0.1:8000/c<" in page
    assert [code for code in made.codes if code in page] == []
