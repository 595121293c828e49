"""All letters of a wave: made in the background, kept sealed, handed out, deleted.

P1  Nothing is made before the test pages were looked at; asked for twice it is made once.
P2  The job makes every letter; the page says how far it is and looks again by itself.
P3  The file has every code once, in the order of delivery, and is written down with the role.
P4  Several files come in one ZIP file, in order.
P5  A worker that was killed half-way leaves nothing half-written.
P6  The file is gone when it is deleted, after a day, when the contacts are destroyed that stand in
    it, and when the wave closes or is cancelled.
P7  Only an open wave with codes has letters; its last day is the one of its last extension.
P8  Whoever may not send, and somebody at another wave, gets nothing.
P9  A manager is told why somebody else should do it; a sender finds the page from the first one.
"""

from __future__ import annotations

import io
import zipfile
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from survey.accounts.models import AuditEvent, Person, Role
from survey.communities.models import Property
from survey.db import db, transaction
from survey.jobs import working
from survey.jobs.models import Job
from survey.keys.key_files import get_letter_keys
from survey.letters import jobs
from survey.letters.homes import list_letter_homes
from survey.letters.models import PrintedPart, Printing
from survey.letters.rendering import A_PART
from survey.letters.services import PRINT
from survey.responses.services import cancel_wave, close_ballot_box
from survey.waves.queries import codes_were_listed, list_code_roles
from tests.factories.accounts import sign_in
from tests.factories.waves import Fieldwork, extend, launch_wave_for_tests
from tests.features.letters.conftest import BY_POSTAL_CODE, IN_ORDER, enter
from tests.features.letters.reading import CODE, codes_in
from tests.support.frozen_clock import FrozenClock

ASKED = {
    "contact": "invitation",
    "shape": "letters",
    "paper": "letter",
    "sorted_by": "doors",
    "looked": "yes",
    "returned_to": "PO Box 7, Minneapolis",
}


def address(work: Fieldwork, rest: str = "") -> str:
    return f"/staff/waves/{work.wave_id}/letters{rest}"


def ask(client: FlaskClient, work: Fieldwork, **changes: str) -> TestResponse:
    return client.post(address(work), data=ASKED | changes)


def read(client: FlaskClient, work: Fieldwork) -> str:
    return unescape(client.get(address(work)).get_data(as_text=True))


def only_printing() -> Printing:
    return db.session.scalars(select(Printing)).one()


def sign_in_again(client: FlaskClient) -> None:
    """The one person of the test, whose session is over by now."""
    sign_in(client, db.session.scalars(select(Person)).one())


def work_off() -> None:
    working.work_until_idle([PRINT, jobs.FORGET])


@pytest.fixture
def blank_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it does not matter what stands on the sheets: laying them out takes a second."""
    monkeypatch.setattr(jobs, "render_sheets", lambda *_asked: b"%PDF-1.7")


def make(client: FlaskClient, work: Fieldwork, **changes: str) -> str:
    """Have letters made; the address of their file."""
    assert ask(client, work, **changes).status_code == 302
    work_off()
    return address(work, f"/{only_printing().id}/file")


class Told:
    """Hears how far the work is."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []

    def __call__(self, done: int, total: int) -> None:
        self.steps.append((done, total))

    def hold(self) -> None:
        """Nobody else has the job."""


@pytest.mark.parametrize(
    ("done", "attempts", "left"),
    [(900, 1, "Being made: 45%. "), (900, 2, ""), (39, 1, ""), (1999, 1, "About 1 minute left.")],
)
def test_p2_how_long_it_takes(
    greta: FlaskClient,
    wave: Fieldwork,
    frozen_clock: FrozenClock,
    done: int,
    attempts: int,
    left: str,
) -> None:
    """By what was made so far; unsaid where that cannot be told yet, or any more."""
    ask(greta, wave)
    with transaction():
        job = db.session.scalars(select(Job).where(Job.kind == PRINT)).one()
        job.state, job.attempts, job.started_at = "running", attempts, frozen_clock()
        job.done, job.total = done, 2000
    frozen_clock.forward(minutes=9)
    page = read(greta, wave)
    assert ("left." in page) is bool(left)
    assert left in page
    assert ("About 11 minutes left." in page) is (left.startswith("Being"))


