"""The key of messages is lost, or another one: nobody is written to who asked not to be.

K1  A mailing that is planned, or begun, stops before its first message; no new key is made. The
    page says why and what to do, to whoever looks. With the key back it goes on, past who refused.
K2  The same holds for a key of another machine, and for refusals from before there was a mark.
K3  While it is lost, nothing is planned, a STOP is not said to be kept, and what comes back stays
    with the mail server.
K4  Where there is no copy, whoever runs the server gives it up on purpose, and is told what that
    costs; a key that fits is never given up.
K5  The mark tells nothing of the key, and is the same whoever writes it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient

from survey.accounts.models import AuditEvent, Role
from survey.communities.models import Organization, Property
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.jobs.queue import find_job
from survey.jobs.working import work_once
from survey.keys.message_key import get_message_key
from survey.messages.keyring import hold_key, is_key_lost
from survey.messages.models import KeyMark, Refusal
from survey.messages.services import KIND, job_key, refuse_messages
from survey.messages.slips import digest_of
from tests.factories.accounts import make_person, sign_in
from tests.factories.mailings import look, make_reached_wave, plan
from tests.factories.waves import Fieldwork
from tests.support.frozen_clock import FrozenClock
from tests.support.mail_host import MailHost
from tests.support.pages import words_of
from tests.support.text_host import TextHost

REFUSING = "home-3@residents.example"
LOST = "Nothing goes out until it is back"


def key_file() -> Path:
    """Where the key lies."""
    folder: Path = current_app.extensions["settings"].key_store_dir
    return folder / "messages.key"


def refuse() -> bytes:
    """Somebody asks for no more, after a first message; the key by which that is known."""
    key = hold_key()
    with transaction():
        refuse_messages(digest=digest_of(key, "email", REFUSING), scope="all")
    return key


def lose(how: str) -> None:
    """The file is gone, or another machine's lies there."""
    key_file().unlink()
    if how == "another":
        key_file().write_bytes(bytes(32))
        key_file().chmod(0o600)


def sign_sender_in(client: FlaskClient, made: Fieldwork) -> None:
    """Somebody who may send looks."""
    place = db.session.get_one(Property, made.wave.property_id)
    there = db.session.get_one(Organization, place.organization_id)
    sign_in(client, make_person("Greta", organization=there, role=Role.SENDER, properties=[place]))


@pytest.mark.parametrize("how", ["gone", "another"])
def test_nothing_goes_out(
    client: FlaskClient, post: MailHost, morning: FrozenClock, how: str
) -> None:
    """K1, K2"""
    made = make_reached_wave(morning())
    key = refuse()
    plan(made, morning())
    lose(how)
    there = key_file().read_bytes() if key_file().exists() else None
    assert work_once([KIND]) == "failed"
    job = find_job(job_key(look(made).id))
    assert job is not None
    assert (job.error, look(made).problem) == ("messages_key_lost", "key_lost")
    assert post.taken == []
    assert (key_file().read_bytes() if key_file().exists() else None) == there
    sign_sender_in(client, made)
    page = f"/staff/waves/{made.wave_id}/messages"
    for shown in (page, f"{page}/invitation/email"):
        assert LOST in words_of(client.get(shown))
    assert "Does not get through" in words_of(client.get(page))
    with pytest.raises(SurveyError, match="messages_key_lost"):
        plan(made, morning(), contact="reminder_1")
    key_file().write_bytes(key)
    plan(made, morning())
    assert work_once([KIND]) == "done"
    assert len(post.taken) == 23
    assert REFUSING not in post.recipients()
    assert LOST not in words_of(client.get(page))


def test_before_there_was_a_mark(post: MailHost, morning: FrozenClock) -> None:
    """K2, K5: a key that is there is taken on; one that is missing is missed."""
    assert not is_key_lost(), "nothing was ever sent"
    key = get_message_key().get()
    with transaction():
        refuse_messages(digest=digest_of(key, "email", REFUSING), scope="all")
    lose("gone")
    with pytest.raises(SurveyError, match="messages_key_lost"):
        hold_key()
    assert not key_file().exists()
    key_file().write_bytes(key)
    assert hold_key() == hold_key() == key
    mark = db.session.query(KeyMark).one().mark
    assert mark not in key
    lose("another")
    assert is_key_lost()


def test_what_comes_in_meanwhile(
    app: Flask, client: FlaskClient, gateway: TextHost, morning: FrozenClock
) -> None:
    """K3"""

    def say_stop() -> int:
        shown = {"Authorization": f"Bearer {gateway.settings.stop_secret}"}
        told = {"From": "+1 612 555 0001", "Body": "STOP"}
        return client.post("/messages/stop", headers=shown, data=told).status_code

    def bounce() -> int:
        return app.test_cli_runner().invoke(args=["messages", "bounce"], input=b"").exit_code

    key = refuse()
    lose("gone")
    assert (say_stop(), bounce()) == (503, 75)
    assert db.session.query(Refusal).count() == 1
    key_file().write_bytes(key)
    assert (say_stop(), bounce()) == (200, 0)
    assert db.session.query(Refusal).count() == 2


def test_given_up_on_purpose(app: Flask, post: MailHost, morning: FrozenClock) -> None:
    """K4"""
    made = make_reached_wave(morning())
    refuse()
    run = app.test_cli_runner().invoke
    fits = run(args=["messages", "new-key", "--yes"])
    assert (fits.exit_code, "it is the right one" in fits.output) == (1, True)
    lose("gone")
    asked = run(args=["messages", "new-key"], input="n\n")
    assert (asked.exit_code, "written to again" in asked.output) == (1, True)
    assert is_key_lost()
    done = run(args=["messages", "new-key", "--yes"])
    assert done.output == "Addresses that had asked for no more messages and are forgotten: 1\n"
    db.session.rollback()
    assert not is_key_lost()
    assert db.session.query(Refusal).count() == 0
    (act,) = db.session.query(AuditEvent).filter_by(action="messages.key_given_up")
    assert act.details == {"forgotten": 1}
    plan(made, morning())
    assert work_once([KIND]) == "done"
    assert len(post.taken) == 24
