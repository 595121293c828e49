"""What a real server says, all of it, while residents answer and while things go wrong.

L1  No code, receipt, address, browser's name, address a resident came from or word of theirs is in
    anything that a server writes, also when it cannot read, refuses or breaks.
L2  Before opening, none of them is in the database's files either.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from survey.core.sealing.codes import format_code, normalize_code
from survey.core.sealing.slots import slot_for_code
from survey.db import db
from survey.keys.store import get_key_store
from tests.factories.answer_sets import answers_of
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.journeys.residents import as_fields
from tests.journeys.server import FORM, Fields, Server, encode, server_for
from tests.support.burglary import break_in, mark_log

pytestmark = pytest.mark.timeout(120)
VISITOR = "127.0.0.77"
BROWSER = "Quillfeather/7.7 (a planted browser)"
FAR_ADDRESS = "203.0.113.77"
WORDS = "Wickerbeam is what nobody else would write here."
UNREADABLE = b"\xff\xfe\xfd"
HEADERS = {
    "User-Agent": BROWSER,
    "Referer": f"https://example.org/{FAR_ADDRESS}",
    "X-Forwarded-For": FAR_ADDRESS,
    "X-Real-IP": FAR_ADDRESS,
    "Forwarded": f"for={FAR_ADDRESS}",
    "Accept-Language": "es",
}
WITHDRAWAL_WITHOUT = {"envelope": 500, "access_code": 404, "wave": 500}
"""What a withdrawal meets while this table is away; a sending needs all three."""


@pytest.fixture
def server(app: Flask, database: str, tmp_path: Path) -> Iterator[Server]:
    """Return the server that Porchlight is run with on this database, with every warning on."""
    kind = "waitress" if database.startswith("sqlite") else "gunicorn"
    server = server_for(app, tmp_path, kind=kind, PYTHONWARNINGS="default")
    server.visitor = VISITOR
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def fieldwork(app: Flask) -> Fieldwork:
    """Return a wave that is open today."""
    return launch_wave_for_tests(datetime.now(UTC))


def planted_fields(code: str) -> Fields:
    """An answer set with the planted words and a code."""
    said = answers_of(7) | {"opn_01": WORDS}
    return as_fields(said) | {"code": code, "submission_id": "a-made-up-submission-id"}


def send(server: Server, path: str, fields: Fields, status: int, **more: str) -> bytes:
    """Post as a resident's phone, expecting this status; the body."""
    reply = server.post(path, fields, **{**HEADERS, **more})
    assert reply.status == status, reply
    return reply.body


def go_the_usual_way(server: Server, fieldwork: Fieldwork, code: str) -> list[str]:
    """Look, answer by script and on plain pages, withdraw, answer again; the receipts."""
    own = f"/s/{fieldwork.slug}/es"
    for path in ("/", "/c", f"/s/{fieldwork.slug}", own, f"/s/{fieldwork.slug}/withdraw"):
        assert server.ask("GET", path, None, HEADERS).status == 200
    script = {"Accept": "application/json"}
    receipt = json.loads(send(server, own, planted_fields(code), 200, **script))["receipt"]
    send(server, "/c", {"code": code}, 200)
    send(server, "/c", {"code": code}, 200, **script)
    without_id = dict(planted_fields(code)) | {"submission_id": ""}
    assert WORDS.encode() in send(server, own, without_id, 200)
    send(server, f"/s/{fieldwork.slug}/withdraw", {"receipt": receipt}, 200)
    assert receipt.encode() in send(server, own, planted_fields(code), 200)
    return [receipt]


