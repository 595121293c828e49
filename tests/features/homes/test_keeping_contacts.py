"""A thief with the database, its log and its backup, but not the keys; and the end of contacts.

K1  Nothing of a file or a contact can be read in the database or its log: while the file waits,
    after it was taken, after a home was changed by hand; nor in jobs and the audit trail.
K2  The same thief finds all of it where nothing is sealed: so there was something to find.
    Nor does it escape the thief when the log goes on in another file meanwhile.
K3  With the old database and the key store of today the old contacts cannot be read.
K4  On the promised day, or at once by hand, key, contacts and what was remembered of files go.
K5  A file and its key end after an hour; a key whose destroying was cut short ends with the job.
K6  Logs hold nothing of a file, also where it breaks.
K7  The server puts nothing of a file on the disk, however large somebody sends it.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
import urllib3
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from survey.accounts.models import AuditEvent, Person
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.homes import sealed
from survey.homes.contacts import Contact, open_contact
from survey.homes.jobs import ENDS
from survey.homes.models import Home, HomeList, HomeUpload
from survey.homes.queries import find_list, find_remembered, iterate_reached
from survey.homes.services import editing, taking, uploads
from survey.homes.services.keys import DESTROY_KEY
from survey.jobs.models import Job
from survey.jobs.queue import find_job
from survey.jobs.working import work_once
from survey.keys.key_files import KeyFiles, get_contact_keys
from tests.factories.accounts import sign_in
from tests.factories.homes import make_even_list
from tests.features.homes.maple_court import LIST, maple
from tests.support.burglary import Loot, break_in, mark_log
from tests.support.frozen_clock import FrozenClock
from tests.support.home_files import HEADS, csv_of, listed, look_through, send, take
from tests.support.pages import words_of
from tests.support.small_server import small_server

TOLD = ("Quetzalcoatl", "xylophone@mail.example.org", "16125550177", "Zanzibar")
FILE = csv_of(
    [("101", "Market", "1", "English", "Quetzalcoatl", TOLD[1], "612 555 0177")],
    heads=(*HEADS[:-1], "Zanzibar"),
)
ONE_OF_EACH = {**listed("kinds", ["full_price_homes"]), **listed("languages", ["en"])}


def found_in(loot: Loot) -> list[str]:
    """What a thief can read."""
    return [word for word in TOLD if loot.holds(word.encode())]


def bring_in(client: FlaskClient) -> list[list[str]]:
    """A file waits, is taken, and its home is changed by hand: what a thief reads each time."""
    read = []
    for step in ("wait", "take", "change"):
        since = mark_log()
        if step == "wait":
            page = look_through(client, FILE, **ONE_OF_EACH)
        elif step == "take":
            assert take(client, page).status_code == 302
        else:
            home = {"version": "1", "label": "101", "stratum": "full_price_homes", "adults": "1"}
            told = {"name": TOLD[0], "address": TOLD[3], "email": TOLD[1], "phone": TOLD[2]}
            changed = client.post(f"{LIST}/1", data={**home, **told, "language": "en"})
            assert changed.status_code == 302, words_of(changed)
        read.append(found_in(break_in(since)))
    return read


def test_a_thief_reads_nothing(greta: FlaskClient) -> None:
    """K1"""
    assert bring_in(greta) == [[], [], []]
    [reached] = iterate_reached(maple())
    assert reached.contact == Contact(TOLD[0], (TOLD[3],), (TOLD[1],), (f"+{TOLD[2]}",))
    kept = [job.payload for job in db.session.scalars(select(Job))]
    kept += [act.details for act in db.session.scalars(select(AuditEvent))]
    # As a word of its own: the names of files and jobs are random letters and digits.
    assert not [word for word in (*TOLD, "101") if re.search(rf"\b{word}\b", repr(kept))]


def test_the_same_thief_where_nothing_is_sealed(
    greta: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K2"""

    def plain(contact: Contact, _key: bytes, **_bound: int) -> bytes:
        return " ".join([contact.name, *contact.address, *contact.email, *contact.phone]).encode()

    for module in (taking, editing):
        monkeypatch.setattr(module, "seal_contact", plain)
    monkeypatch.setattr(
        "survey.homes.queries.open_contact", lambda *_all, **_bound: Contact(name="open")
    )
    monkeypatch.setattr(uploads, "seal", lambda data, *_rest: data)
    monkeypatch.setattr(uploads, "unseal", lambda data, *_rest: data)
    first, second, third = bring_in(greta)
    assert first == [TOLD[0], TOLD[1], TOLD[3]]
    assert set(second) >= set(TOLD[:3])
    assert set(third) == set(TOLD)


