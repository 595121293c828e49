"""The pages of messages: everything is seen before a button, and the button is all there is.

P1  Whoever only sends finds the messages from home page and menu, and no results, no answers and
    no step of the monitor anywhere.
P2  A mailing's page shows who gets it, its cost, and each text in each language; looking sends and
    writes nothing. Pressing twice sends once.
P3  Counts are told in steps: none, fewer than five, about so many.
P4  A test goes to oneself, with a code that is an example and no link to leave; ten an hour.
P5  Wrong input gets a sentence beside its field, and nothing is planned.
P6  Each thing that is missing has its sentence; without a mail server nothing goes out.
P7  What stands still says why, and goes on when it is asked to.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey.accounts.models import AuditEvent, Role
from survey.communities.models import Organization, Property
from survey.db import db, transaction
from survey.jobs.working import work_once, work_until_idle
from survey.keys.key_files import get_contact_keys
from survey.messages.models import Mailing
from survey.messages.services import KIND
from survey.responses.services import close_ballot_box
from tests.factories.accounts import PASSWORD, make_person, sign_in
from tests.factories.communities import make_organization
from tests.factories.homes import make_even_list
from tests.factories.mailings import look, make_reached_wave, set_up
from tests.factories.waves import Fieldwork, launch_wave_for_tests, make_property
from tests.support.frozen_clock import FrozenClock
from tests.support.mail_host import MAIL_PASSWORD, MAIL_USER, MECHANISMS, MailHost, mail_host
from tests.support.pages import heading_of, words_of
from tests.support.text_host import TextHost

PLAN = {"send_on": "2026-08-04", "hour_from": "9", "hour_until": "20", "weekdays": ["1", "2", "3"]}


@pytest.fixture
def made(client: FlaskClient, morning: FrozenClock) -> Fieldwork:
    """A wave whose sender, Greta, is signed in."""
    organization = make_organization()
    made = make_reached_wave(
        morning(),
        organization=db.session.merge(organization),
        languages=("en", "ar"),
    )
    sign_in_as(client, made, Role.SENDER)
    return made


def sign_in_as(client: FlaskClient, made: Fieldwork, role: Role) -> None:
    """Sign somebody with this role at the wave's place in."""
    place = db.session.get_one(Property, made.wave.property_id)
    organization = db.session.get_one(Organization, place.organization_id)
    sign_in(
        client, make_person(f"A {role}", organization=organization, role=role, properties=[place])
    )


