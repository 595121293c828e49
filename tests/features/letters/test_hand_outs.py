"""The page on which somebody's codes are printed who moved in.

H1  A form makes one hand-out, however often it is sent, and says so; the page has a new form then.
H2  The PDF has a page for each adult, with a code, its square, the hand-out's number, who is asked
    and when to answer, in the chosen language.
H3  Printed again by its number it has the same codes; that one was is written down, not which.
H4  What cannot be used gets a sentence beside its field; a number that is not there as well.
H5  There is nothing for every home: no letters, no file for a mail house, no poster, no message.
H6  Before its first day and once it is closed the page says why there are no codes.
H7  An ordinary wave has no such page.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from survey.accounts.models import AuditEvent, Person, Role
from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.letters.hand_outs import find_codes
from survey.messages.services import schedule_mailing
from survey.responses.services import close_ballot_box
from survey.waves.models import WaveHome
from survey.waves.queries import list_code_roles
from tests.factories.accounts import sign_in
from tests.factories.move_ins import launch_move_in_for_tests, move_in
from tests.factories.waves import Fieldwork
from tests.features.letters.conftest import enter
from tests.features.letters.reading import codes_in, pages_of
from tests.journeys.thief import changed_between, copy_tables
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import words_of


@pytest.fixture
def wave(place: Property, frozen_clock: FrozenClock) -> Fieldwork:
    """Open for a year, in two languages, at a place that has a list of homes."""
    return launch_move_in_for_tests(frozen_clock(), place=place, languages=["en", "ar"])


def page_of(wave: Fieldwork) -> str:
    return f"/staff/waves/{wave.wave_id}/moved-in"


def form_of(page: str) -> str:
    """The random name of the form on a page."""
    found = re.search(r'name="hand_out"[^>]*value="([0-9a-f]{32})"', page)
    assert found is not None
    return found[1]


def ask(client: FlaskClient, wave: Fieldwork, adults: str, form: str = "") -> tuple[str, str]:
    """Send the form and go where it leads: the form's name and the page."""
    form = form or form_of(client.get(page_of(wave)).get_data(as_text=True))
    sent = {"hand_out": form, "adults": adults, "language": "ar", "paper": "a4"}
    reply = client.post(page_of(wave), data=sent, follow_redirects=True)
    assert (reply.status_code, reply.headers["Cache-Control"]) == (200, "no-store")
    return form, reply.get_data(as_text=True)


def download(client: FlaskClient, wave: Fieldwork, form: str, language: str) -> bytes:
    reply = client.post(
        f"{page_of(wave)}/{form}/file",
        data={"ready-language": language, "ready-paper": "letter"},
    )
    assert (reply.mimetype, reply.headers["Cache-Control"]) == ("application/pdf", "no-store")
    return bytes(reply.data)


def test_h1_once(greta: FlaskClient, wave: Fieldwork) -> None:
    form, page = ask(greta, wave, "2")
    assert "Hand-out 1 is ready, with 2 pages" in page
    assert form_of(page) != form
    again = ask(greta, wave, "2", form)[1]
    assert "it made one hand-out, not two" in again
    assert "Hand-out 1 is ready" in again
    third = ask(greta, wave, "2", form_of(again))[1]
    assert "Hand-out 2 is ready, with 2 pages" in third
    differs = greta.post(
        page_of(wave), data={"hand_out": form, "adults": "3", "language": "en", "paper": "a4"}
    )
    assert differs.status_code == 400
    assert "has made hand-out 1 already, for another number of adults" in words_of(differs)
    assert [one.adults for one in db.session.scalars(select(WaveHome))] == [2, 2]
    assert list_code_roles(wave.wave) == ["sender"]


