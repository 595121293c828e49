"""P5 at closing: how many sealed sets a wave holds is told exactly only under nine in ten adults.

CC1 The rule, at its edge: 161 of 180 is told, 162 is "90 % or more"; a link has no such frame.
CC2 The promise page, the wave's page, the flash and both commands say it, and nothing else does.
CC3 Nor do unreadable and blanked sets, which would add up to it.
CC4 Below nine in ten everything is told as before.
"""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey.accounts.models import Role
from survey.communities.models import Property
from survey.core.promise.document import short_hash
from survey.db import db, transaction
from survey.responses.services import Opening
from survey.results import cli
from survey.waves.sealed_count import SealedCount, count_shown
from tests.factories.accounts import make_person, sign_in
from tests.factories.waves import Fieldwork, launch_wave_for_tests, make_property
from tests.features.results.conftest import Answer
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import words_of

ADULTS = 24
PARTS = (("full_price", "Full-price homes", 12, 12), ("lower_cost", "Lower-cost homes", 12, 12))
BAND = "90 % or more of 24 adults"


@pytest.fixture
def small_place(app: Flask) -> int:
    """Return a property of 24 adults."""
    with transaction():
        return make_property(name="Alder House", strata=PARTS).id


@pytest.mark.parametrize(
    ("count", "access", "exact"),
    [(161, "codes", 161), (162, "codes", None), (180, "codes", None), (162, "link", 162)],
)
def test_cc1_the_edge(
    app: Flask, frozen_clock: FrozenClock, count: int, access: str, exact: int | None
) -> None:
    """CC1"""
    cuts = () if access == "link" else ("stratum",)
    made = launch_wave_for_tests(frozen_clock(), access=access, cuts=cuts)
    assert count_shown(made.wave) is None
    with transaction():
        made.wave.state, made.wave.envelope_count = "closed", count
    assert count_shown(made.wave) == SealedCount(exact, 180)


def sign_manager_in(client: FlaskClient, fieldwork: Fieldwork) -> None:
    place = db.session.get_one(Property, fieldwork.wave.property_id)
    sign_in(
        client,
        make_person(
            "Alice", organization=place.organization, role=Role.MANAGER, properties=[place]
        ),
    )


def pages(client: FlaskClient, fieldwork: Fieldwork) -> dict[str, str]:
    """What the flash with the wave's page and the promise page say."""
    short = short_hash(fieldwork.wave.promise_hash)
    own = f"/staff/waves/{fieldwork.wave_id}"
    db.session.remove()
    client.post(f"{own}/close", data={"early": "y"})
    return {
        "staff": words_of(client.get(own)),
        "promise": words_of(client.get(f"/promise/{short}/en")),
    }


def test_cc2_pages(client: FlaskClient, answer: Answer, small_place: int) -> None:
    """CC2: 22 of 24 have answered."""
    fieldwork = answer(22, place_id=small_place, cuts=())
    sign_manager_in(client, fieldwork)
    said = pages(client, fieldwork)
    assert "The wave is closed with sealed answer sets of 90% or more of the 24" in said["staff"]
    assert "Sealed answers of 90% or more of the 24 adults were counted" in said["staff"]
    assert "sealed answers of 90% or more of the 24 adults were in the box" in said["promise"]
    assert [name for name, words in said.items() if re.search(r"\b22\b(?!, 2)", words)] == []
    assert fieldwork.wave.envelope_count == 22
    assert str(fieldwork.wave.envelope_digest) in said["promise"]


def test_cc2_commands(app: Flask, answer: Answer, small_place: int) -> None:
    """CC2, CC3"""
    fieldwork = answer(22, place_id=small_place, cuts=())
    runner = app.test_cli_runner()
    closed = runner.invoke(args=["waves", "close", fieldwork.wave_id]).output
    assert closed == f"envelopes of {BAND}, hash {fieldwork.wave.envelope_digest}\n"
    db.session.remove()
    opened = runner.invoke(args=["waves", "open", fieldwork.wave_id]).output
    assert opened.startswith(
        f"answer sets opened, no answers blanked, no envelopes unreadable; envelopes of {BAND}\n"
    )


def test_cc3_no_sum(app: Flask, frozen_clock: FrozenClock) -> None:
    """CC3: however many of them could not be read, no line has a number but the frame's."""
    made = launch_wave_for_tests(frozen_clock())
    with transaction():
        made.wave.state, made.wave.envelope_count = "closed", 170
    said = cli._say_opening(made.wave, Opening(155, 3, 15))
    assert re.findall(r"\d+", said) == ["90", "180"]
    assert "some answers blanked, some envelopes unreadable" in said


def test_cc4_below(app: Flask, client: FlaskClient, answer: Answer, small_place: int) -> None:
    """CC4: 21 of 24 are 87.5 %."""
    fieldwork = answer(21, place_id=small_place, cuts=())
    sign_manager_in(client, fieldwork)
    said = pages(client, fieldwork)
    assert "The wave is closed with 21 sealed answer sets." in said["staff"]
    assert "21 sealed answers were counted at closing." in said["staff"]
    assert "21 sealed answers were in the box." in said["promise"]
    opened = app.test_cli_runner().invoke(args=["waves", "open", fieldwork.wave_id]).output
    assert opened.startswith("21 answer sets opened, 0 answers blanked, 0 envelopes unreadable\n")