def test_p1_looked_first_and_once(greta: FlaskClient, wave: Fieldwork) -> None:
    refused = greta.post(address(wave), data={k: v for k, v in ASKED.items() if k != "looked"})
    assert refused.status_code == 400
    assert "Look at the test pages first, then tick this." in refused.get_data(as_text=True)
    assert db.session.scalars(select(Job.key).where(Job.kind == PRINT)).all() == []
    ask(greta, wave)
    ask(greta, wave)
    assert db.session.scalar(select(func.count()).select_from(Printing)) == 1
    assert db.session.scalars(select(Job.payload).where(Job.kind == PRINT)).all() == [
        {"printing_id": only_printing().id}
    ]


def test_p2_p3_made_and_handed_out(greta: FlaskClient, wave: Fieldwork) -> None:
    ask(greta, wave)
    page = read(greta, wave)
    assert "Being made: 0%." in page
    assert "It begins once what was asked for before is done." in page
    assert '<meta http-equiv="refresh" content="5">' in page
    early = greta.post(address(wave, f"/{only_printing().id}/file"))
    assert early.status_code == 409
    told = Told()
    jobs.print_letters({"printing_id": only_printing().id}, told)
    assert told.steps == [(0, 4), (1, 4), (2, 4), (3, 4), (3, 4), (4, 4)]
    page = read(greta, wave)
    assert "4 sheets" in page
    assert "http-equiv" not in page
    assert CODE.findall(page) == []
    assert not codes_were_listed(wave.wave)
    reply = greta.post(address(wave, f"/{only_printing().id}/file"))
    assert reply.mimetype == "application/pdf"
    assert reply.headers["Cache-Control"] == "no-store"
    in_order = [code for home in list_letter_homes(wave.wave) for code in home.codes]
    assert codes_in(reply.data) == in_order
    assert codes_were_listed(wave.wave)
    assert list_code_roles(wave.wave) == ["sender"]
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.details == {"way": "letters", "role": "sender"}


def test_order_of_delivery(wave: Fieldwork) -> None:
    """P3"""
    assert [one.door for one in list_letter_homes(wave.wave)] == IN_ORDER
    assert [one.door for one in list_letter_homes(wave.wave, "postal")] == BY_POSTAL_CODE
    assert "2-9" not in repr(list_letter_homes(wave.wave))
    assert CODE.findall(repr(list_letter_homes(wave.wave))) == []


def test_p4_several_files(
    greta: FlaskClient, wave: Fieldwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(A_PART, "slips", 2)
    file = make(greta, wave, shape="slips")
    assert "5 sheets, in 3 PDF files in one ZIP file" in read(greta, wave)
    reply = greta.post(file)
    assert reply.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(reply.data)) as packed:
        assert packed.testzip() is None
        parts = [codes_in(packed.read(name)) for name in packed.namelist()]
    in_order = [code for home in list_letter_homes(wave.wave) for code in home.codes]
    assert [len(part) for part in parts] == [2, 2, 1]
    assert [code for part in parts for code in part] == in_order


