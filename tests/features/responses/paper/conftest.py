"""A keyer at Maple Court, who has begun to type in sheets of an open wave."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody, make_everybody
from tests.factories.paper import Keyer
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock


@pytest.fixture
def people(app: Flask) -> Everybody:
    """Everybody of Hearth Homes."""
    return make_everybody()


@pytest.fixture
def work(people: Everybody, frozen_clock: FrozenClock) -> Fieldwork:
    """An open wave with codes at Maple Court that promised paper."""
    return launch_wave_for_tests(frozen_clock(), place=people.maple, paper=True)


@pytest.fixture
def hana(client: FlaskClient, people: Everybody, work: Fieldwork) -> Keyer:
    """The keyer, who has begun."""
    keyer = Keyer(sign_in(client, people.hana), work)
    assert keyer.begin().status_code == 303
    return keyer
