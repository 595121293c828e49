"""One statement by itself.

S1  Outside of a transaction it is committed when its caller hears of it.
S2  A failing statement fails alone: what others write at the same moment is kept.
S3  Inside of a transaction it belongs to it, and goes with it when that is rolled back.
S4  A connection that has broken is not used again.
S5  SQLite commits together what many threads write at the same moment, behind whatever
    transaction is at work.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, text

from survey.db import db, transaction, writing
from survey.db.single import Statements, read_row, write_rows
from tests.support.backends import BOTH_DATABASES

pytestmark = BOTH_DATABASES

WRITE = "INSERT INTO organization (name, slug) VALUES (:name, :name)"
FIND = "SELECT name FROM organization WHERE slug = :name"


def names() -> list[str]:
    """Every organization, as another connection sees them."""
    with db.engine.connect() as connection:
        return list(connection.scalars(text("SELECT name FROM organization ORDER BY name")))


def write_at_once(app: Flask, wanted: list[str]) -> list[Future[int]]:
    """Write each from a thread of its own, all at the same moment."""
    start = threading.Barrier(len(wanted))

    def write(name: str) -> int:
        with app.app_context():
            start.wait(10)
            return write_rows(WRITE, {"name": name})

    with ThreadPoolExecutor(len(wanted)) as pool:
        return [pool.submit(write, name) for name in wanted]


def test_committed_when_heard_of(app: Flask) -> None:
    """S1"""
    assert read_row(FIND, {"name": "elm"}) is None
    assert write_rows(WRITE, {"name": "elm"}) == 1
    assert names() == ["elm"]
    assert read_row(FIND, {"name": "elm"}) == ("elm",)
    assert write_rows("UPDATE organization SET name = :name WHERE slug = 'ash'", {"name": "x"}) == 0


def test_a_failing_statement_fails_alone(app: Flask) -> None:
    """S2: two want the same address, which only one can have."""
    written = write_at_once(app, ["oak", *"abcdef", "oak"])
    failed = [one for one in written if one.exception() is not None]
    assert len(failed) == 1
    assert "unique" in str(failed[0].exception()).lower()
    assert names() == [*"abcdef", "oak"]


def test_belongs_to_the_transaction(app: Flask) -> None:
    """S3"""
    with transaction():
        assert write_rows(WRITE, {"name": "kept"}) == 1
    with transaction():
        assert write_rows(WRITE, {"name": "lost"}) == 1
        assert read_row(FIND, {"name": "lost"}) == ("lost",)
        db.session.rollback()
    assert read_row(FIND, {"name": "lost"}) is None
    assert names() == ["kept"]


def test_broken_connections_go(app: Flask) -> None:
    """S4"""
    assert write_rows(WRITE, {"name": "elm"}) == 1
    own: Statements = app.extensions["single_statements"]
    for driver in own._idle:
        driver.close()
    with pytest.raises(Exception, match="closed"):
        read_row(FIND, {"name": "elm"})
    assert read_row(FIND, {"name": "elm"}) == ("elm",)
    assert write_rows(WRITE, {"name": "ash"}) == 1


@contextmanager
def counting_commits() -> Iterator[list[str]]:
    """What new connections of SQLite are told to commit."""
    told: list[str] = []

    def listen(connection: object, _record: object) -> None:
        connection.set_trace_callback(  # type: ignore[attr-defined]
            lambda said: told.append(said) if said == "COMMIT" else None
        )

    event.listen(db.engine, "connect", listen)
    yield told
    event.remove(db.engine, "connect", listen)


class TestSQLite:
    """Where there is one writer."""

    @pytest.fixture
    def database(self, sqlite_database: str) -> str:
        """Return SQLite alone."""
        return sqlite_database

    def test_commits_together(self, app: Flask) -> None:
        """S5"""
        own: Statements = app.extensions["single_statements"]
        wanted = list("abcdefgh")
        with counting_commits() as commits, ThreadPoolExecutor(1) as pool:
            with writing():
                done = pool.submit(write_at_once, app, wanted)
                while len(own._together._waiting) < len(wanted) - 1:
                    threading.Event().wait(0.005)
                assert names() == []
            assert [one.result() for one in done.result()] == [1] * len(wanted)
        assert names() == wanted
        assert len(commits) == 2
