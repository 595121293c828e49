"""The first migration, up, down and up again, and what the database refuses by itself.

1. The migrated schema is the one that the models describe.
2. Downgrading removes every table; upgrading again works.
3. A published version, a release and a tightening cannot be changed or deleted.
4. A wave's promise cannot be changed, a wave cannot be deleted or go backwards.
5. A closed ballot box takes no envelope, whoever asks.
6. PostgreSQL's planner keeps no sample of what is sealed or opened.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from survey.cli import alembic_config
from survey.db import Base, db

WAVE = {
    "id": "w1",
    "property_id": 1,
    "questionnaire_version_id": 1,
    "number": 1,
    "slug": "abc",
    "state": "open",
    "access": "codes",
    "custody": "server",
    "promise": "{}",
    "promise_hash": "00",
    "public_key": b"k",
    "opens_at": datetime(2026, 8, 3, tzinfo=UTC),
    "closes_at": datetime(2026, 8, 24, tzinfo=UTC),
    "launched_at": datetime(2026, 8, 1, tzinfo=UTC),
}
CHANGES = {
    "promise": "{ }",
    "promise_hash": "11",
    "public_key": b"other",
    "closes_at": datetime(2026, 9, 24, tzinfo=UTC),
    "access": "link",
    "custody": "custodian",
    "state": "released",
    "slug": "xyz",
}


@pytest.fixture
def wave(app: Flask) -> None:
    """Put one wave with what it hangs on into the database, beside the application."""
    tables = Base.metadata.tables
    moment = WAVE["launched_at"]
    rows = {
        "organization": {"id": 1, "name": "O", "slug": "o"},
        "property": {
            "id": 1,
            "organization_id": 1,
            "name": "P",
            "slug": "p",
            "address": "",
            "timezone": "UTC",
            "homes": 1,
            "adults": 1,
            "features": [],
        },
        "questionnaire": {
            "id": 1,
            "property_id": 1,
            "template": "pulse_core",
            "title": "T",
            "left_out": [],
            "rotating": [],
            "created_at": moment,
        },
        "questionnaire_version": {
            "id": 1,
            "questionnaire_id": 1,
            "number": 1,
            "content": "{}",
            "content_hash": "0",
            "published_at": moment,
        },
        "wave": WAVE,
        "promise_tightening": {"id": 1, "wave_id": "w1", "change": {}, "made_at": moment},
        "release": {
            "id": 1,
            "wave_id": "w1",
            "property_id": 1,
            "number": 1,
            "schema_version": 1,
            "body": "{}",
            "sha256": "0",
            "made_at": moment,
        },
    }
    with db.engine.begin() as connection:
        for name, row in rows.items():
            connection.execute(tables[name].insert().values(**row))


def _refused(statement: str, **values: object) -> None:
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text(statement), values)


def test_schema_is_the_models(app: Flask) -> None:
    """1."""
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_down_and_up_again(app: Flask) -> None:
    """2."""
    db.engine.dispose()
    command.downgrade(alembic_config(), "base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
    db.engine.dispose()
    command.upgrade(alembic_config(), "head")
    assert set(Base.metadata.tables) <= set(inspect(db.engine).get_table_names())


@pytest.mark.usefixtures("wave")
@pytest.mark.parametrize("table", ["questionnaire_version", "release", "promise_tightening"])
def test_immutable_tables(table: str) -> None:
    """3."""
    _refused(f"UPDATE {table} SET id = 2")  # noqa: S608  (a fixed name)
    _refused(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.usefixtures("wave")
@pytest.mark.parametrize("column", CHANGES)
def test_sealed_wave(column: str) -> None:
    """4."""
    _refused(f"UPDATE wave SET {column} = :value", value=CHANGES[column])  # noqa: S608


@pytest.mark.usefixtures("wave")
def test_wave_is_never_deleted() -> None:
    """4."""
    _refused("DELETE FROM wave")


@pytest.mark.usefixtures("wave")
def test_closed_box_takes_nothing() -> None:
    """5."""
    envelope = Base.metadata.tables["envelope"]
    row = {"wave_id": "w1", "answers": b"a", "slip": b"s"}
    with db.engine.begin() as connection:
        connection.execute(envelope.insert().values(slot=b"1" * 32, **row))
        connection.execute(text("UPDATE wave SET state = 'closed', envelope_count = 1"))
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(envelope.insert().values(slot=b"2" * 32, **row))
    _refused("UPDATE envelope SET answers = :value", value=b"b")
    _refused("UPDATE wave SET envelope_count = 2")
    _refused("UPDATE wave SET state = 'open'")


@pytest.mark.usefixtures("wave")
def test_the_planner_keeps_no_answers(app: Flask) -> None:
    """6. It does keep samples of other tables: so there is something to keep."""
    comment = Base.metadata.tables["comment"]
    rows = [
        {"wave_id": "w1", "id": bytes([number]) * 16, "item_id": "opn_01", "text": "A bench."}
        for number in range(200)
    ]
    with db.engine.begin() as connection:
        connection.execute(comment.insert(), rows)
        connection.execute(text("ANALYZE"))
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            made = connection.execute(text("SELECT name FROM sqlite_master")).scalars().all()
        # Of SQLite's own statistics only stat1 is there, which counts; stat4 would hold samples.
        assert "sqlite_stat1" in made
        assert "sqlite_stat4" not in made
        return
    with db.engine.connect() as connection:
        kept = connection.execute(
            text("SELECT tablename, attname FROM pg_stats WHERE schemaname = 'public'")
        )
        columns = {tuple(row) for row in kept}
    assert ("alembic_version", "version_num") in columns
    assert {column for table, column in columns if table == "comment"} == {"wave_id"}
