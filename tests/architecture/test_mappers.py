"""Doors to the answers, read from the tables themselves: import rules see imports only.

M1  The tables of answers have exactly the columns of ballot-box.md, in the code and in a migrated
    database; none holds a moment or a day.
M2  They point at their wave and nowhere else; no table and no mapper points at them.
M3  A code has no used mark, and nothing that could serve as one.
M4  SQLite keeps no hidden row number, which would tell the order of arrival.
M5  Exactly these modules import the tables of answers.
M6  What serves residents knows no session, no cookie and no staff account.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Column, Date, DateTime, Table, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapper

from survey.db import Base, UTCDateTime, db
from tests.architecture.source import ROOT, python_files

COLUMNS = {
    # The keyed slot, and two sealed boxes of one size: nothing to join, sort or count by.
    "envelope": {"wave_id": "VARCHAR", "slot": "BLOB", "answers": "BLOB", "slip": "BLOB"},
    # A random id; what the tabulations need, as JSON. No mode, language, version or moment.
    "opened_answer": {"wave_id": "VARCHAR", "id": "BLOB", "answers": "TEXT", "groups": "TEXT"},
    # Its own random id: no column by which a comment could be laid beside a row of answers.
    # With what the redactor decided: no moment, no order and nobody's name.
    "comment": {
        "wave_id": "VARCHAR",
        "id": "BLOB",
        "item_id": "VARCHAR",
        "text": "TEXT",
        "decision": "VARCHAR",
        "shown_text": "TEXT",
        "themes": "TEXT",
    },
    # A keyed check and a coarse stratum; whether the code was used stands nowhere.
    "access_code": {"wave_id": "VARCHAR", "code_check": "BLOB", "stratum": "VARCHAR"},
}
ANSWERS = ("envelope", "opened_answer", "comment")
KEYS = {
    "envelope": ["wave_id", "slot"],
    "opened_answer": ["wave_id", "id"],
    "comment": ["wave_id", "id"],
    "access_code": ["wave_id", "code_check"],
}
IMPORTERS = {
    "migrations/env.py",  # compares tables with migrations; reads no row
    "survey/responses/queries.py",
    "survey/responses/services/destroying.py",
    "survey/responses/services/opening.py",
    "survey/responses/services/redacting.py",  # writes what the redactor decided; shows nothing
    "survey/responses/services/sending.py",
    "survey/results/aggregation.py",  # the one door to figures
}
DIALECT_NAMES = {"BYTEA": "BLOB"}
"""PostgreSQL's names for the kinds above."""


def table_of(name: str) -> Table:
    """A table of the metadata."""
    return Base.metadata.tables[name]


def kind_of(column: Column[object]) -> str:
    """The bare SQL type, without its length."""
    name = str(column.type).split("(")[0]
    return DIALECT_NAMES.get(name, name)


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_in_the_code(app: Flask, name: str) -> None:
    """M1, M3"""
    table = table_of(name)
    assert {column.name: kind_of(column) for column in table.columns} == COLUMNS[name]
    assert [column.name for column in table.primary_key.columns] == KEYS[name]
    moments = [one.name for one in table.columns if isinstance(one.type, (Date, DateTime))]
    assert moments + [one.name for one in table.columns if isinstance(one.type, UTCDateTime)] == []
    defaults = [one.name for one in table.columns if one.default or one.server_default]
    assert defaults == []


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_in_the_database(app: Flask, name: str) -> None:
    """M1, M2, M3: as the migrations made them, also what no model knows."""
    looking = inspect(db.engine)
    found = {column["name"]: str(column["type"]) for column in looking.get_columns(name)}
    bare = {one: kind.split("(")[0] for one, kind in found.items()}
    assert {one: DIALECT_NAMES.get(kind, kind) for one, kind in bare.items()} == COLUMNS[name]
    assert looking.get_pk_constraint(name)["constrained_columns"] == KEYS[name]
    assert looking.get_indexes(name) == []
    assert [key["referred_table"] for key in looking.get_foreign_keys(name)] == ["wave"]
    pointing = [
        other
        for other in looking.get_table_names()
        for key in looking.get_foreign_keys(other)
        if key["referred_table"] in COLUMNS
    ]
    assert pointing == []


