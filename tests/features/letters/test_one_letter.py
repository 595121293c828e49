"""A lost letter, and what a mail house gets.

O1  One home's letter is printed again with the same codes; that it was is written down, not whose.
O2  A door that is not there, or none, gets a clear sentence. Capital letters do not matter.
O3  Whether a home has answered changes nothing of what is printed or said.
M1  CSV and workbook hold each home once, in order, with the codes of its letter.
M2  No cell becomes a formula.
M3  It is written down, and kept nowhere.
"""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from survey.accounts.models import AuditEvent
from survey.db import db, transaction
from survey.letters.homes import list_letter_homes
from survey.responses.services import seal_response
from survey.waves.queries import codes_were_listed, list_code_roles
from tests.factories.answer_sets import answers_of
from tests.factories.waves import Fieldwork
from tests.features.letters.conftest import BY_POSTAL_CODE, IN_ORDER
from tests.features.letters.reading import codes_in
from tests.features.letters.test_printing import address
from tests.journeys.thief import changed_between, copy_tables
from tests.support.frozen_clock import FrozenClock

AGAIN = {
    "again-door": "2-9",
    "again-contact": "invitation",
    "again-shape": "slips",
    "again-paper": "a4",
    "again-returned_to": "",
}


def test_o1_o3_printed_again(
    greta: FlaskClient, wave: Fieldwork, frozen_clock: FrozenClock
) -> None:
    (home,) = [one for one in list_letter_homes(wave.wave) if one.door == "2-9"]
    before = copy_tables()
    first = greta.post(address(wave, "/again"), data=AGAIN)
    assert first.mimetype == "application/pdf"
    assert first.headers["Cache-Control"] == "no-store"
    assert codes_in(first.data) == list(home.codes)
    after = copy_tables()
    assert changed_between(before, after) == {"audit_event": (0, 1)}
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.action, event.details) == ("wave.letter_printed_again", {"role": "sender"})
    assert list_code_roles(wave.wave) == ["sender"]
    assert not codes_were_listed(wave.wave)
    with transaction():
        seal_response(
            wave=wave.wave,
            code=home.codes[0],
            submission_id=None,
            answers=answers_of(0),
            language="en",
            mode="code",
            now=frozen_clock(),
        )
    assert greta.post(address(wave, "/again"), data=AGAIN).data == first.data


@pytest.mark.parametrize(
    ("door", "said"),
    [
        ("", "Write the home as its door says it, such as 2-14."),
        ("3-1", "No home is called “3-1”."),
    ],
)
def test_o2_no_such_door(greta: FlaskClient, wave: Fieldwork, door: str, said: str) -> None:
    reply = greta.post(address(wave, "/again"), data=AGAIN | {"again-door": door})
    assert reply.status_code == 400
    assert said in reply.get_data(as_text=True)
    assert list_code_roles(wave.wave) == []


def mailing(client: FlaskClient, wave: Fieldwork, kind: str, sorted_by: str) -> bytes:
    reply = client.post(
        address(wave, "/mailing"), data={"mailing-kind": kind, "mailing-sorted_by": sorted_by}
    )
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-store"
    return bytes(reply.data)


def test_m1_m2_csv(greta: FlaskClient, wave: Fieldwork) -> None:
    text = mailing(greta, wave, "csv", "doors").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["door"].removeprefix("'") for row in rows] == IN_ORDER
    codes = [row[name] for row in rows for name in ("code_1", "code_2") if row[name]]
    assert codes == [code for home in list_letter_homes(wave.wave) for code in home.codes]
    assert rows[1]["address_1"] == "The Rivera family"
    assert rows[1]["address_3"] == "St. Paul, MN 55102"
    assert "The Rivera family" in rows[1]["salutation"]
    assert rows[1]["language"] == "es"
    assert (rows[3]["door"], rows[3]["address_1"]) == ("'=1+1", "'+Zoe")
    assert rows[3]["address_2"] == "'@1 Elm St"


def test_m1_m2_m3_workbook(greta: FlaskClient, wave: Fieldwork) -> None:
    before = copy_tables()
    book = mailing(greta, wave, "xlsx", "postal")
    assert changed_between(before, copy_tables()) == {"audit_event": (0, 1)}
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == BY_POSTAL_CODE
    assert rows[3][1] == "=1+1"
    assert b"<f>" not in book
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.details == {"way": "mailing", "role": "sender"}
    assert codes_were_listed(wave.wave)
