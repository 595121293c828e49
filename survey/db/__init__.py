"""The database: one metadata, one naming of constraints, one way to commit."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from survey.db.turns import Turns

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_TIMEOUT_MS = 20_000
_WRITING = "turns_to_write"


class Base(DeclarativeBase):
    """The mapping base: every table of Porchlight."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC: refuses naive values, and gives back aware ones on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def init_app(app: Flask) -> None:
    """Bind the application to its database and set what SQLite needs on each connection."""
    db.init_app(app)
    with app.app_context():
        app.extensions[_WRITING] = nullcontext()
        if db.engine.dialect.name == "sqlite":
            _prepare_sqlite(db.engine)
            if db.engine.url.database not in (None, "", ":memory:"):
                app.extensions[_WRITING] = Turns(Path(f"{db.engine.url.database}-turn"))


def _prepare_sqlite(engine: Engine) -> None:
    """Durable, forgetful and strict: WAL with full sync, deleted rows overwritten, keys checked."""

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions by itself: transaction() begins them,
        # at once with the writer's lock, so that a read never has to be upgraded.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "secure_delete=ON",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if in_transaction() else "BEGIN")


_state = threading.local()


def writing() -> AbstractContextManager[None]:
    """The turn to write, which PostgreSQL does not need. SQLite has one writer: waiting in order
    beats sleeping in its busy handler, whose waits reach seconds under load (see tests/bench).
    """
    turn: AbstractContextManager[None] = current_app.extensions[_WRITING]
    return turn


class _Commits:
    """How many transactions of this process have committed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.count = 0

    def add(self) -> None:
        with self._lock:
            self.count += 1


_commits = _Commits()


def count_commits() -> int:
    """How often `transaction()` has committed in this process: what is kept may be old since."""
    return _commits.count


def in_transaction() -> bool:
    """Whether this thread is inside of `transaction()`."""
    return getattr(_state, "depth", 0) > 0


@contextmanager
def transaction() -> Iterator[None]:
    """Commit everything written inside as one act, or nothing of it.

    Everything commits here, but for a single statement that needs no other (survey/db/single.py).
    Callbacks given to `after_commit` inside run once the commit has succeeded, and not at all
    otherwise. Inner transactions join the outer.
    """
    if in_transaction():
        yield
        return
    with writing():
        # What was read before belongs to an older snapshot: begin afresh, as a writer.
        if db.session.new or db.session.dirty or db.session.deleted:
            raise RuntimeError("something was changed outside of a transaction")
        db.session.rollback()
        _state.depth, _state.callbacks = 1, []
        try:
            yield
            db.session.commit()
            _commits.add()
            callbacks = list(_state.callbacks)
        except BaseException:
            db.session.rollback()
            raise
        finally:
            _state.depth, _state.callbacks = 0, []
    for callback in callbacks:
        callback()


def after_commit(callback: Callable[[], None]) -> None:
    """Run `callback` once the present transaction has been committed, and only then.

    Raises RuntimeError outside of a transaction, where it would never run.
    """
    if not in_transaction():
        raise RuntimeError("after_commit needs a transaction")
    _state.callbacks.append(callback)


def checkpoint() -> None:
    """Fold SQLite's write-ahead log into the file and empty it, so that deleted rows are gone."""
    if db.engine.dialect.name != "sqlite":
        return
    db.session.rollback()
    with writing():
        raw = db.engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()