def go_wrong_ways(server: Server, fieldwork: Fieldwork, code: str) -> None:
    """Everything that is refused or cannot be read, each with something planted in it."""
    own = f"/s/{fieldwork.slug}/es"
    wrong = f"{code[:-1]}{'B' if code[-1] != 'B' else 'C'}"
    send(server, own, planted_fields(wrong), 422)
    send(server, own, planted_fields(wrong), 422, Accept="application/json")
    send(server, "/c", {"code": wrong}, 404)
    send(server, f"/s/{fieldwork.slug}/withdraw", {"receipt": wrong}, 404)
    too_long = dict(planted_fields(code)) | {"opn_01": WORDS * 200}
    send(server, own, too_long, 422)
    for path in (f"/s/{code}", f"/c/{code}", f"/c?code={code}", "/s/%ff%fe", f"/%0a{code}"):
        assert server.ask("GET", path, None, HEADERS).status in {200, 404}
    for method in ("PUT", "DELETE"):
        assert server.ask(method, own, encode(planted_fields(code)), HEADERS).status == 405
    body = encode(planted_fields(code))
    as_form = {**HEADERS, "Content-Type": FORM}
    as_parts = {**HEADERS, "Content-Type": "multipart/form-data; boundary=" + code}
    as_json = {**HEADERS, "Content-Type": "application/json"}
    for headers in (as_form, as_parts, as_json):
        assert server.ask("POST", own, body + UNREADABLE, headers).status < 500
        assert server.ask("POST", own, UNREADABLE + body, headers).status < 500
    for pieces in (20_000, 80_000):
        huge = dict(planted_fields(code)) | {"opn_01": "Wickerbeam " * pieces}
        assert server.post(own, huge, **HEADERS).status in {413, 422}
    for raw in (
        f"GET /s/{code}\r\n\r\n",
        f"POST {own} HTTP/1.1\r\nHost: x\r\nContent-Length: {code}\r\n\r\n{code}",
        f"POST {own} HTTP/1.1\r\nHost: x\r\n{BROWSER} without a colon {code}\r\n\r\n",
        f"POST {own} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {code}\r\n\r\n{WORDS}",
        f"{code} {WORDS}\r\n\r\n",
        f"GET /{code} HTTP/9.9\r\nUser-Agent: {BROWSER}\r\n\r\n",
    ):
        server.shout(raw.encode())


@contextmanager
def table_away(name: str) -> Iterator[None]:
    """Take a table away for a while, so that whatever needs it breaks."""
    for old, new in ((name, f"{name}_away"), (f"{name}_away", name)):
        with db.engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
        if new != name:
            yield


def break_everything(server: Server, fieldwork: Fieldwork, code: str) -> None:
    """Sendings that meet a broken database: each is answered 500 and leaves a line in the log."""
    for name, status in WITHDRAWAL_WITHOUT.items():
        with table_away(name):
            send(server, f"/s/{fieldwork.slug}/es", planted_fields(code), 500)
            send(server, f"/s/{fieldwork.slug}/withdraw", {"receipt": code}, status)


def spellings(code: str) -> Iterator[str]:
    """How a code or receipt may stand in a log."""
    bare = normalize_code(code) or code.replace("-", "")
    for spelt in (bare, format_code(bare)):
        yield from (spelt, spelt.lower())


def needles(code: str, receipts: list[str]) -> list[str]:
    """Everything that was planted, as it may be found."""
    found = [one for secret in (code, *receipts) for one in spellings(secret)]
    return [*found, VISITOR, FAR_ADDRESS, "Quillfeather", "Wickerbeam"]


def test_a_server_says_nothing_of_residents(
    app: Flask, server: Server, fieldwork: Fieldwork
) -> None:
    """L1, L2"""
    code = fieldwork.codes[11]
    slot = slot_for_code(
        get_key_store().get(fieldwork.wave_id).box_secret, normalize_code(code) or ""
    )
    mark = mark_log()
    db.session.rollback()
    receipts = go_the_usual_way(server, fieldwork, code)
    go_wrong_ways(server, fieldwork, code)
    break_everything(server, fieldwork, code)
    receipts += go_the_usual_way(server, fieldwork, code)
    loot = break_in(mark)
    assert loot.holds(slot)
    planted = needles(code, receipts)
    assert [one for one in planted if loot.holds(one.encode())] == []

    said = server.run("waves", "close", fieldwork.wave_id)
    said += server.run("waves", "open", fieldwork.wave_id)
    assert "1 answer sets opened" in said
    server.stop()
    log = server.log.read_text(encoding="utf-8", errors="replace")
    assert log.count("unforeseen error kind=") == 5
    assert [one for one in planted if one in log + said] == []
