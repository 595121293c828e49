"""Backing up and restoring, with the script that an operator runs.

B1  What was committed comes back, on SQLite (with its log still open) and on PostgreSQL.
B2  What was deleted is in no backup, and neither are the secrets of the key store.
B3  Restoring into a database that holds something is refused.
B4  Backups are readable by their owner only, and old ones go.
B5  A wrong call says how it is meant.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

ROOT = Path(__file__).resolve().parents[2]
POSTGRESQL_URL = os.environ.get("TEST_DATABASE_URL", "")
SECRET = "the-box-secret-of-wave-7"
DELETED = "an-answer-that-was-destroyed"


@dataclass
class Place:
    """A database to back up, an empty one to restore into, and a folder for backups."""

    source: str
    target: str
    backups: Path


def database(url: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "deploy" / "database", *map(str, arguments)],
        env={**os.environ, "DATABASE_URL": url},
        check=False,
        capture_output=True,
        text=True,
    )


def backup(place: Place) -> Path:
    result = database(place.source, "backup", place.backups)
    assert result.returncode == 0, result.stderr
    return Path(result.stdout.strip())


def execute(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def names(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [row.name for row in connection.execute(text("SELECT name FROM property"))]
    engine.dispose()
    return found


def fill(url: str) -> None:
    # Without overwriting, so that the deleted row stays in the file and there is a leak to find.
    careless = ["PRAGMA secure_delete=OFF"] if url.startswith("sqlite") else []
    execute(
        url,
        *careless,
        "CREATE TABLE property (name VARCHAR(200))",
        f"INSERT INTO property VALUES ('Maple Court'), ('{DELETED}')",  # noqa: S608 # a constant
        "DELETE FROM property WHERE name <> 'Maple Court'",
    )


def content(file: Path) -> bytes:
    """Return what a backup says: a dump of PostgreSQL is compressed, so it is unpacked first."""
    if file.suffix == ".sqlite3":
        return file.read_bytes()
    command = ["pg_restore", "--file=-", str(file)]
    return subprocess.run(command, check=True, capture_output=True).stdout


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Place:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "7.secrets").write_text(SECRET, encoding="utf-8")
    source = f"sqlite:///{tmp_path / 'source.sqlite3'}"
    fill(source)
    return Place(source, f"sqlite:///{tmp_path / 'target.sqlite3'}", tmp_path / "backups")


@pytest.fixture
def postgresql_place(tmp_path: Path) -> Iterator[Place]:
    admin = create_engine(POSTGRESQL_URL, isolation_level="AUTOCOMMIT")
    found = [f"backup_{name}_{os.getpid()}" for name in ("source", "target")]
    urls = [
        make_url(POSTGRESQL_URL).set(database=name).render_as_string(hide_password=False)
        for name in found
    ]
    with admin.connect() as connection:
        for name in found:
            connection.execute(text(f"CREATE DATABASE {name}"))
        fill(urls[0])
        yield Place(urls[0], urls[1], tmp_path / "backups")
        for name in found:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRESQL_URL else ["sqlite"])
def place(request: pytest.FixtureRequest) -> Place:
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found


def test_round_trip(place: Place) -> None:
    """B1"""
    file = backup(place)
    result = database(place.target, "restore", file)
    assert result.returncode == 0, result.stderr
    assert "After restoring" in result.stdout
    assert names(place.target) == ["Maple Court"]


def test_a_log_still_open_is_part_of_it(sqlite_place: Place) -> None:
    """B1"""
    path = sqlite_place.source.removeprefix("sqlite:///")
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("INSERT INTO property VALUES ('Oak House')")
    writer.commit()
    assert Path(f"{path}-wal").stat().st_size > 0
    database(sqlite_place.target, "restore", backup(sqlite_place))
    writer.close()
    assert names(sqlite_place.target) == ["Maple Court", "Oak House"]


def test_what_must_not_be_kept_is_not_in_it(place: Place) -> None:
    """B2"""
    kept = content(backup(place))
    assert b"Maple Court" in kept
    assert DELETED.encode() not in kept
    assert SECRET.encode() not in kept


def test_the_plain_file_would_have_kept_it(sqlite_place: Place) -> None:
    """B2: there is something to leak."""
    assert DELETED.encode() in Path(sqlite_place.source.removeprefix("sqlite:///")).read_bytes()


def test_restoring_over_something_is_refused(place: Place) -> None:
    """B3"""
    file = backup(place)
    result = database(place.source, "restore", file)
    assert result.returncode != 0
    assert "there already" in result.stderr or "not empty" in result.stderr
    assert names(place.source) == ["Maple Court"]


def test_backups_are_private_and_old_ones_go(sqlite_place: Place) -> None:
    """B4"""
    sqlite_place.backups.mkdir()
    old = sqlite_place.backups / "porchlight-20260101T000000Z.sqlite3"
    other = sqlite_place.backups / "notes.txt"
    month_ago = time.time() - 40 * 24 * 3600
    for path in (old, other):
        path.write_text("old", encoding="utf-8")
        os.utime(path, (month_ago, month_ago))
    file = backup(sqlite_place)
    assert file.stat().st_mode & 0o777 == 0o600
    assert sorted(sqlite_place.backups.iterdir()) == sorted([other, file])


@pytest.mark.parametrize(
    ("url", "arguments", "sentence"),
    [
        ("", ["backup", "{folder}"], "DATABASE_URL is not set"),
        ("mysql://host/db", ["backup", "{folder}"], "neither sqlite:/// nor postgresql://"),
        ("sqlite:///x", [], "Usage: deploy/database backup FOLDER"),
        ("sqlite:///x", ["restore", "/no/such/file"], "cannot be read"),
    ],
)
def test_wrong_calls(url: str, arguments: list[str], sentence: str, tmp_path: Path) -> None:
    """B5"""
    result = database(url, *(argument.format(folder=tmp_path) for argument in arguments))
    assert result.returncode == 1
    assert sentence in result.stderr
