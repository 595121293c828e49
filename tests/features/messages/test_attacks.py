"""Attacks on mailings, by whoever has the database, every log line and every message's envelope.

A1  Nothing that a mailing leaves differs by who has answered: two towns, in one of which half of
    the homes have, leave the same rows and the same lines.
A2  No code, address, body or slip stands in any table, log line, job or audit entry.
A3  What goes wrong on the way names no address and no code either, nor does the exception.
A4  Return addresses, links and Message-IDs lead nowhere without the key store: they are not among
    what the database holds, and no key that lies in it makes them.
A5  What the database holds of an address that wants no more is not what it holds of others.
A6  A manager who writes an own address beside a home's gets that home's code by a message, without
    printing a letter: every report says that those who manage the place sent codes.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from survey.accounts.models import Role
from survey.communities.models import Property
from survey.core.sending.refusals import NotSent
from survey.db import Base, db, transaction
from survey.homes.contacts import Contact
from survey.homes.services.editing import HomeFacts, change_home
from survey.jobs.working import work_once
from survey.keys.message_key import get_message_key
from survey.mail.server import MailServer
from survey.messages.models import Refusal
from survey.messages.services import KIND, refuse_messages, schedule_mailing
from survey.messages.slips import digest_of, read_bounce_slip, read_leave_slip
from survey.waves.queries import list_code_roles
from tests.factories.accounts import make_person
from tests.factories.answer_sets import answers_of
from tests.factories.mailings import look, make_reached_wave, plan
from tests.factories.sendings import send_answers
from tests.factories.waves import Fieldwork
from tests.support.backends import BOTH_DATABASES
from tests.support.frozen_clock import FrozenClock
from tests.support.mail_host import MailHost
from tests.support.text_host import TextHost

pytestmark = BOTH_DATABASES

SLIP = re.compile(r"/messages/leave/([\w-]+)")


def everything() -> str:
    """What stands in all tables as one text; bytes as they are and in hex."""
    rows = [
        [f"{value.hex()}{value!r}" if isinstance(value, bytes) else value for value in row]
        for name in (table.name for table in Base.metadata.sorted_tables)
        for row in db.session.execute(text(f"SELECT * FROM {name} ORDER BY 1, 2"))  # noqa: S608 - our own names
    ]
    db.session.rollback()
    return json.dumps(rows, default=str, ensure_ascii=False)


def own_lines(caplog: pytest.LogCaptureFixture) -> str:
    """What was logged but by the mail server of the test itself."""
    return "\n".join(
        f"{one.name} {one.getMessage()} {one.exc_text or ''}"
        for one in caplog.records
        if not one.name.startswith("mail.")
    )


def test_who_answered_leaves_no_trace(
    post: MailHost, morning: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    """A1"""
    caplog.set_level(logging.DEBUG)
    traces = []
    for answering in (0, 20):
        made = make_reached_wave(morning())
        codes = made.codes
        send_answers(
            made, ((codes[one * 2], answers_of(one)) for one in range(answering)), morning()
        )
        caplog.clear()
        plan(made, morning(), contact="reminder_1")
        post.refusals["home-3@residents.example"] = ["550 5.1.1 nobody"]
        assert work_once([KIND]) == "done"
        kept = look(made, "reminder_1")
        left = {name: value for name, value in vars(kept).items() if not name.startswith("_")}
        del left["id"], left["wave_id"]
        traces.append((left, own_lines(caplog).replace(made.wave_id, ""), len(post.taken)))
        post.taken.clear()
    assert traces[0] == traces[1]
    assert traces[0][0]["sent"] == 23


def secrets_of(made: Fieldwork, post: MailHost) -> set[str]:
    """What must stand nowhere: codes, addresses, slips, names of messages, words of a body."""
    codes = {letter for code in made.codes for letter in (code, code.replace("-", ""))}
    messages = {str(one.message["Message-ID"]).strip("<>").split("@")[0] for one in post.taken}
    returns = {one.sender.split("+")[1].split("@")[0] for one in post.taken}
    leaving = {slip for one in post.taken for slip in SLIP.findall(one.plain)}
    assert min(len(messages), len(returns), len(leaving)) == len(post.taken) > 5
    return codes | messages | returns | leaving | {"residents.example", "asks every adult"}


def test_nothing_is_left_lying_about(
    post: MailHost, morning: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    """A2, A3, A4: after a mailing with every kind of trouble."""
    caplog.set_level(logging.DEBUG)
    made = make_reached_wave(morning())
    plan(made, morning())
    post.refusals["home-3@residents.example"] = ["550 5.1.1 <home-3@residents.example>: nobody"]
    post.refusals["home-5@residents.example"] = ["450 4.2.0 <home-5@residents.example> later"]
    assert work_once([KIND]) == "waiting"
    post.at_data = ["451 home-5@residents.example"]
    morning.forward(seconds=30)
    assert work_once([KIND]) == "waiting"
    morning.forward(seconds=60)
    assert work_once([KIND]) == "done"
    assert look(made).sent == 23
    found, lines = everything(), own_lines(caplog)
    assert "job hindered" in lines
    needles = secrets_of(made, post)
    assert [needle for needle in needles if needle in found or needle in lines] == []
    slip = next(iter(SLIP.findall(post.taken[0].plain)))
    returned = post.taken[0].sender.split("+")[1].split("@")[0]
    key = get_message_key().get()
    digest = digest_of(key, "email", post.taken[0].recipient)
    assert read_leave_slip(key, slip) is not None
    keys = {made.wave.public_key[1:33], bytes.fromhex(made.wave.promise_hash), bytes(32)}
    assert [k for k in keys if read_leave_slip(k, slip) or read_bounce_slip(k, returned)] == []
    assert digest.hex() not in found


def test_an_exception_tells_nothing(app: Flask, post: MailHost) -> None:
    """A3: neither its words nor the exceptions before it."""
    address = "home-3@residents.example"
    post.refusals[address] = ["550 5.1.1 <home-3@residents.example> nobody"]
    message = EmailMessage()
    message.set_content("asks every adult")
    with MailServer(post.settings) as server, pytest.raises(NotSent) as caught:
        server.send(message, recipient=address, sender="back@porchlight.example")
    told = "".join(traceback.format_exception(caught.value))
    assert "smtp_550" in told
    assert "residents.example" not in told.replace("tests/", "")
    assert (caught.value.code, caught.value.lasting) == ("smtp_550", True)


def test_texts_leave_nothing_either(
    gateway: TextHost, morning: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    """A2, A3: the HTTP library logs addresses of requests, which hold nothing."""
    caplog.set_level(logging.DEBUG)
    made = make_reached_wave(morning())
    plan(made, morning(), channel="text")
    gateway.answers = [(429, "slow +16125550001"), (400, "bad +16125550002")]
    assert work_once([KIND]) == "waiting"
    morning.forward(seconds=30)
    assert work_once([KIND]) == "done"
    kept = look(made, channel="text")
    assert (kept.state, kept.sent, kept.failed) == ("sent", 23, 1)
    found, lines = everything(), own_lines(caplog)
    assert "urllib3" in lines
    needles = {*made.codes, "6125550", "of-the-gateway", "Neighbor survey at"}
    assert [needle for needle in needles if needle in found or needle in lines] == []


def test_what_is_kept_of_a_refusal(app: Flask, morning: FrozenClock) -> None:
    """A5: twelve bytes and where it holds; no moment, no order, no channel."""
    key = get_message_key().get()
    names: dict[str, Any] = {}
    for number in range(5, 0, -1):
        digest = digest_of(key, "email", f"home-{number}@residents.example")
        names[digest.hex()] = number
        with transaction():
            refuse_messages(digest=digest, scope="property:1")
            refuse_messages(digest=digest, scope="property:1")
    assert [column.name for column in Refusal.__table__.columns] == ["digest", "scope"]
    kept = db.session.query(Refusal).count()
    assert kept == 5
    assert digest_of(key, "email", " Home-1@Residents.Example ").hex() in names
    assert digest_of(key, "text", "home-1@residents.example").hex() not in names


def test_a_manager_gets_codes_by_mail(post: MailHost, morning: FrozenClock) -> None:
    """A6"""
    made = make_reached_wave(morning())
    place = db.session.get_one(Property, made.wave.property_id)
    greedy = make_person(
        "Max", organization=place.organization, role=Role.MANAGER, properties=[place]
    )
    assert list_code_roles(made.wave) == []
    with transaction():
        change_home(
            place=place,
            number=1,
            facts=HomeFacts(
                label="1-1",
                stratum=place.strata[0].key,
                adults=2,
                language="en",
                contact=Contact(email=("home-1@residents.example", "max@landlord.example")),
            ),
            seen_version=0,
            actor=greedy,
            now=morning(),
        )
    with transaction():
        schedule_mailing(
            wave=made.wave,
            contact="invitation",
            channel="email",
            send_at=morning(),
            actor=greedy,
            now=morning(),
        )
    assert work_once([KIND]) == "done"
    [mine] = [one for one in post.taken if one.recipient == "max@landlord.example"]
    assert any(code in mine.plain for code in made.codes)
    assert list_code_roles(made.wave) == ["manager"]
