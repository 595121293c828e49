"""Mailings: every home once, whatever happens on the way.

S1  Each address of each home gets one message, in the home's language, with a link for each adult.
S2  A worker killed before a message is taken repeats nothing; killed after it, that message alone,
    under the same Message-ID. Nobody is missed.
S3  What is refused for now stops the mailing at its place; it goes on there after a pause.
S4  What is refused for good is counted, and the mailing goes on.
S5  A message that is refused again and again does not hold up the others for ever.
S6  Nothing goes out at night or on a day of rest; the mailing goes on where it was.
S7  Stopped, or its wave over: at most the message in flight goes out. Stopped, it can go on;
    a wave that was extended is over on its new last day.
S8  Asked for twice it goes out once; one that waits is moved; one that went out stays so.
S9  One connection serves many messages; one that was shut in between is opened anew.
S10 What keeps a mailing from going out is said when it is asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.core.sending.quiet_hours import Hours
from survey.db import db, transaction
from survey.homes.services.ending import destroy_contacts
from survey.jobs.queue import LEASE, find_job
from survey.jobs.working import work_once, work_until_idle
from survey.mail.server import MailServer
from survey.messages import sending
from survey.messages.models import Mailing
from survey.messages.outgoing import Parcel
from survey.messages.services import KIND, cancel_mailings, job_key, stop_mailing
from survey.responses.services import close_ballot_box
from survey.waves.letters import list_codes
from tests.factories.mailings import SMALL, look, make_reached_wave, plan, set_up
from tests.factories.waves import Fieldwork, extend, launch_wave_for_tests
from tests.support.backends import BOTH_DATABASES
from tests.support.frozen_clock import FrozenClock
from tests.support.mail_host import MailHost

pytestmark = BOTH_DATABASES

LINK = re.compile(r"^http://127\.0\.0\.1:8000/c\?lang=([\w-]+)#(\S+)$", re.MULTILINE)
MANY = (("full_price", "Full-price homes", 1000, 1500), ("lower_cost", "Low", 1000, 1500))


class Killed(BaseException):
    """Nobody is left to catch it: as if the process were gone."""


def counts(fieldwork: Fieldwork, **kind: str) -> tuple[str, int, int, int]:
    """State, sent, skipped and failed."""
    kept = look(fieldwork, **kind)
    return kept.state, kept.sent, kept.skipped, kept.failed


def codes_of(fieldwork: Fieldwork) -> dict[str, list[str]]:
    """Each home's codes, by its address."""
    homes: dict[str, list[str]] = {}
    for letter in list_codes(fieldwork.wave):
        homes.setdefault(f"home-{letter.number}@residents.example", []).append(letter.code)
    return homes


def test_every_home_once(post: MailHost, morning: FrozenClock) -> None:
    """S1, S9"""
    made = make_reached_wave(morning(), languages=("en", "ar", "ko"))
    plan(made, morning())
    assert work_until_idle([KIND]) == 1
    assert counts(made) == ("sent", 24, 0, 0)
    found = {one.recipient: LINK.findall(one.plain) for one in post.taken}
    assert {to: [code for _tag, code in links] for to, links in found.items()} == codes_of(made)
    # Korean was not launched: such a home is written to in English.
    tags = Counter(tag for links in found.values() for tag in {tag for tag, _code in links})
    assert tags == {"en": 16, "ar": 8}
    assert len(post.connections) == 1
    assert len({one.message["Message-ID"] for one in post.taken}) == 24


@pytest.mark.parametrize(("homes", "taken"), [(24, False), (2000, True)])
def test_killed_in_the_middle(
    post: MailHost, morning: FrozenClock, monkeypatch: pytest.MonkeyPatch, homes: int, taken: bool
) -> None:
    """S2: the worker is gone in the middle, before the message was taken, or right after."""
    made = make_reached_wave(morning(), strata=MANY if homes == 2000 else SMALL)
    plan(made, morning())
    middle = homes // 2 + 1
    sent: list[Parcel] = []
    killed: list[str] = []

    def hand_over(parcel: Parcel) -> None:
        dying = len(sent) == middle and not killed
        if taken or not dying:
            sent.append(parcel)
        if dying:
            killed.append(parcel.address)
            raise Killed

    monkeypatch.setattr(sending, "opened_channel", lambda *_kind: nullcontext(hand_over))
    with pytest.raises(Killed):
        work_once([KIND])
    assert counts(made) == ("sending", middle, 0, 0)
    assert work_once([KIND]) is None, "the dead worker's lease still runs"
    morning.forward(seconds=LEASE.total_seconds() + 1)
    assert work_once([KIND]) == "done"
    assert counts(made) == ("sent", homes, 0, 0)
    times = Counter(parcel.address for parcel in sent)
    assert set(times) == {f"home-{n}@residents.example" for n in range(1, homes + 1)}
    assert {to for to, count in times.items() if count > 1} == (set(killed) if taken else set())
    assert len(sent) == homes + taken
    assert len({parcel.reference for parcel in sent}) == homes, "the repeated one keeps its name"


