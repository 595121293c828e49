"""No more messages: the link in each e-mail, one click, STOP by text; and what comes back.

L1  Looking at the page changes nothing. The button does it, for this survey or for every one here;
    one click of a mail program means every one; it can be taken back.
L2  Every later mailing honours it, in whatever way the address is written in a new list.
L3  A link that was made up opens nothing. The page has no cookie and speaks every language.
L4  A message that came back is counted once for its mailing; an address where nobody is gets no
    further ones, a full mailbox does. What is no report, or none of ours, is taken and forgotten.
L5  STOP counts from whoever shows the gateway's secret, and START takes it back.
L6  Once a survey is over nothing tells who wanted no more of it: they most likely did not answer.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from survey.communities.models import Property
from survey.db import db, transaction
from survey.homes.contacts import Contact
from survey.homes.models import Home, HomeList
from survey.jobs.working import work_until_idle
from survey.messages.models import Bounce, Refusal
from survey.messages.queries import count_bounces
from survey.messages.services import KIND
from survey.responses.services import cancel_wave, close_ballot_box
from survey.web.locales import LANGUAGES
from tests.factories.homes import make_home_list
from tests.factories.mailings import look, make_reached_wave, plan, set_up
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock
from tests.support.mail_host import MailHost
from tests.support.pages import heading_of
from tests.support.text_host import TextHost

ASK = "No more e-mails?"
LEFT_WAVE = "No more e-mails about this survey"
LEFT_PLACE = "No more e-mails about any survey here"


def mail_everybody(made: Fieldwork, now: FrozenClock, contact: str = "invitation") -> None:
    """Send a mailing to its end."""
    plan(made, now(), contact=contact)
    work_until_idle([KIND])
    assert look(made, contact).state == "sent"


def leaving_of(post: MailHost, home: int) -> str:
    """The path with which a home asks for no more, as its mail program has it."""
    to = f"home-{home}@residents.example"
    message = next(one.message for one in post.taken if one.recipient == to)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(
        r"<http://127\.0\.0\.1:8000(/messages/leave/\S+)>", message["List-Unsubscribe"]
    )
    assert found is not None
    return found[1]


def reached(post: MailHost) -> set[int]:
    """The homes that got the last messages; forgets them."""
    homes = {int(re.findall(r"\d+", one)[0]) for one in post.recipients()}
    post.taken.clear()
    return homes


def test_by_button_and_one_click(client: FlaskClient, post: MailHost, morning: FrozenClock) -> None:
    """L1, L2"""
    made = make_reached_wave(morning())
    mail_everybody(made, morning)
    pages = {home: leaving_of(post, home) for home in (1, 2, 3)}
    assert reached(post) == set(range(1, 25))
    for page in pages.values():
        assert heading_of(client.get(page)) == ASK
    assert db.session.query(Refusal).count() == 0
    assert heading_of(client.post(pages[1], data={"about": "wave"})) == LEFT_WAVE
    assert heading_of(client.post(pages[2], data={"List-Unsubscribe": "One-Click"})) == LEFT_PLACE
    assert heading_of(client.post(pages[2], data={"List-Unsubscribe": "One-Click"})) == LEFT_PLACE
    assert heading_of(client.post(pages[3], data={"about": "place"})) == LEFT_PLACE
    assert heading_of(client.get(pages[3])) == LEFT_PLACE
    assert heading_of(client.post(pages[3], data={"about": "back"})) == ASK
    mail_everybody(made, morning, "reminder_1")
    assert reached(post) == set(range(3, 25))
    assert look(made, "reminder_1").skipped == 2


def test_over_waves_and_lists(client: FlaskClient, post: MailHost, morning: FrozenClock) -> None:
    """L2: the list is read in anew, with other numbers, capitals and another key."""
    made = make_reached_wave(morning())
    place_id = made.wave.property_id
    mail_everybody(made, morning)
    client.post(leaving_of(post, 1), data={"about": "wave"})
    client.post(leaving_of(post, 2), data={"about": "place"})
    post.taken.clear()
    with transaction():
        made.wave.state = "cancelled"
        db.session.query(Home).delete()
        db.session.query(HomeList).delete()
    with transaction():
        rows = [
            (
                f"2-{n}",
                None,
                40 if n == 2 else 0,
                "en",
                Contact(email=(f"Home-{n}@Residents.example",)),
            )
            for n in (2, 1)
        ]
        rows[1] = (*rows[1][:2], 1, *rows[1][3:])
        place = db.session.get_one(Property, place_id)
        place.homes, place.adults, place.strata = 2, 41, []
        make_home_list(place, rows)
    again = launch_wave_for_tests(morning(), place=db.session.get_one(Property, place_id), cuts=())
    mail_everybody(again, morning)
    assert reached(post) == {1}
    assert look(again).skipped == 1


@pytest.mark.parametrize("end", [close_ballot_box, cancel_wave])
def test_who_left_is_forgotten(
    client: FlaskClient, post: MailHost, morning: FrozenClock, end: Callable[..., object]
) -> None:
    """L6: by whoever has the database, every key, and the addresses of all homes."""
    made = make_reached_wave(morning())
    mail_everybody(made, morning)
    pages = {home: leaving_of(post, home) for home in (1, 2)}
    client.post(pages[1], data={"about": "wave"})
    client.post(pages[2], data={"about": "place"})
    with transaction():
        end(wave=made.wave, now=morning())
    left = f"property:{made.wave.property_id}"
    assert db.session.scalars(select(Refusal.scope)).all() == [left]
    assert heading_of(client.post(pages[1], data={"about": "wave"})) == LEFT_WAVE
    assert db.session.scalars(select(Refusal.scope)).all() == [left]
    assert heading_of(client.get(pages[2])) == LEFT_PLACE


def test_made_up_links_and_languages(
    client: FlaskClient, post: MailHost, morning: FrozenClock
) -> None:
    """L3"""
    assert client.get("/messages/leave/AAAA").status_code == 404
    made = make_reached_wave(morning())
    mail_everybody(made, morning)
    page = leaving_of(post, 1)
    changed = page[:-4] + ("AAAA" if page[-4:] != "AAAA" else "BBBB")
    for wrong in (changed, "/messages/leave/AAAA", page + "A", "/messages/leave/%C3%A9"):
        assert client.get(wrong).status_code == 404
        assert client.post(wrong, data={"about": "place"}).status_code == 404
    assert db.session.query(Refusal).count() == 0
    for tag, language in LANGUAGES.items():
        answer = client.get(f"{page}?lang={tag}")
        text = answer.get_data(as_text=True)
        assert f'<html lang="{tag}" dir="{language.direction}">' in text
        assert "Set-Cookie" not in answer.headers
        assert "<script" not in text
    spoken = client.get(page, headers={"Accept-Language": "ar"}).get_data(as_text=True)
    assert '<html lang="ar" dir="rtl">' in spoken


def report(recipient: str, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    """A delivery report as a mail server writes it."""
    return (
        f"From: MAILER-DAEMON@mx.example\nTo: {recipient}\nSubject: Undelivered\n"
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;\n"
        ' boundary="b"\n\n--b\nContent-Type: text/plain\n\nIt could not be delivered.\n'
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; home-1@residents.example\nAction: {action}\nStatus: {status}\n\n"
        "--b\nContent-Type: message/rfc822\n\nSubject: with a code\n\nABCD-EFGH-JKLM\n\n--b--\n"
    ).encode()


def test_what_comes_back(app: Flask, post: MailHost, morning: FrozenClock) -> None:
    """L2, L4"""
    made = make_reached_wave(morning())
    run = app.test_cli_runner()
    assert run.invoke(args=["messages", "bounce"], input=report("a@b.example")).exit_code == 0
    mail_everybody(made, morning)
    returns = {one.recipient.split("@")[0]: one.sender for one in post.taken}
    post.taken.clear()

    def bounced(mail: bytes, *recipients: str) -> int:
        result = run.invoke(args=["messages", "bounce", *recipients], input=mail)
        assert (result.exit_code, result.output) == (0, "")
        db.session.rollback()
        return count_bounces(made.wave).get(look(made).id, 0)

    assert bounced(b"Subject: I am away until Monday\n\nBack soon.") == 0
    assert bounced(report(returns["home-1"], action="delayed", status="4.4.1")) == 0
    assert bounced(report("back+" + "a" * 52 + "@porchlight.example")) == 0
    assert bounced(b"\xff\xfe no mail at all") == 0
    for written in ("<back@", "a group:;<back@x.example>", "<back@[x.example>"):
        assert bounced(report(written)) == 0
    nested = (b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(1500))
    assert bounced(b"".join(nested)) == 0
    assert bounced(report(returns["home-1"].upper())) == 1
    assert bounced(report(returns["home-1"])) == 1
    assert bounced(report("undisclosed", status="5.0.0"), returns["home-2"]) == 2
    assert bounced(report(returns["home-3"], status="5.2.2")) == 3
    assert bounced(report(returns["home-4"], status="4.4.7")) == 4
    assert sum(db.session.scalars(db.select(Bounce.lasting))) == 2
    mail_everybody(made, morning, "reminder_1")
    assert reached(post) == set(range(3, 25))
    other = make_reached_wave(morning())
    mail_everybody(other, morning)
    assert len(reached(post)) == 22, "nobody is there for another survey either"


@pytest.mark.parametrize("as_json", [False, True], ids=["form", "json"])
def test_stop_by_text(
    client: FlaskClient, gateway: TextHost, morning: FrozenClock, as_json: bool
) -> None:
    """L5"""
    made = make_reached_wave(morning())

    def say(
        words: str, secret: str = "what the gateway shows", number: str = "+1 612 555 0001"
    ) -> int:
        told = {"From": number, "Body": words}
        shown = (
            f"Bearer {secret}" if as_json else "Basic " + b64encode(f"x:{secret}".encode()).decode()
        )
        sent = {"json": told} if as_json else {"data": told}
        answer = client.post("/messages/stop", headers={"Authorization": shown}, **sent)
        return answer.status_code

    def numbers(contact: str) -> int:
        gateway.taken.clear()
        plan(made, morning(), contact=contact, channel="text")
        work_until_idle([KIND])
        return len({one["to"] for one in gateway.taken})

    assert say("STOP", secret="") == 404
    assert say("STOP", secret="guessed") == 404
    assert client.post("/messages/stop", data={"From": "1", "Body": "STOP"}).status_code == 404
    assert say("Is this real?") == 200
    assert say("STOP", number="") == 200
    assert numbers("invitation") == 24
    assert (say("Stop."), say("stop")) == (200, 200)
    assert say("توقف", number="+16125550002") == 200
    assert numbers("reminder_1") == 22
    assert say("START") == 200
    assert numbers("reminder_2") == 23
    set_up()
    assert say("STOP") == 404
