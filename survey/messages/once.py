"""Rows that are written once, however many ask for them at the same moment."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.dialects import postgresql, sqlite

from survey.db import Base, db


def write_once(table: type[Base], values: Mapping[str, object]) -> bool:
    """Whether the row was not there yet. Needs a transaction."""
    on_sqlite = db.session.connection().dialect.name == "sqlite"
    insert = (sqlite if on_sqlite else postgresql).insert(table)
    written = insert.values(**values).on_conflict_do_nothing()
    first = next(iter(table.__table__.primary_key))
    return db.session.execute(written.returning(first)).first() is not None