def test_refused_for_now(post: MailHost, morning: FrozenClock) -> None:
    """S3: after some got through, a short pause; where none did, the job's own growing ones."""
    made = make_reached_wave(morning())
    plan(made, morning())
    post.refusals["home-9@residents.example"] = ["450 4.2.0 later"]
    assert work_once([KIND]) == "waiting"
    assert counts(made) == ("sending", 8, 0, 0)
    assert look(made).problem == "smtp_450"
    assert work_once([KIND]) is None
    post.at_data = ["451 4.3.0 busy"]
    morning.forward(seconds=30)
    assert work_once([KIND]) == "waiting"
    assert counts(made) == ("sending", 8, 0, 0)
    assert (look(made).problem, look(made).tries) == ("smtp_451", 2)
    morning.forward(seconds=30)
    assert work_once([KIND]) == "done"
    assert counts(made) == ("sent", 24, 0, 0)
    assert look(made).problem is None
    assert Counter(post.recipients()) == Counter(list(codes_of(made)))


def test_a_server_that_is_away(app: Flask, post: MailHost, morning: FrozenClock) -> None:
    """S3, S8: nothing is skipped and nobody counted; asked for again, it goes on."""
    made = make_reached_wave(morning())
    set_up(smtp=type(post)(port=1).settings)
    plan(made, morning())
    for _try in range(8):
        assert work_once([KIND]) in ("waiting", "failed")
        morning.forward(hours=1)
        morning.set(min(morning(), morning().replace(hour=23)))
    job = find_job(job_key(look(made).id))
    assert job is not None
    assert job.state == "failed"
    assert counts(made) == ("sending", 0, 0, 0)
    assert look(made).problem == "no_connection"
    set_up(smtp=post.settings)
    plan(made, morning())
    assert work_once([KIND]) == "done"
    assert counts(made) == ("sent", 24, 0, 0)


def test_refused_for_good(post: MailHost, morning: FrozenClock) -> None:
    """S4, S5"""
    made = make_reached_wave(morning())
    plan(made, morning())
    nobody, stubborn = "home-1@residents.example", "home-20@residents.example"
    post.refusals[nobody] = ["550 5.1.1 no such user"] * 9
    post.refusals[stubborn] = ["550 5.7.1 not from you"] * 9
    assert work_once([KIND]) == "waiting"
    assert counts(made) == ("sending", 18, 0, 1)
    for _try in range(4):
        morning.forward(minutes=20)
        work_once([KIND])
    assert counts(made) == ("sent", 22, 0, 2)
    assert set(codes_of(made)) - set(post.recipients()) == {nobody, stubborn}


