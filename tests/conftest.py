"""Fixtures that every test shares: databases, the application, a client, the clock."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from alembic import command
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, make_url, text

from survey import clock
from survey.cli import alembic_config
from survey.db import Base, db
from survey.factory import create_app
from survey.settings import Settings
from tests.browser.languages import ALWAYS, VARIABLE, choose_language_in_turn
from tests.support import turns
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import PageClient
from tests.support.postgresql import GIVEN_URL, server_of_this_process
from tests.support.quick_apps import (
    keep_what_is_compiled,
    look_for_rubbish_seldom,
    never_wait_for_the_disk,
)
from tests.support.turns import choose_turn, leave_out

BACKENDS = ["sqlite"] + (["postgresql"] if GIVEN_URL else [])
ANSWERS = ("envelope", "opened_answer", "comment", "access_code")
START = datetime(2026, 8, 3, 12, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """Choose what takes turns before there are processes that could differ in it, and keep what
    each test's application would compile again.
    """
    choose_language_in_turn()
    choose_turn(everything=_is_whole(config))
    keep_what_is_compiled()
    never_assert_a_time()


def never_assert_a_time() -> None:
    """Let Hypothesis take as long for an example as a busy machine needs."""
    hypothesis.settings.register_profile("porchlight", hypothesis.settings.default, deadline=None)
    hypothesis.settings.load_profile("porchlight")


def _is_whole(config: pytest.Config) -> bool:
    """Tell whether a run is of everything: of no chosen files, words or failures."""
    chosen = (config.getoption(name, None) for name in ("keyword", "markexpr", "lf", "failedfirst"))
    return config.args_source == pytest.Config.ArgsSource.TESTPATHS and not any(chosen)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose turn it is not on one of the databases."""
    waiting = leave_out(items, choose_turn(everything=_is_whole(config)), BACKENDS)
    config.hook.pytest_deselected(items=waiting)


def pytest_collection_finish() -> None:
    """Let what was imported and collected rest."""
    look_for_rubbish_seldom()


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say what takes turns today, so that the run can be repeated."""
    tag, turn = choose_language_in_turn(), choose_turn(everything=_is_whole(config))
    return [
        f"browser: {', '.join(ALWAYS)}, and in turn {tag} ({VARIABLE}={tag} repeats it)",
        f"databases: {turn} ({turns.VARIABLE}={turn} repeats it, {turns.EVERY_ONE} takes no turns)",
    ]


def _settings(database_url: str, folder: Path) -> Settings:
    return Settings(
        mode="test",
        database_url=database_url,
        secret_key="a secret for tests, long enough to be one",
        key_store_dir=folder / "keys",
        checking="inline",
        jobs="inline",
    )


def _migrate(url: str, folder: Path) -> None:
    app = create_app(_settings(url, folder))
    with app.app_context():
        command.upgrade(alembic_config(), "head")
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file, made once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("template")
    _migrate(f"sqlite:///{folder / 'template.sqlite3'}", folder)
    raw = create_engine(f"sqlite:///{folder / 'template.sqlite3'}")
    with raw.connect() as connection:
        connection.execute(text("PRAGMA journal_mode=DELETE"))
    raw.dispose()
    return folder / "template.sqlite3"


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a migrated PostgreSQL database of this process's own."""
    with server_of_this_process() as server:
        admin = create_engine(server, isolation_level="AUTOCOMMIT")
        name = f"porchlight_test_{os.getpid()}"
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
            connection.execute(text(f"CREATE DATABASE {name}"))
        url = make_url(server).set(database=name).render_as_string(hide_password=False)
        _migrate(url, tmp_path_factory.mktemp("postgresql"))
        yield url
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def _function_that_empties() -> str:
    """Deletes every row, past the guards, and begins counting at 1 again.

    TRUNCATE makes new files for each table and index, which costs a second for all of them: so
    only the tables of answers get new files, where a test has written, because the burglars of
    the next test read files and would find what the last one left.
    """
    renewed = "".join(
        f"IF pg_relation_size('{name}') > 0 THEN TRUNCATE {name}; END IF; " for name in ANSWERS
    )
    names = [table.name for table in Base.metadata.sorted_tables]
    deletes = "".join(
        f'IF EXISTS (SELECT FROM "{name}") THEN DELETE FROM "{name}"; END IF; '  # noqa: S608  (our own names)
        for name in names
    )
    restarts = (
        "PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) "
        "FROM pg_sequences;"
    )
    return (
        "CREATE FUNCTION pg_temp.empty_everything() RETURNS void LANGUAGE plpgsql AS "
        f"$$ BEGIN {renewed} {deletes} {restarts} END $$"
    )


@pytest.fixture(scope="session")
def emptying(postgresql_url: str) -> Iterator[Callable[[], None]]:
    """Return what empties this process's database.

    One connection and one function for all tests: connecting and compiling took ten times as
    long as emptying.
    """
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        connection.execute(text(_function_that_empties()))
        connection.commit()

        def empty() -> None:
            with connection.begin():
                connection.execute(text("SET LOCAL session_replication_role = replica"))
                connection.execute(text("SELECT pg_temp.empty_everything()"))

        yield empty
    engine.dispose()


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> str:
    """Return the address of an empty, migrated database in a file."""
    shutil.copy(sqlite_template, tmp_path / "porchlight.sqlite3")
    return f"sqlite:///{tmp_path / 'porchlight.sqlite3'}"


@pytest.fixture
def database(every_database: str) -> str:
    """Return the address of a test's database: every one in turn, unless its folder says less."""
    return every_database


@pytest.fixture(params=BACKENDS)
def every_database(request: pytest.FixtureRequest) -> str:
    """Return the address of an empty, migrated database: SQLite always, PostgreSQL where given."""
    if request.param == "sqlite":
        file: str = request.getfixturevalue("sqlite_database")
        return file
    url: str = request.getfixturevalue("postgresql_url")
    request.getfixturevalue("emptying")()
    return url


@pytest.fixture
def frozen_clock() -> FrozenClock:
    """Return a clock that stands still until a test moves it."""
    return FrozenClock(START)


@pytest.fixture
def app(database: str, tmp_path: Path, frozen_clock: FrozenClock) -> Iterator[Flask]:
    """Return the application on an empty database, within its context."""
    application = create_app(_settings(database, tmp_path))
    application.test_client_class = PageClient
    clock.set_clock(application, frozen_clock)
    with application.app_context():
        never_wait_for_the_disk(db.engine)
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client without cookies of anybody."""
    return app.test_client()
