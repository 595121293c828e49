"""Code letters: derived when asked for, shown to whoever may, and left nowhere.

CP1  Looking at the page writes nothing and shows no code; pressing the button shows all, no-store.
CP2  That codes were shown is written down, without any code.
CP3  A letter a home, or a slip an adult; every code once, the same each time.
CP4  No code stands in an address, a log line or an audit entry.
CP5  Only an open wave with codes has letters.
CP6  The command writes CSV to the output and its warning beside it.
CP7  A letter speaks each of the wave's languages and names the promise.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from survey.accounts.models import AuditEvent, Role
from survey.communities.models import Property
from survey.core.promise.document import short_hash
from survey.db import db, transaction
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_organization
from tests.factories.waves import Fieldwork, launch_wave_for_tests, make_property
from tests.support.frozen_clock import FrozenClock

CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")
SMALL = (("full_price", "Full-price homes", 10, 30), ("lower_cost", "Lower-cost homes", 20, 30))


@pytest.fixture
def place(client: FlaskClient) -> Property:
    """A property of 30 homes and 60 adults whose manager is signed in."""
    organization = make_organization()
    with transaction():
        place = make_property(organization=organization, strata=SMALL)
    alice = make_person("Alice", organization=organization, role=Role.MANAGER, properties=[place])
    sign_in(client, alice)
    return place


@pytest.fixture
def made(place: Property, frozen_clock: FrozenClock) -> Fieldwork:
    """An open wave with codes."""
    return launch_wave_for_tests(frozen_clock(), place=place)


def show(client: FlaskClient, made: Fieldwork, shape: str = "homes", paper: str = "letter") -> str:
    """The letters."""
    answer = client.post(
        f"/staff/waves/{made.wave_id}/codes", data={"shape": shape, "paper": paper}
    )
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_data(as_text=True)


def acts() -> list[str]:
    """What the audit trail holds, in order."""
    return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def test_looking_shows_nothing(client: FlaskClient, made: Fieldwork) -> None:
    """CP1"""
    before = acts()
    page = client.get(f"/staff/waves/{made.wave_id}/codes").get_data(as_text=True)
    assert "Who should print them?" in page
    assert CODE.findall(page) == []
    assert acts() == before


def test_shown_and_written_down(client: FlaskClient, made: Fieldwork) -> None:
    """CP1, CP2"""
    assert sorted(CODE.findall(show(client, made))) == sorted(made.codes)
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.action, event.subject) == ("wave.codes_listed", f"wave:{made.wave_id}")
    assert event.details == {"way": "letters"}
    assert event.actor_id is not None


def test_letters_and_slips(client: FlaskClient, made: Fieldwork) -> None:
    """CP3"""
    homes, adults = show(client, made, "homes"), show(client, made, "adults", "a4")
    assert homes.count('<article class="letter">') == 30
    assert adults.count('<article class="letter">') == 60
    assert CODE.findall(homes) == CODE.findall(adults) == made.codes
    assert homes.count('class="square"') == adults.count('class="square"') == 60
    assert '<body class="on-letter homes">' in homes
    assert '<body class="on-a4 adults">' in adults
    assert "Full-price homes: home 10" in homes
    assert "Lower-cost homes: home 20" in homes
    assert "Full-price homes: home 11" not in homes


def test_codes_leave_no_trace(
    client: FlaskClient, made: Fieldwork, caplog: pytest.LogCaptureFixture, app: Flask
) -> None:
    """CP4: with every logger wide open."""
    codes = made.codes
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("sqlalchemy.engine").setLevel(logging.DEBUG)
        page = show(client, made)
        app.test_cli_runner().invoke(args=["waves", "codes", made.wave_id])
    logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)
    assert len(CODE.findall(page)) == 60
    assert "INSERT INTO audit_event" in caplog.text
    bare = [code.replace("-", "") for code in codes]
    assert [code for code in codes + bare if code in caplog.text] == []
    trail = json.dumps(
        [[e.action, e.subject, e.details] for e in db.session.scalars(select(AuditEvent))]
    )
    assert [code for code in codes + bare if code in trail] == []
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page)
    assert [address for address in addresses if CODE.search(address)] == []


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_only_while_open(client: FlaskClient, made: Fieldwork, state: str) -> None:
    """CP5"""
    with transaction():
        made.wave.state = state
    page = client.get(f"/staff/waves/{made.wave_id}/codes").get_data(as_text=True)
    assert "Its codes lead nowhere." in page
    answer = client.post(
        f"/staff/waves/{made.wave_id}/codes", data={"shape": "homes", "paper": "a4"}
    )
    assert answer.status_code == 409
    assert CODE.findall(answer.get_data(as_text=True)) == []
    assert "wave.codes_listed" not in acts()


def test_open_link_has_no_letters(
    client: FlaskClient, place: Property, frozen_clock: FrozenClock
) -> None:
    """CP5"""
    made = launch_wave_for_tests(frozen_clock(), place=place, access="link", cuts=())
    page = client.get(f"/staff/waves/{made.wave_id}/codes").get_data(as_text=True)
    assert "This wave has an open link, and no codes." in page
    answer = client.post(
        f"/staff/waves/{made.wave_id}/codes", data={"shape": "homes", "paper": "a4"}
    )
    assert answer.status_code == 409


def test_command(app: Flask, made: Fieldwork) -> None:
    """CP6"""
    result = app.test_cli_runner().invoke(args=["waves", "codes", made.slug])
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["code"] for row in rows] == made.codes
    assert (rows[0]["part"], rows[0]["home"], rows[0]["adult"]) == ("Full-price homes", "1", "1")
    assert "delete the file once the letters are sent" in result.stderr
    assert "wave.codes_listed" in acts()


def test_command_without_a_wave(app: Flask) -> None:
    """CP6"""
    result = app.test_cli_runner().invoke(args=["waves", "codes", "nothing"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "There is no wave with the id or slug 'nothing'." in result.stderr


def test_list_command(app: Flask, made: Fieldwork) -> None:
    """CP6: the list names no code."""
    result = app.test_cli_runner().invoke(args=["waves", "list"])
    assert result.stdout.split("\t")[:1] == [made.wave_id]
    assert f"/s/{made.slug}" in result.stdout
    assert short_hash(made.wave.promise_hash) in result.stdout
    assert CODE.findall(result.stdout) == []


def test_letter_speaks_each_language(client: FlaskClient, made: Fieldwork) -> None:
    """CP7"""
    page = unescape(show(client, made, "adults"))
    for tag in ("en", "es", "zh-Hans", "ar"):
        assert page.count(f'<div lang="{tag}"') == 60
    assert '<div lang="ar" dir="rtl">' in page
    short = short_hash(made.wave.promise_hash)
    assert f"127.0.0.1:8000/promise/{short}" in page