def test_the_night(post: MailHost, morning: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """S6: from Saturday evening over Sunday to Monday, at the place's nine o'clock."""
    morning.set(morning() + timedelta(days=5, hours=9, minutes=55))  # Saturday, 19:55 there
    made = make_reached_wave(morning())
    plan(made, morning())
    deliver = MailServer.send

    def slowly(self: MailServer, *parts: Any, **named: Any) -> None:
        deliver(self, *parts, **named)
        morning.forward(minutes=1)

    monkeypatch.setattr(MailServer, "send", slowly)
    assert work_once([KIND]) == "waiting"
    assert counts(made) == ("sending", 5, 0, 0)
    job = find_job(job_key(look(made).id))
    assert job is not None
    assert job.due_at.isoformat() == "2026-08-10T14:00:00+00:00"
    assert (job.attempts, job.error) == (0, None)
    morning.set(job.due_at)
    assert work_once([KIND]) == "done"
    assert Counter(post.recipients()) == Counter(list(codes_of(made)))


def test_not_before_its_day(post: MailHost, morning: FrozenClock) -> None:
    """S6, S8"""
    made = make_reached_wave(morning())
    plan(made, morning(), send_at=morning() + timedelta(days=3))
    plan(made, morning(), send_at=morning() + timedelta(days=2), hours=Hours(12, 20))
    assert look(made).hours == Hours(12, 20)
    morning.forward(days=1)
    assert work_once([KIND]) is None
    morning.forward(days=1)
    assert work_once([KIND]) == "waiting"
    assert post.taken == []
    morning.forward(hours=2)
    assert work_once([KIND]) == "done"
    assert len(post.taken) == 24
    with pytest.raises(SurveyError, match="mailing_sent"):
        plan(made, morning())
    assert work_once([KIND]) is None


def test_stopped_on_the_way(
    post: MailHost, morning: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S7"""
    made = make_reached_wave(morning())
    plan(made, morning())
    deliver = MailServer.send

    def stop_at_seven(self: MailServer, *parts: Any, **named: Any) -> None:
        deliver(self, *parts, **named)
        if len(post.taken) == 7:
            kept = look(made)
            with transaction():
                assert stop_mailing(mailing=kept, actor=None, now=morning())

    monkeypatch.setattr(MailServer, "send", stop_at_seven)
    assert work_once([KIND]) == "done"
    assert counts(made) == ("stopped", 7, 0, 0)
    assert work_once([KIND]) is None
    plan(made, morning())
    assert work_once([KIND]) == "done"
    assert counts(made) == ("sent", 24, 0, 0)
    assert Counter(post.recipients()) == Counter(list(codes_of(made)))


def test_contacts_destroyed_on_the_way(
    post: MailHost, morning: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S7: the worker has all addresses in its memory, and writes to none of them any more."""
    made = make_reached_wave(morning())
    plan(made, morning())
    deliver = MailServer.send

    def destroy_at_seven(self: MailServer, *parts: Any, **named: Any) -> None:
        deliver(self, *parts, **named)
        if len(post.taken) == 7:
            place = db.session.get_one(Property, made.wave.property_id)
            with transaction():
                assert destroy_contacts(place=place, actor=None, now=morning())

    monkeypatch.setattr(MailServer, "send", destroy_at_seven)
    assert work_once([KIND]) == "done"
    assert counts(made) == ("stopped", 7, 0, 0)
    assert len(post.taken) == 7


def test_the_wave_is_over(post: MailHost, morning: FrozenClock) -> None:
    """S7: closed by hand, or its last day gone while nothing ran."""
    made = make_reached_wave(morning())
    later = morning() + timedelta(days=2)
    plan(made, morning())
    plan(made, morning(), contact="reminder_1", send_at=later)
    plan(made, morning(), contact="reminder_2", send_at=later)
    with transaction():
        assert stop_mailing(mailing=look_in(made, "reminder_2"), actor=None, now=morning())
    with transaction():
        close_ballot_box(wave=made.wave, now=morning())
    morning.forward(days=3)
    work_until_idle([KIND])
    assert post.taken == []
    assert counts(made) == ("stopped", 0, 0, 0)
    assert counts(made, contact="reminder_1") == ("stopped", 0, 0, 0)
    other = make_reached_wave(morning())
    plan(other, morning(), send_at=morning() + timedelta(days=2))
    morning.forward(days=60)
    work_until_idle([KIND])
    assert counts(other) == ("stopped", 0, 0, 0)
    assert post.taken == []


def test_an_extended_wave(post: MailHost, morning: FrozenClock) -> None:
    """S7: on a day that an extension has added messages go out, and name the new last day."""
    made = make_reached_wave(morning())
    late = morning() + timedelta(days=25)
    with pytest.raises(SurveyError, match="send_after_closing"):
        plan(made, morning(), contact="last_days", send_at=late)
    extend(made, morning(), reason="letters_late")
    plan(made, morning(), contact="last_days", send_at=late)
    morning.forward(days=25)
    assert work_until_idle([KIND]) == 1
    assert counts(made, contact="last_days") == ("sent", 24, 0, 0)
    assert {"September 3, 2026" in one.plain for one in post.taken} == {True}


def look_in(made: Fieldwork, contact: str) -> Mailing:
    """A mailing, inside of a transaction."""
    return db.session.query(Mailing).filter_by(wave_id=made.wave_id, contact=contact).one()


def test_the_calendar_takes_all_back(post: MailHost, morning: FrozenClock) -> None:
    """S7"""
    made = make_reached_wave(morning())
    plan(made, morning())
    plan(made, morning(), contact="last_days", send_at=morning() + timedelta(days=9))
    with transaction():
        assert cancel_mailings(wave=made.wave, actor=None, now=morning()) == 2
    with transaction():
        assert cancel_mailings(wave=made.wave, actor=None, now=morning()) == 0
    morning.forward(days=10)
    assert work_until_idle([KIND]) == 0
    assert post.taken == []


def test_a_connection_that_was_shut(
    post: MailHost, morning: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S9: nobody gets a message twice for that, and nobody none."""
    made = make_reached_wave(morning())
    plan(made, morning())
    deliver = MailServer.send

    def cut(self: MailServer, *parts: Any, **named: Any) -> None:
        deliver(self, *parts, **named)
        if len(post.taken) == 5:
            assert self._connection is not None
            assert self._connection.sock is not None
            self._connection.sock.close()
            self._connection.sock = None

    monkeypatch.setattr(MailServer, "send", cut)
    assert work_once([KIND]) == "done"
    assert len(post.connections) == 2
    assert Counter(post.recipients()) == Counter(list(codes_of(made)))


def test_what_keeps_it_from_going_out(app: Flask, post: MailHost, morning: FrozenClock) -> None:
    """S10"""

    def refused(made: Fieldwork, **choices: Any) -> str:
        with pytest.raises(SurveyError) as caught:
            plan(made, morning(), **choices)
        return caught.value.code

    listless = launch_wave_for_tests(morning())
    assert refused(listless) == "messages_no_home_list"
    made = make_reached_wave(morning())
    assert refused(made, channel="text") == "messages_no_channel"
    assert refused(made, contact="birthday") == "no_such_mailing"
    assert refused(made, send_at=morning() + timedelta(days=40)) == "send_after_closing"
    with transaction():
        close_ballot_box(wave=made.wave, now=morning())
    assert refused(made) == "messages_wave_over"
    assert db.session.query(Mailing).count() == 0