def come_back(client: FlaskClient, email: str = "a.sender@example.org") -> None:
    """Sign in again: sessions end after some hours."""
    answer = client.post("/staff/sign-in", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 302


def page_of(made: Fieldwork, more: str = "") -> str:
    """The address of a wave's messages."""
    return f"/staff/waves/{made.wave_id}/messages{more}"


def test_the_day_is_the_places(
    client: FlaskClient, made: Fieldwork, morning: FrozenClock, post: MailHost
) -> None:
    """P2: at half past seven in the evening there it is tomorrow by the server's clock."""
    address = page_of(made, "/invitation/email")
    morning.forward(hours=9, minutes=30)
    assert client.post(address, data=PLAN | {"send_on": "2026-08-03"}).status_code == 303
    assert "From August 3, 2026 on" in words_of(client.get(address))


def test_what_a_sender_sees(client: FlaskClient, made: Fieldwork, post: MailHost) -> None:
    """P1"""
    home = client.get("/staff")
    told = words_of(home)
    assert "Print letters and posters" in told
    assert "Results" not in told
    assert page_of(made) in client.get("/staff/messages").get_data(as_text=True)
    assert "Messages" in told
    shown = words_of(client.get(page_of(made)))
    assert "Answers so far" not in shown
    for closed in (f"/staff/waves/{made.wave_id}", f"/staff/waves/{made.wave_id}/codes"):
        assert client.get(closed).status_code == 404


def test_what_others_see(client: FlaskClient, made: Fieldwork, post: MailHost) -> None:
    """P1: a manager comes from the wave's page; whoever reads results has no way here."""
    client.post("/staff/sign-out")
    sign_in_as(client, made, Role.MANAGER)
    assert page_of(made) in client.get(f"/staff/waves/{made.wave_id}").get_data(as_text=True)
    assert client.get(page_of(made)).status_code == 200
    assert client.get(page_of(made, "/birthday/email")).status_code == 404
    client.post("/staff/sign-out")
    sign_in_as(client, made, Role.STEWARD)
    for page in (page_of(made), page_of(made, "/invitation/email"), "/staff/messages"):
        assert client.get(page).status_code == 404
    for page in ("/invitation/email", "/invitation/email/test", "/invitation/email/stop"):
        assert client.post(page_of(made, page), data=PLAN).status_code == 404
    assert db.session.query(Mailing).count() == 0


def test_from_looking_to_sent(
    client: FlaskClient, made: Fieldwork, post: MailHost, morning: FrozenClock
) -> None:
    """P2, P3"""
    page = page_of(made, "/invitation/email")
    shown = client.get(page)
    told = words_of(shown)
    assert heading_of(shown) == "Invitation by e-mail"
    assert "Send it to 24 homes" in told
    assert "ABCD-EFGH-JKLM" in told
    assert "العربية" in told
    assert 'lang="ar" dir="rtl"' in shown.get_data(as_text=True)
    assert not any(code in told for code in made.codes)
    assert db.session.query(Mailing).count() == 0
    for _press in range(2):
        assert client.post(page, data=PLAN).headers["Location"] == page_of(made)
    assert db.session.query(Mailing).count() == 1
    assert "Planned" in words_of(client.get(page_of(made)))
    assert "Change when it goes out" in words_of(client.get(page))
    assert post.taken == []
    morning.forward(days=1)
    post.refusals["home-1@residents.example"] = ["550 5.1.1 nobody"]
    work_until_idle([KIND])
    assert len(post.taken) == 23
    come_back(client)
    told = words_of(client.get(page_of(made)))
    assert "Sent: about 20" in told
    assert "Not taken: fewer than 5" in told
    assert "Came back: none" in told
    assert "23" not in told
    done = words_of(client.get(page))
    assert "Send it to" not in done
    assert client.post(page, data=PLAN | {"send_on": "2026-08-05"}).status_code == 409
    assert len(post.taken) == 23


def test_stop_and_go_on(
    client: FlaskClient, made: Fieldwork, post: MailHost, morning: FrozenClock
) -> None:
    """P2, P7"""
    page = page_of(made, "/invitation/email")
    client.post(page, data=PLAN)
    assert client.post(f"{page}/stop").headers["Location"] == page_of(made)
    assert "Stopped" in words_of(client.get(page_of(made)))
    told = words_of(client.get(page))
    assert ("that it has not come to yet" in told, "Let it go on" in told) == (True, True)
    assert ("Send it to" in told, "From August" in told) == (False, False)
    client.post(f"{page}/stop")
    morning.forward(days=1)
    come_back(client)
    assert work_once([KIND]) is None
    post.at_data = ["554 5.7.1 spam"] * 9
    client.post(page, data=PLAN)
    for _try in range(8):
        work_once([KIND])
        morning.forward(minutes=40)
    come_back(client)
    told = words_of(client.get(page_of(made)))
    assert "Does not get through" in told
    assert "The mail server refused with number 554." in told
    assert post.taken == []
    client.post(page, data=PLAN)
    work_until_idle([KIND])
    assert look(made).state == "sent"


def test_a_test_to_oneself(
    client: FlaskClient, made: Fieldwork, post: MailHost, morning: FrozenClock
) -> None:
    """P4"""
    page = page_of(made, "/invitation/email")
    for _press in range(11):
        client.post(f"{page}/test", data={"language": "ar"})
    assert post.recipients() == ["a.sender@example.org"] * 10
    one = post.taken[0]
    assert one.message["Content-Language"] == "ar"
    assert "ABCD-EFGH-JKLM" in one.plain
    assert one.message["List-Unsubscribe"] is None
    assert not any(code in one.plain for code in made.codes)
    assert "10 tests within an hour" in words_of(client.get(page))
    tested = db.session.query(AuditEvent).filter_by(action="mailing.tested").all()
    assert {str(one.details) for one in tested} == {"{'contact': 'invitation', 'channel': 'email'}"}
    morning.forward(hours=2)
    come_back(client)
    post.refusals["a.sender@example.org"] = ["450 later"]
    client.post(f"{page}/test", data={"language": "ar"})
    assert "The test was not taken. The mail server refused with number 450." in words_of(
        client.get(page)
    )
    client.post(f"{page}/test", data={"language": "fr"})
    assert "Choose one from the list." in words_of(client.get(page))


def test_the_language_of_a_test_stays(
    client: FlaskClient, made: Fieldwork, gateway: TextHost
) -> None:
    """P4: it is proposed for the next test, also where the number was wrong; nothing else is."""
    page = page_of(made, "/reminder_1/text")
    chosen = {"number": "(612) 555-0199", "none": "nonsense", "unknown": "(612) 555-0199"}
    tags = {"number": "ar", "none": "ar", "unknown": "fr"}
    for name, phone in chosen.items():
        sent = client.post(f"{page}/test", data={"language": tags[name], "phone": phone})
        shown = client.get(sent.headers["Location"]).get_data(as_text=True)
        assert ('<option selected value="ar">' in shown) == (tags[name] == "ar")
        assert "555-0199" not in sent.headers["Location"]
    assert len(gateway.taken) == 1


def work_page(app: Flask, made: Fieldwork) -> str:
    """What an administrator reads of the work in the background."""
    with app.app_context():  # each request knows anew who asks
        place = db.session.get_one(Property, made.wave.property_id)
        ada = make_person("Ada", organization=place.organization)
        reader = sign_in(app.test_client(), ada)
    with app.app_context():
        return words_of(reader.get("/staff/work"))


def test_a_wrong_password(
    app: Flask, client: FlaskClient, made: Fieldwork, morning: FrozenClock
) -> None:
    """P4, P7; administrators read the same reason on the page of work."""
    page = page_of(made, "/invitation/email")
    sentence = "The mail server does not take the user and password that are set up."
    with mail_host(mechanisms=MECHANISMS) as host:
        set_up(smtp=replace(host.settings, user=MAIL_USER, password="guessed"))
        client.post(f"{page}/test", data={"language": "en"})
        assert f"The test was not taken. {sentence}" in words_of(client.get(page))
        client.post(page, data=PLAN)
        morning.forward(days=1)
        assert work_once([KIND]) == "waiting"
        come_back(client)
        told = words_of(client.get(page_of(made)))
        assert "Waiting to try again" in told
        assert sentence in told
        work = work_page(app, made)
        assert f"Sending messages to homes {sentence} It is tried again by itself." in work
        assert not any(code in work for code in (*made.codes, "smtp_sign_in", "job_failed"))
        set_up(smtp=replace(host.settings, user=MAIL_USER, password=MAIL_PASSWORD))
        morning.forward(minutes=1)
        assert work_once([KIND]) == "done"
        assert len(host.taken) == 24


def test_texts(client: FlaskClient, made: Fieldwork, gateway: TextHost) -> None:
    """P2, P4: cost by language; a number is asked for and not kept."""
    page = page_of(made, "/reminder_1/text")
    told = words_of(client.get(page))
    assert "What it costs, at most" in told
    assert "UCS-2" in told
    assert "$" in told
    for wrong in ("nonsense", "555-0142"):
        client.post(f"{page}/test", data={"language": "en", "phone": wrong})
        assert "Write a mobile number" in words_of(client.get(page))
    client.post(f"{page}/test", data={"language": "en", "phone": "(612) 555-0199"})
    assert [one["to"] for one in gateway.taken] == ["+16125550199"]
    gateway.answers = [(503, "")]
    client.post(f"{page}/test", data={"language": "en", "phone": "(612) 555-0199"})
    assert "The gateway for text messages refused with number 503." in words_of(client.get(page))
    assert "5550199" not in str(db.session.query(AuditEvent.details).all())


def test_wrong_input(client: FlaskClient, made: Fieldwork, post: MailHost) -> None:
    """P5"""
    cases: list[tuple[dict[str, str | list[str]], str]] = [
        ({"send_on": ""}, "Choose a day."),
        ({"send_on": "soon"}, "Write a day like this"),
        ({"send_on": "2026-08-01"}, "This day is over."),
        ({"send_on": "2026-09-30"}, "The survey is closed by then."),
        ({"hour_from": "20", "hour_until": "9"}, "Choose a later hour"),
        ({"hour_from": "nine"}, "Choose one from the list."),
        ({"hour_from": "٩", "hour_until": "x"}, "Choose one from the list."),
        ({"weekdays": []}, "Choose at least one day."),
        ({"weekdays": ["8"]}, "Choose from the list."),
    ]
    for wrong, sentence in cases:
        answer = client.post(page_of(made, "/invitation/email"), data=PLAN | wrong)
        assert answer.status_code in (400, 409)
        assert sentence in words_of(answer)
    assert db.session.query(Mailing).count() == 0


def test_what_is_missing(
    app: Flask, client: FlaskClient, made: Fieldwork, morning: FrozenClock
) -> None:
    """P6"""
    page = page_of(made, "/invitation/email")
    for shown in (page_of(made), page):
        assert "No mail server is set up" in words_of(client.get(shown))
    assert client.post(page, data=PLAN).status_code == 409
    client.post(f"{page}/test", data={"language": "en"})
    assert "Nothing is set up by which this message could go out." in words_of(client.get(page))
    assert "No gateway for text messages" in words_of(client.get(page_of(made)))


def test_no_list_no_address_no_wave(
    client: FlaskClient, made: Fieldwork, post: MailHost, morning: FrozenClock
) -> None:
    """P6"""
    client.post("/staff/sign-out")
    organization = db.session.get_one(Property, made.wave.property_id).organization
    sign_in(client, make_person("Alice", organization=organization))
    with transaction():
        place = make_property(organization=db.session.merge(organization))
        place_id = place.id
    bare = launch_wave_for_tests(morning(), place=db.session.get_one(Property, place_id))
    assert "There is no list of homes yet." in words_of(client.get(page_of(bare)))
    with transaction():
        make_even_list(db.session.get_one(Property, place_id))
    assert "launched before there was a list of homes" in words_of(client.get(page_of(bare)))
    morning.forward(days=20)
    come_back(client, "alice@example.org")
    assert "The survey closes at the end of" in words_of(client.get(page_of(made)))
    for key in get_contact_keys().list():
        get_contact_keys().destroy(key)
    assert "The list of homes has no addresses" in words_of(client.get(page_of(made)))
    plan_of = client.post(page_of(made, "/invitation/email"), data=PLAN | {"send_on": "2026-08-23"})
    assert plan_of.status_code == 409
    with transaction():
        close_ballot_box(wave=made.wave, now=morning())
    assert "takes no answers any more" in words_of(client.get(page_of(made)))
    told = words_of(client.get(page_of(made, "/invitation/email")))
    assert "takes no answers any more" in told
    assert "Homes without one" not in told  # its codes are gone, which says nothing of addresses
