"""Codes for a list of homes.

H1  Each adult of each home has a code, which stays the same however often it is derived.
H2  A list that counts otherwise than the property is refused, and nothing is left behind.
H3  What leads from a wave to homes goes when it closes, and when it is cancelled.
H4  A home that has left the list gets no code.
H5  Contacts are sealed, each to its own home, and gone with their key.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from survey.core.errors import SurveyError
from survey.core.sealing.codes import code_check
from survey.db import db, transaction
from survey.homes.models import Home
from survey.homes.queries import find_list, iterate_reached
from survey.keys.key_files import get_contact_keys
from survey.keys.store import get_key_store
from survey.responses.services import cancel_wave, close_ballot_box
from survey.waves.letters import list_codes
from survey.waves.models import AccessCode, Wave, WaveHome
from tests.factories.homes import make_even_list
from tests.factories.waves import Fieldwork, launch_wave_for_tests, make_property
from tests.support.frozen_clock import FrozenClock

pytestmark = pytest.mark.usefixtures("app")


def launched(clock: FrozenClock) -> Fieldwork:
    with transaction():
        place = make_property()
        make_even_list(place)
    return launch_wave_for_tests(clock(), place=place)


def test_every_adult_of_every_home(frozen_clock: FrozenClock) -> None:
    """H1"""
    work = launched(frozen_clock)
    letters = list_codes(work.wave)
    homes = db.session.scalars(select(Home).order_by(Home.number)).all()
    assert [(one.number, one.label, one.adult) for one in letters] == [
        (home.number, home.label, adult) for home in homes for adult in range(1, home.adults + 1)
    ]
    assert {one.part for one in letters} == {"Full-price homes", "Lower-cost homes"}
    assert max(one.home for one in letters) == 60
    secret = get_key_store().get(work.wave_id).box_secret
    checks = {code_check(secret, one.code.replace("-", "")) for one in letters}
    assert checks == set(db.session.scalars(select(AccessCode.code_check)))
    assert letters == list_codes(work.wave)


def test_a_list_that_counts_otherwise(frozen_clock: FrozenClock) -> None:
    """H2"""
    with transaction():
        place = make_property()
        make_even_list(place)
        db.session.scalars(select(Home).where(Home.number == 3)).one().adults += 1
    with pytest.raises(SurveyError) as refused:
        launch_wave_for_tests(frozen_clock(), place=place)
    assert refused.value.code == "frame_differs_from_list"
    assert refused.value.params == {"field": "access", "homes": 120, "adults": 181}
    assert get_key_store().list() == []
    assert db.session.scalars(select(Wave)).all() == []
    assert db.session.scalars(select(WaveHome)).all() == []


@pytest.mark.parametrize("act", ["close", "cancel"])
def test_nothing_leads_to_homes_afterwards(frozen_clock: FrozenClock, act: str) -> None:
    """H3"""
    work = launched(frozen_clock)
    assert len(db.session.scalars(select(WaveHome)).all()) == 120
    frozen_clock.forward(days=30)
    with transaction():
        if act == "close":
            close_ballot_box(wave=work.wave, now=frozen_clock())
        else:
            cancel_wave(wave=work.wave, now=frozen_clock())
    assert db.session.scalars(select(WaveHome)).all() == []


def test_a_home_that_has_left(frozen_clock: FrozenClock) -> None:
    """H4"""
    with transaction():
        place = make_property()
        make_even_list(place)
        gone = db.session.scalars(select(Home).where(Home.number == 5)).one()
        gone.gone_on = frozen_clock().date()
        place.homes -= 1
        place.adults -= gone.adults
        place.strata[0].homes -= 1
        place.strata[0].adults -= gone.adults
    work = launch_wave_for_tests(frozen_clock(), place=place)
    assert 5 not in {one.number for one in list_codes(work.wave)}


def test_contacts_are_sealed(frozen_clock: FrozenClock) -> None:
    """H5"""
    with transaction():
        place = make_property()
        make_even_list(place)
    reached = list(iterate_reached(place))
    assert reached[6].contact.email == ("home-7@residents.example",)
    assert "home-7" not in repr(reached[6])
    sealed = db.session.scalars(select(Home.contact).where(Home.number == 7)).one()
    assert sealed is not None
    assert b"home-7" not in sealed
    with transaction():
        db.session.scalars(select(Home).where(Home.number == 8)).one().contact = sealed
    with pytest.raises(SurveyError, match="contact_unreadable"):
        list(iterate_reached(place))
    held = find_list(place)
    assert held is not None
    assert held.contacts_key is not None
    get_contact_keys().destroy(held.contacts_key)
    assert not any(one.contact for one in iterate_reached(place))
