"""POST of an answer set, against a bare insert of the same row, as durable, in the same database.

The bare insert is one prepared statement and one commit on the driver's own connection, into a
table of the same shape: on SQLite in a file beside, with WAL and synchronous=FULL as ours; on
PostgreSQL on the same server with the same synchronous_commit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from secrets import token_bytes
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import make_url, select

from survey.db import db
from survey.responses.models import Envelope
from tests.bench.phone import Phone
from tests.bench.rounds import Result, compare
from tests.factories.answer_sets import answers_of
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.journeys.residents import as_fields
from tests.journeys.server import Fields, Server, server_for

ROUNDS, TIMES = 15, 12
PHONES, EACH = 8, 4
TABLE = (
    "CREATE TABLE bare (wave_id VARCHAR(32) NOT NULL, slot {blob} NOT NULL,"
    " answers {blob} NOT NULL, slip {blob} NOT NULL, PRIMARY KEY (wave_id, slot)){tail}"
)
INSERT = "INSERT INTO bare VALUES ({0}, {0}, {0}, {0})"

Insert = Callable[[], None]


def measure(app: Flask, folder: Path) -> list[Result]:
    """One phone at a time, and eight at once."""
    name = db.engine.dialect.name
    fieldwork = launch_wave_for_tests(datetime.now(UTC), access="link", cuts=())
    db.session.remove()
    server = server_for(app, folder)
    server.start()
    try:
        senders = [_Sender(server, fieldwork, number) for number in range(PHONES)]
        for sender in senders:
            sender.send()
        with (
            bare_inserts(app, folder, _sizes(fieldwork)) as insert,
            ThreadPoolExecutor(PHONES) as pool,
        ):
            return [
                compare(
                    f"POST answers, {name}, one phone",
                    baseline=insert,
                    ours=senders[0].send,
                    rounds=ROUNDS,
                    times=TIMES,
                ),
                compare(
                    f"POST answers, {name}, {PHONES} phones at once",
                    baseline=lambda: [insert() for _ in range(PHONES * EACH)],
                    ours=lambda: list(pool.map(_Sender.send_some, senders)),
                    rounds=ROUNDS,
                    times=1,
                    things=PHONES * EACH,
                ),
            ]
    finally:
        server.stop()


class _Sender:
    """A phone that sends one new answer set after another."""

    def __init__(self, server: Server, fieldwork: Fieldwork, number: int) -> None:
        self._phone = Phone(server)
        self._path = f"/s/{fieldwork.slug}/en"
        self._fields: dict[str, Any] = as_fields(answers_of(number))
        self._ids = (f"bench-{number:02d}-submission-{n:09d}" for n in count())

    def send(self) -> None:
        """Send; the server has acknowledged it when this returns."""
        fields: Fields = {**self._fields, "submission_id": next(self._ids)}
        status, body = self._phone.post(self._path, fields)
        assert status == 200, body

    def send_some(self) -> None:
        """Send a few."""
        for _ in range(EACH):
            self.send()


def _sizes(fieldwork: Fieldwork) -> tuple[int, int]:
    """How long the sealed answers and the slip of this wave are."""
    wanted = select(Envelope).where(Envelope.wave_id == fieldwork.wave_id).limit(1)
    row = db.session.scalars(wanted).one()
    sizes = len(row.answers), len(row.slip)
    db.session.remove()
    return sizes


@contextmanager
def bare_inserts(app: Flask, folder: Path, sizes: tuple[int, int]) -> Iterator[Insert]:
    """A function that inserts one such row and commits it."""
    answers, slip = (token_bytes(size) for size in sizes)
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    with closing(
        _connect_sqlite(folder)
        if url.get_backend_name() == "sqlite"
        else _connect(url.render_as_string(hide_password=False))
    ) as connection:
        mark = "?" if isinstance(connection, sqlite3.Connection) else "%s"
        statement = INSERT.format(mark)

        def insert() -> None:
            connection.execute(statement, ("w" * 32, token_bytes(32), answers, slip))

        yield insert


def _connect_sqlite(folder: Path) -> sqlite3.Connection:
    """A database beside ours, as durable; each statement commits by itself."""
    connection = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(TABLE.format(blob="BLOB", tail=" WITHOUT ROWID"))
    return connection


def _connect(url: str) -> psycopg.Connection[Any]:
    """The same database; each statement commits by itself, and is prepared."""
    connection = psycopg.connect(
        url.replace("postgresql+psycopg", "postgresql"), autocommit=True, prepare_threshold=0
    )
    connection.execute(TABLE.format(blob="BYTEA", tail=""))
    return connection