def test_a_log_that_goes_on_in_another_file(app: Flask) -> None:
    """K2: now and then a thief found nothing, for a checkpoint had taken the first file away."""
    if db.engine.dialect.name == "postgresql":
        since = mark_log()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for act in (
                f"pg_logical_emit_message(false, 'test', '{TOLD[0]}')",
                "pg_switch_wal()",
                f"pg_logical_emit_message(false, 'test', '{TOLD[3]}')",
            ):
                connection.execute(text(f"SELECT {act}"))
        assert break_in(since).holds(TOLD[0].encode())


def test_an_old_backup(greta: FlaskClient) -> None:
    """K3"""
    read_in_one(greta)
    old = db.session.scalars(select(Home)).one()
    backup, number, place_id = bytes(old.contact or b""), old.number, old.property_id
    old_key = key_id()
    assert open_contact(
        backup, key_of(old_key), property_id=place_id, number=number
    ).name == TOLD[0]  # fmt: skip
    read_in_one(greta, version=1)
    assert get_contact_keys().list() == [key_id()]
    with pytest.raises(SurveyError, match="contact_unreadable"):
        open_contact(backup, key_of(key_id()), property_id=place_id, number=number)
    assert get_contact_keys().find(old_key) is None


@pytest.mark.parametrize("how", ["by hand", "on the day"])
def test_the_end(greta: FlaskClient, frozen_clock: FrozenClock, how: str) -> None:
    """K4"""
    read_in_one(greta)
    assert find_remembered(find_list(maple())).columns["zanzibar"] == "phone"
    if how == "by hand":
        greta.post(f"{LIST}/end-contacts")
    else:
        frozen_clock.forward(days=330)  # the day before
        assert end_what_is_over() == "done"
        assert held().contacts_end_on == date(2027, 6, 30)
        frozen_clock.forward(days=1)
        assert end_what_is_over() == "done"
        sign_in(greta, db.session.scalars(select(Person).where(Person.name == "Greta")).one())
    now = held()
    assert (now.contacts_key, now.contacts_end_on, now.mapping) == (None, None, {})
    assert get_contact_keys().list() == []
    assert db.session.scalars(select(Home.contact)).all() == [None]
    assert "No contacts are kept." in words_of(greta.get(LIST))
    assert [one.home.label for one in iterate_reached(maple())] == ["101"]
    # Written by hand again, they have a key and an end again.
    version = held().version
    home = {"version": str(version), "label": "101", "stratum": "full_price_homes", "adults": "1"}
    greta.post(f"{LIST}/1", data={**home, "language": "en", "email": TOLD[1]})
    assert [one.contact.email for one in iterate_reached(maple())] == [(TOLD[1],)]
    assert (held().contacts_end_on or date.min) > frozen_clock().date()


def test_the_hour(greta: FlaskClient, frozen_clock: FrozenClock) -> None:
    """K5"""
    page = look_through(greta, FILE, **ONE_OF_EACH)
    frozen_clock.forward(minutes=59)
    end_what_is_over()
    assert greta.get(page).status_code == 200
    frozen_clock.forward(minutes=1)
    assert greta.get(page).headers["Location"] == LIST
    end_what_is_over()
    assert db.session.scalars(select(HomeUpload)).all() == []
    assert get_contact_keys().list() == []