def test_no_trigger_writes(app: Flask) -> None:
    """M1: a trigger could write elsewhere what the tables themselves cannot hold. Ours refuse."""
    wanted = {
        "sqlite": "SELECT substr(sql, instr(sql, 'BEGIN')) FROM sqlite_master"
        " WHERE type = 'trigger'",
        "postgresql": "SELECT prosrc FROM pg_proc WHERE oid IN"
        " (SELECT tgfoid FROM pg_trigger WHERE NOT tgisinternal)",
    }[db.engine.dialect.name]
    bodies = list(db.session.scalars(text(wanted)))
    assert any("the ballot box is closed" in body for body in bodies)
    writing = re.compile(r"\b(INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|NOTIFY|COPY)\b", re.I)
    assert [body for body in bodies if writing.search(body)] == []


@pytest.mark.parametrize("name", COLUMNS)
def test_pointers_in_the_metadata(app: Flask, name: str) -> None:
    """M2"""
    out = [key.target_fullname for key in table_of(name).foreign_keys]
    assert out == ["wave.id"]
    into = [
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == name
    ]
    assert into == []


def relationships() -> Iterator[tuple[str, str]]:
    """Every relationship of every mapper: from which table to which."""
    for mapper in Base.registry.mappers:
        assert isinstance(mapper, Mapper)
        for one in mapper.relationships:
            yield mapper.local_table.description, one.mapper.local_table.description


def test_no_relationship_leads_to_answers(app: Flask) -> None:
    """M2"""
    found = set(relationships())
    assert ("property", "organization") in found
    assert [pair for pair in found if set(pair) & set(COLUMNS)] == []


def test_sqlite_keeps_no_row_number(app: Flask) -> None:
    """M4; on PostgreSQL, xmin and ctid are what the attack tests look at."""
    if db.engine.dialect.name == "postgresql":
        assert db.session.execute(text("SELECT ctid FROM envelope")).all() == []
        return
    assert db.session.execute(text("SELECT rowid FROM wave")).all() == []
    for name in COLUMNS:
        with pytest.raises(OperationalError, match="no such column: rowid"):
            db.session.execute(text(f"SELECT rowid FROM {name}"))  # noqa: S608 - fixed names
        db.session.rollback()


def modules_named(path: Path) -> set[str]:
    """Every module that a file imports, however it is written, and dotted names in strings."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


def importers_of(module: str, *folders: str) -> set[str]:
    """The files below these folders that name a module or something in it."""
    return {
        str(path.relative_to(ROOT))
        for path in python_files(*folders)
        if any(name == module or name.startswith(f"{module}.") for name in modules_named(path))
    }


def test_importers_of_the_answers() -> None:
    """M5; that the factory makes every feature's tables known is its own list's doing."""
    everywhere = ("survey", "forms", "migrations")
    assert importers_of("survey.responses.models", *everywhere) == IMPORTERS
    raw = {
        str(path.relative_to(ROOT))
        for path in python_files("survey", "forms")
        if any(
            f"{verb} {name}" in path.read_text(encoding="utf-8").lower().replace('"', "")
            for verb in ("from", "into", "join", "update")
            for name in ANSWERS[:2]
        )
    }
    # It writes, in the one room that may: a statement by itself, past the session.
    assert raw == {"survey/responses/services/sending.py"}


def test_the_scan_sees_every_way_to_import(tmp_path: Path) -> None:
    """M5: awake."""
    for line in (
        "import survey.responses.models as m",
        "from survey.responses import models",
        "from survey.responses.models import Envelope",
        "def f():\n    import survey.responses.models",
        "import_module('survey.responses.models')",
    ):
        file = tmp_path / "some.py"
        file.write_text(line, encoding="utf-8")
        assert "survey.responses.models" in modules_named(file)


def test_residents_pages_know_no_session() -> None:
    """M6; test_routes.py shows the same at run time."""
    touched = {
        str(path.relative_to(ROOT))
        for path in python_files("survey/responses")
        # Printing and typing in are pages of staff, in a folder beside the residents'.
        if "/responses/paper/" not in path.as_posix()
        for name in modules_named(path)
        if name in {"flask.session", "flask.flash", "flask.g", "flask_wtf.FlaskForm"}
        or name.startswith("survey.accounts")
    }
    # The previews are pages of staff that show the resident's document; they only read.
    assert touched == {
        "survey/responses/views/preview.py",
        "survey/responses/views/preview_unit.py",
    }
    assert "survey/accounts/sessions.py" in importers_of("flask.session", "survey")
