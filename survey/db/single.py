"""One statement by itself: for what every resident asks for, as cheap as the database allows.

It goes to the driver as it stands here, without a session. Inside of `transaction()` it is a part
of that transaction like everything else. Outside, a statement that writes is on the disk when its
caller hears of it. PostgreSQL does that in one exchange. SQLite has one writer: statements that
threads want to write at the same moment are committed together, each failing or succeeding alone.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, Final

from flask import Flask, current_app
from sqlalchemy import Engine, event, text

from survey.db import db, in_transaction, writing
from survey.db.grouping import Together

Values = Mapping[str, object]
"""What stands in a statement as :name. No moments: each database writes these in its own way."""

_NAME: Final = "single_statements"
_Statement = tuple[str, Values]


def init_app(app: Flask) -> None:
    """Give the application its connections for single statements; none is opened yet."""
    with app.app_context():
        app.extensions[_NAME] = Statements(db.engine)


def read_row(statement: str, values: Values) -> tuple[Any, ...] | None:
    """The first row that a statement finds, or None; as the database is at this moment."""
    if in_transaction():
        found = db.session.execute(text(statement), values).first()
        return None if found is None else tuple(found)
    alone: Statements = current_app.extensions[_NAME]
    return alone.read_row(statement, values)


def write_rows(statement: str, values: Values) -> int:
    """How many rows a statement wrote. Raises what the driver or SQLAlchemy raises."""
    if in_transaction():
        return db.session.connection().execute(text(statement), values).rowcount
    alone: Statements = current_app.extensions[_NAME]
    return alone.write_rows(statement, values)


class Statements:
    """Connections of the driver's own, on which each statement stands alone.

    Each thread takes one that is idle, or a new one, and leaves it to the next.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sqlite = engine.dialect.name == "sqlite"
        self._idle: list[Any] = []
        self._together = Together(self._write_all)
        event.listen(engine, "engine_disposed", self._close)

    def read_row(self, statement: str, values: Values) -> tuple[Any, ...] | None:
        """The first row, or None."""
        with self._driver() as driver:
            row: tuple[Any, ...] | None = driver.execute(self._spell(statement), values).fetchone()
        return row

    def write_rows(self, statement: str, values: Values) -> int:
        """How many rows were written; committed when this returns."""
        if self._sqlite:
            return self._together.do((statement, values))
        with self._driver() as driver:
            written: int = driver.execute(self._spell(statement), values).rowcount
        return written

    def _write_all(self, statements: Sequence[_Statement]) -> list[int | BaseException]:
        """SQLite: all of these in one transaction; what became of each."""
        with writing(), self._driver() as driver:
            driver.execute("BEGIN IMMEDIATE")
            try:
                outcomes = [_try(driver, one) for one in statements]
                driver.execute("COMMIT")
            except BaseException:
                if driver.in_transaction:
                    driver.execute("ROLLBACK")
                raise
            return outcomes

    @contextmanager
    def _driver(self) -> Iterator[Any]:
        try:
            driver = self._idle.pop()
        except IndexError:  # asking first would let another thread take it in between
            driver = self._connect()
        try:
            yield driver
        except BaseException:
            driver.close()
            if not self._sqlite:  # perhaps the server went away, and all the others with it
                self._close(self._engine)
            raise
        self._idle.append(driver)

    def _connect(self) -> Any:
        """A connection made as all others are, but of nobody's pool and in no transaction."""
        pooled = self._engine.raw_connection()
        driver: Any = pooled.driver_connection
        pooled.detach()
        if not self._sqlite:  # survey.db has told SQLite's driver never to begin anything by itself
            driver.autocommit = True
        return driver

    def _close(self, _engine: Engine) -> None:
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _spell(self, statement: str) -> str:
        return statement if self._sqlite else _spell_for_psycopg(statement)


def _try(driver: sqlite3.Connection, statement: _Statement) -> int | BaseException:
    """SQLite takes back what a failing statement did, and nothing else."""
    try:
        return driver.execute(*statement).rowcount
    except sqlite3.Error as error:
        if not driver.in_transaction:  # a full or broken disk: it took everything back
            raise
        return error


@cache
def _spell_for_psycopg(statement: str) -> str:
    return re.sub(r":(\w+)", r"%(\1)s", statement)
