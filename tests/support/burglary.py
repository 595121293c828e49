"""What somebody finds who has the whole database, its log and its files, but not the key store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text

from survey.db import db

# Only what was written since: behind the present end of a log file lies what its last use left.
_LOG_SINCE = """
    SELECT name, pg_read_binary_file('pg_wal/' || name, begun, ended - begun) AS content
    FROM (
        SELECT name,
            CASE WHEN name = first.file_name THEN first.file_offset - 1 ELSE 0 END AS begun,
            CASE WHEN name = here.file_name THEN here.file_offset - 1 ELSE size END AS ended
        FROM pg_ls_waldir() AS file,
            pg_walfile_name_offset(CAST(:since AS pg_lsn) + 1) AS first,
            pg_walfile_name_offset(pg_current_wal_lsn() + 1) AS here
        WHERE name BETWEEN first.file_name AND here.file_name
    ) AS part
"""
"""A byte further on, for where one file ends and the next begins versions name either."""
TABLES = ("envelope", "access_code", "opened_answer", "comment")


@dataclass(frozen=True, slots=True)
class Found:
    """A table's rows in the order they are stored, each with its system columns.

    On PostgreSQL `xmin` (who wrote it) and `ctid` (where it lies) are there; on SQLite these
    tables have no hidden column, and both are 0.
    """

    rows: tuple[dict[str, Any], ...]

    def column(self, name: str) -> list[Any]:
        """One column, in stored order."""
        return [row[name] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Loot:
    """Tables and raw bytes. `files`: what lies on the disk, deleted rows and the log included."""

    tables: dict[str, Found]
    files: dict[str, bytes]

    def holds(self, needle: bytes) -> bool:
        """Whether the bytes stand anywhere in any file."""
        return any(needle in content for content in self.files.values())


def mark_log() -> str:
    """Where PostgreSQL's log stands now, so that what earlier tests wrote there is left out."""
    if _is_sqlite():
        return ""
    return str(db.session.scalar(text("SELECT pg_current_wal_lsn()::text")))


def break_in(since: str) -> Loot:
    """Copy everything, as a thief or a backup would; the log from a mark of `mark_log` on."""
    tables = read_tables()
    files = _sqlite_files() if _is_sqlite() else _postgresql_files(since)
    return Loot(tables, files)


def read_tables() -> dict[str, Found]:
    """The rows of each table in stored order."""
    tables = {table: _read(table, sqlite=_is_sqlite()) for table in TABLES}
    db.session.rollback()
    return tables


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _read(table: str, *, sqlite: bool) -> Found:
    system = "0 AS xmin, 0 AS ctid" if sqlite else "xmin::text::bigint AS xmin, ctid::text AS ctid"
    rows = db.session.execute(text(f"SELECT {system}, {table}.* FROM {table}")).mappings()  # noqa: S608 - fixed names
    return Found(tuple({**row, "ctid": _place(row["ctid"])} for row in rows))


def _place(ctid: object) -> tuple[int, ...]:
    """PostgreSQL's "(page,line)" as numbers that sort."""
    return tuple(int(part) for part in str(ctid).strip("()").split(","))


def _sqlite_files() -> dict[str, bytes]:
    path = Path(make_url(str(db.engine.url)).database or "")
    return {
        one.name: one.read_bytes() for one in path.parent.glob(f"{path.name}*") if one.is_file()
    }


def _postgresql_files(since: str) -> dict[str, bytes]:
    """The tables' own files, dead rows included, and the write-ahead log from a mark on."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Before the checkpoint, which takes away whatever part of the log is full by now.
        log = connection.execute(text(_LOG_SINCE), {"since": since}).all()
        connection.execute(text("CHECKPOINT"))
        files = {
            table: connection.scalar(
                text("SELECT pg_read_binary_file(pg_relation_filepath(:table))"), {"table": table}
            )
            for table in TABLES
        }
        files |= {f"wal {row.name}": row.content for row in log}
    return {name: bytes(content) for name, content in files.items()}
