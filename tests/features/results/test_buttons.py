"""The buttons that end fieldwork.

B1 a manager closes, then opens; the release is there, and each act is on record
B2 an evaluator, a manager of another place and a stranger change nothing
B3 a custodian's wave opens with the passphrase only
B4 cancelling needs the tick, and destroys everything
B5 reading changes nothing: only POST is answered
"""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from survey.accounts.models import AuditEvent, Person, Role
from survey.communities.models import Property
from survey.db import db, transaction
from survey.responses.models import Envelope
from survey.results.queries import find_release
from tests.factories.accounts import make_person, sign_in
from tests.factories.waves import PASSPHRASE, Fieldwork, make_property
from tests.features.results.conftest import Answer
from tests.support.frozen_clock import FrozenClock


def _make_manager(fieldwork: Fieldwork, name: str = "Alice") -> Person:
    place = db.session.get_one(Property, fieldwork.wave.property_id)
    return make_person(name, organization=place.organization, role=Role.MANAGER, properties=[place])


def _press(client: FlaskClient, fieldwork: Fieldwork, act: str, **fields: str) -> int:
    db.session.remove()  # an open read here would keep SQLite's log from being emptied
    answer = client.post(f"/staff/waves/{fieldwork.wave_id}/{act}", data=fields)
    if answer.status_code == 303:
        assert answer.headers["Location"].endswith(f"/staff/waves/{fieldwork.wave_id}")
    db.session.remove()
    return answer.status_code


def _list_acts() -> list[str]:
    kept = db.session.scalars(
        select(AuditEvent.action)
        .where(AuditEvent.action.in_(["wave.closed", "wave.opened", "wave.cancelled"]))
        .order_by(AuditEvent.id)
    )
    return list(kept)


def test_b1_close_and_open(client: FlaskClient, answer: Answer) -> None:
    fieldwork = answer(20)
    sign_in(client, _make_manager(fieldwork))
    assert _press(client, fieldwork, "open") == 303
    assert fieldwork.wave.state == "open"  # not closed yet: refused
    assert _press(client, fieldwork, "close") == 303
    assert fieldwork.wave.state == "open"  # its last day is to come: asks for a tick
    assert _press(client, fieldwork, "close", early="y") == 303
    assert (fieldwork.wave.state, fieldwork.wave.envelope_count) == ("closed", 20)
    assert _press(client, fieldwork, "open") == 303
    assert fieldwork.wave.state == "released"
    assert find_release(fieldwork.wave_id) is not None
    assert _list_acts() == ["wave.closed", "wave.opened"]


def test_b2_nobody_else(app: Flask, answer: Answer) -> None:
    fieldwork = answer(12)
    place = db.session.get_one(Property, fieldwork.wave.property_id)
    with transaction():
        other = make_property(name="Elsewhere")
    people = [
        make_person("Eve", organization=place.organization, role=Role.EVALUATOR),
        make_person(
            "Mallory", organization=other.organization, role=Role.MANAGER, properties=[other]
        ),
    ]
    clients = [sign_in(app.test_client(), person) for person in people]
    for act in ("close", "open", "cancel"):
        assert [_press(client, fieldwork, act, confirm="y", early="y") for client in clients] == [
            404,
            404,
        ]
        assert app.test_client().post(f"/staff/waves/{fieldwork.wave_id}/{act}").status_code == 302
    assert fieldwork.wave.state == "open"
    # An administrator of the organization may.
    place = db.session.get_one(Property, fieldwork.wave.property_id)
    bob = make_person("Bob", organization=place.organization, role=Role.ADMINISTRATOR)
    assert _press(sign_in(app.test_client(), bob), fieldwork, "close", early="y") == 303
    assert fieldwork.wave.state == "closed"


def test_b3_custodian(client: FlaskClient, answer: Answer) -> None:
    fieldwork = answer(12, custody="custodian", custodian_name="Council", passphrase=PASSPHRASE)
    sign_in(client, _make_manager(fieldwork))
    _press(client, fieldwork, "close", early="y")
    for passphrase in ("", "four lanterns on the roof"):
        _press(client, fieldwork, "open", passphrase=passphrase)
        assert fieldwork.wave.state == "closed"
    _press(client, fieldwork, "open", passphrase=PASSPHRASE)
    assert fieldwork.wave.state == "released"


def test_b4_cancel(client: FlaskClient, answer: Answer, frozen_clock: FrozenClock) -> None:
    fieldwork = answer(12)
    sign_in(client, _make_manager(fieldwork))
    assert _press(client, fieldwork, "cancel") == 303
    assert fieldwork.wave.state == "open"
    assert _press(client, fieldwork, "cancel", confirm="y") == 303
    assert (fieldwork.wave.state, fieldwork.wave.cancelled_at) == ("cancelled", frozen_clock())
    assert db.session.scalar(select(func.count()).select_from(Envelope)) == 0
    assert _list_acts() == ["wave.cancelled"]


@pytest.mark.parametrize("act", ["close", "open", "cancel"])
def test_b5_only_post(client: FlaskClient, answer: Answer, act: str) -> None:
    fieldwork = answer(1)
    sign_in(client, _make_manager(fieldwork))
    assert client.get(f"/staff/waves/{fieldwork.wave_id}/{act}").status_code == 405