def test_h2_h3_the_pdf(greta: FlaskClient, wave: Fieldwork) -> None:
    move_in(wave, 1, wave.wave.opens_at)
    form = ask(greta, wave, "3")[0]
    codes = find_codes(wave.wave, 2)
    before = copy_tables()
    pdf = download(greta, wave, form, "en")
    assert changed_between(before, copy_tables()) == {}
    assert codes_in(pdf) == codes
    for number, page in enumerate(map(" ".join, map(str.split, pages_of(pdf))), start=1):
        assert "Hand-out 2" in page
        assert f"{number} of 3" in page
        assert "For an adult who moved in" in page
        assert "Please answer about three months after you moved in" in page
        assert "Adults who moved in between August 3, 2026 and August 2, 2027." in page
        assert "Answers are opened only once the survey has closed, on August 2, 2027" in page
        assert "every adult who lives here" not in page
    assert codes_in(download(greta, wave, form, "ar")) == codes
    lost = {"again-number": "2", "again-language": "en", "again-paper": "letter"}
    reply = greta.post(f"{page_of(wave)}/again", data=lost)
    assert reply.data == pdf
    assert changed_between(before, copy_tables()) == {"audit_event": (0, 1)}
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.action, event.details) == ("wave.letter_printed_again", {"role": "sender"})


def test_h4_wrong(greta: FlaskClient, wave: Fieldwork) -> None:
    before = copy_tables()
    for adults, said in (
        ("", "Write how many adults moved in."),
        ("13", "Write a number from 1 to 12."),
        ("two", "Write a whole number, such as 120."),
    ):
        sent = {"hand_out": "0" * 32, "adults": adults, "language": "en", "paper": "a4"}
        reply = greta.post(page_of(wave), data=sent)
        assert (reply.status_code, said in words_of(reply)) == (400, True)
    sent = {"hand_out": "lost", "adults": "1", "language": "en", "paper": "a4"}
    assert "a part of it was lost" in words_of(greta.post(page_of(wave), data=sent))
    lost = {"again-number": "7", "again-language": "en", "again-paper": "a4"}
    reply = greta.post(f"{page_of(wave)}/again", data=lost)
    assert (reply.status_code, "no hand-out 7" in words_of(reply)) == (400, True)
    assert greta.post(f"{page_of(wave)}/{'0' * 32}/file").status_code == 404
    assert changed_between(before, copy_tables()) == {}


def test_h5_nothing_for_every_home(
    greta: FlaskClient, wave: Fieldwork, frozen_clock: FrozenClock
) -> None:
    move_in(wave, 2, frozen_clock())
    before, letters = copy_tables(), f"/staff/waves/{wave.wave_id}/letters"
    assert greta.get(letters).location == page_of(wave)
    assert greta.post(letters, data={"looked": "yes"}).location == page_of(wave)
    refused = [
        greta.post(f"{letters}/again", data={"again-door": "1"}),
        greta.post(f"{letters}/mailing", data={"mailing-kind": "csv"}),
        greta.get(f"/staff/waves/{wave.wave_id}/posters/en"),
        greta.get(f"/staff/waves/{wave.wave_id}/tent"),
    ]
    assert {reply.status_code for reply in refused} == {409}
    assert all("This wave asks only people who move in." in words_of(one) for one in refused)
    messages = greta.get(f"/staff/waves/{wave.wave_id}/messages")
    with pytest.raises(SurveyError, match="messages_codes_at_move_in"), transaction():
        schedule_mailing(
            wave=wave.wave,
            contact="invitation",
            channel="email",
            send_at=frozen_clock(),
            actor=None,
            now=frozen_clock(),
        )
    assert "This wave asks only people who move in." in words_of(messages)
    assert changed_between(before, copy_tables()) == {}


def test_h6_when(client: FlaskClient, place: Property, frozen_clock: FrozenClock) -> None:
    opens_on = frozen_clock().date() + timedelta(days=2)
    later = launch_move_in_for_tests(frozen_clock(), place=place, opens_on=opens_on)
    alice = enter(client, place, Role.MANAGER)
    assert "This survey has not opened yet." in words_of(alice.get(page_of(later)))
    person = db.session.scalars(select(Person)).one()
    frozen_clock.forward(days=2)
    sign_in(client, person)
    page = words_of(alice.get(page_of(later)))
    assert "in less than three months" not in page
    assert "If you print them, every report says so." in page
    frozen_clock.set(later.wave.ends_at - timedelta(days=80))
    sign_in(client, person)
    assert "in less than three months" in words_of(alice.get(page_of(later)))
    with transaction():
        close_ballot_box(wave=later.wave, now=frozen_clock())
    assert "This wave is closed." in words_of(alice.get(page_of(later)))


def test_h7_not_of_an_ordinary_wave(greta: FlaskClient, ordinary: Fieldwork) -> None:
    assert greta.get(page_of(ordinary)).status_code == 409