def test_p5_killed_half_way(
    greta: FlaskClient, wave: Fieldwork, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(A_PART, "slips", 2)
    made: list[Any] = []

    def dies_at_the_second(*asked: Any) -> bytes:
        made.append(asked)
        if len(made) == 2:
            raise OSError("the worker is killed")
        return b"%PDF-1.7"

    monkeypatch.setattr(jobs, "render_sheets", dies_at_the_second)
    ask(greta, wave, shape="slips")
    work_off()
    assert db.session.scalars(select(PrintedPart.number)).all() == [1]
    assert only_printing().made_at is None
    db.session.rollback()
    frozen_clock.forward(minutes=1)
    work_off()
    assert db.session.scalars(select(PrintedPart.number)).all() == [1, 2, 3]
    assert only_printing().made_at == frozen_clock()


@pytest.mark.usefixtures("blank_paper")
@pytest.mark.parametrize("end", ["delete", "day", "contacts", "close", "cancel"])
def test_p6_gone(greta: FlaskClient, wave: Fieldwork, frozen_clock: FrozenClock, end: str) -> None:
    file = make(greta, wave, shape="slips")
    printing_id = only_printing().id
    assert get_letter_keys().list() == [printing_id]
    db.session.rollback()  # deleting empties SQLite's log, and waits for whoever still reads
    if end == "delete":
        for _press in range(2):
            reply = greta.post(address(wave, f"/{printing_id}/delete"), follow_redirects=True)
            assert "The file is deleted" in reply.get_data(as_text=True)
    elif end == "day":
        frozen_clock.forward(hours=24)
        sign_in_again(greta)
        assert greta.post(file).status_code == 404
        work_off()
    elif end == "contacts":
        slug = db.session.get_one(Property, wave.wave.property_id).slug
        assert greta.post(f"/staff/properties/{slug}/homes/end-contacts").status_code == 302
    else:
        with transaction():
            act = close_ballot_box if end == "close" else cancel_wave
            act(wave=wave.wave, now=frozen_clock())
    assert get_letter_keys().list() == []
    assert db.session.scalars(select(PrintedPart)).all() == []
    assert db.session.scalars(select(Printing)).all() == []
    assert greta.post(file).status_code == 404


def test_p6_deleted_while_it_is_made(
    greta: FlaskClient, wave: Fieldwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deletes_meanwhile(*_asked: Any) -> bytes:
        greta.post(address(wave, f"/{printing_id}/delete"))
        return b"%PDF-1.7"

    monkeypatch.setattr(jobs, "render_sheets", deletes_meanwhile)
    ask(greta, wave, shape="slips")
    printing_id = only_printing().id
    work_off()
    assert db.session.scalars(select(PrintedPart)).all() == []
    assert db.session.scalars(select(Printing)).all() == []
    jobs.forget_letters({}, None)  # type: ignore[arg-type]  # it does not tell how far it is
    assert get_letter_keys().list() == []


def test_p7_only_while_open(greta: FlaskClient, wave: Fieldwork, frozen_clock: FrozenClock) -> None:
    frozen_clock.forward(days=30)
    sign_in_again(greta)
    assert "This wave is closed." in read(greta, wave)
    assert ask(greta, wave).status_code == 400
    assert greta.post(address(wave, "/mailing"), data={}).status_code == 409
    assert not codes_were_listed(wave.wave)


@pytest.mark.usefixtures("blank_paper")
def test_p7_extended(greta: FlaskClient, wave: Fieldwork, frozen_clock: FrozenClock) -> None:
    """Made on a day that an extension has added, and kept while nothing else is over."""
    extend(wave, frozen_clock(), reason="letters_late")
    frozen_clock.forward(days=25)
    sign_in_again(greta)
    make(greta, wave, shape="slips")
    assert only_printing().made_at == frozen_clock()
    work_off()
    jobs.forget_letters({}, None)  # type: ignore[arg-type]  # it does not tell how far it is
    assert get_letter_keys().list() == [only_printing().id]


def test_p7_open_link(greta: FlaskClient, place: Property, frozen_clock: FrozenClock) -> None:
    work = launch_wave_for_tests(frozen_clock(), place=place, access="link", cuts=(), min_group=5)
    page = read(greta, work)
    assert "This wave has an open link, and no codes." in page
    assert "Table tent, A4" in page
    assert ask(greta, work).status_code == 400


def test_p8_nobody_else(client: FlaskClient, place: Property, wave: Fieldwork) -> None:
    enter(client, place, Role.EVALUATOR)
    assert client.get(address(wave)).status_code == 404
    assert ask(client, wave).status_code == 404
    assert client.post(address(wave, "/again"), data={}).status_code == 404
    assert db.session.scalars(select(Printing)).all() == []


def test_p9_who_should_print(client: FlaskClient, place: Property, wave: Fieldwork) -> None:
    enter(client, place, Role.MANAGER)
    assert "Better somebody else" in read(client, wave)
    client.post("/staff/sign-out")
    enter(client, place, Role.SENDER)
    assert "Better somebody else" not in read(client, wave)
    home = client.get("/staff").get_data(as_text=True)
    assert f'href="{address(wave)}">Print letters and posters</a>' in home
    assert 'href="/staff/results"' not in home
    own = client.get(f"/staff/properties/{place.slug}").get_data(as_text=True)
    assert address(wave) in own
    assert f'/staff/waves/{wave.wave_id}"' not in own
