"""Where it is measured: an application on a database of its own, gone afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from survey.cli import alembic_config
from survey.db import db
from survey.factory import create_app
from survey.settings import Settings

POSTGRESQL_URL = os.environ.get("TEST_DATABASE_URL", "")


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder outside of the repository that is removed in the end."""
    with tempfile.TemporaryDirectory(prefix="porchlight-bench-") as name:
        yield Path(name)


@contextmanager
def application(url: str, folder: Path) -> Iterator[Flask]:
    """The application on a migrated database, within its context."""
    settings = Settings(
        mode="test",
        database_url=url,
        secret_key="a secret for a bench, long enough to be one",
        key_store_dir=folder / "keys",
    )
    app = create_app(settings)
    with app.app_context():
        command.upgrade(alembic_config(), "head")
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def sqlite_url(folder: Path) -> str:
    """A database in a file."""
    return f"sqlite:///{folder / 'porchlight.sqlite3'}"


@contextmanager
def postgresql_database() -> Iterator[str]:
    """The address of an empty database on the server of TEST_DATABASE_URL, dropped in the end."""
    name = f"porchlight_bench_{os.getpid()}"
    server = create_engine(POSTGRESQL_URL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(POSTGRESQL_URL).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()