def test_a_file_that_waits(greta: FlaskClient) -> None:
    """K4: whoever destroys all contacts now means those of a file that nobody took, too."""
    read_in_one(greta)
    page = send(greta, FILE)
    greta.post(f"{LIST}/end-contacts")
    assert db.session.scalars(select(HomeUpload)).all() == []
    assert get_contact_keys().list() == []
    assert greta.get(f"{page}/columns").headers["Location"] == LIST


@pytest.mark.parametrize("millions", [10, 16])
def test_nothing_lies_on_the_disk(app: Flask, millions: int) -> None:
    """K7"""

    def read(environ: dict[str, Any], begin: Any) -> list[bytes]:
        begin("200 OK", [])
        return [str(len(environ["wsgi.input"].read())).encode()]

    with small_server(app, read) as (address, files):
        told = b""
        with suppress(urllib3.exceptions.HTTPError):  # it need not listen to the end
            told = urllib3.request("POST", address, body=bytes(millions * 1_000_000)).data
        assert files == []
    assert (told == b"10000000") is (millions == 10)


def test_a_killed_process(greta: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """K5: what was to be destroyed after the commit is destroyed by the job of that commit."""
    read_in_one(greta)
    old = key_id()
    with monkeypatch.context() as killed:
        killed.setattr(KeyFiles, "destroy", lambda _self, _key: None)
        greta.post(f"{LIST}/end-contacts")
    assert get_contact_keys().find(old) is not None
    job = find_job(f"{DESTROY_KEY}:{old}")
    assert job is not None
    while work_once([DESTROY_KEY]) is not None:
        pass
    assert get_contact_keys().list() == []


def test_nothing_half(greta: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """K5, K6: it breaks in the middle: list and key are as they were, and the log tells nothing."""
    with transaction():
        make_even_list(maple())
    before, keys = held().contacts_key, get_contact_keys().list()
    page = look_through(greta, FILE, **ONE_OF_EACH)

    def breaks(*_all: object, **_named: object) -> None:
        raise RuntimeError(f"broken at {TOLD[0]}")

    records: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: records.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    with monkeypatch.context() as broken:
        broken.setattr(taking, "record_act", breaks)
        assert take(greta, page).status_code == 500
    logging.getLogger().removeHandler(handler)
    assert held().contacts_key == before
    assert len(get_contact_keys().list()) == len(keys) + 1  # of the file, which still waits
    assert len(list(iterate_reached(maple()))) == 120
    assert maple().homes == 120
    assert records
    assert not [word for word in TOLD if word in " ".join(records)]
    assert take(greta, page).status_code == 302


def test_another_place() -> None:
    """K1: what is sealed for one place cannot be read at another."""
    key_and_id = sealed.make_key()
    box = sealed.seal_json({"a": 1}, key_and_id[1], "choices x")
    assert sealed.unseal_json(box, key_and_id[1], "choices x") == {"a": 1}
    with pytest.raises(SurveyError, match="upload_gone"):
        sealed.unseal_json(box, key_and_id[1], "outcome x")


def read_in_one(client: FlaskClient, version: int = 0) -> None:
    # One kind is no mix, so that the property has none from the first file on.
    kinds = listed("kinds", ["new", "new"]) if version else {}
    page = look_through(client, FILE, **{**ONE_OF_EACH, **kinds})
    assert take(client, page, version).status_code == 302


def held() -> HomeList:
    found = find_list(maple())
    assert found is not None
    return found


def key_id() -> str:
    return held().contacts_key or ""


def key_of(key: str) -> bytes:
    return get_contact_keys().find(key) or b""


def end_what_is_over() -> str | None:
    """Have the regular job done that is due now."""
    return work_once([ENDS])
