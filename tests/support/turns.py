"""Which database a test of the whole run meets: both, or the one whose turn it is.

Everything is tested on SQLite and on PostgreSQL. A run of everything would take too long with
both, so tests of pages, services and what they give away take turns: each meets one database today
and the other tomorrow. Tests that are about the database itself say `BOTH_DATABASES` and meet both
every day, and so do whole journeys, migrations and deployments. So does every test when somebody
runs chosen files, or asks for it by PORCHLIGHT_DATABASES=both. PORCHLIGHT_DATABASES=739951 repeats
the run of a day; pytest prints which it is.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from zlib import crc32

import pytest

from tests.support.backends import BOTH_DATABASES

VARIABLE: Final = "PORCHLIGHT_DATABASES"
EVERY_ONE: Final = "both"
PARAMETER: Final = "every_database"
TAKE_TURNS: Final = ("tests/features/", "tests/attacks/", "tests/architecture/")


def choose_turn(*, everything: bool) -> str:
    """Return this run's turn: "both", or a day as a number; the same in each process of a run.

    everything: whether the whole suite is run.
    """
    today = str(datetime.now(UTC).date().toordinal()) if everything else EVERY_ONE
    chosen = os.environ.setdefault(VARIABLE, today)
    if chosen != EVERY_ONE and not chosen.isdecimal():
        raise ValueError(f"{VARIABLE} is neither {EVERY_ONE} nor the number of a day: {chosen}")
    return chosen


def database_in_turn(name: str, day: int, databases: Sequence[str]) -> str:
    """Return the database that a test meets on a day.

    name: the test, without its database. Each meets all databases on as many days in a row.
    """
    return databases[(crc32(name.encode()) + day) % len(databases)]


def leave_out(items: list[pytest.Item], turn: str, databases: Sequence[str]) -> list[pytest.Item]:
    """Take the tests whose turn it is not out of a list, and return them."""
    if turn == EVERY_ONE:
        return []
    waiting = [one for one in items if not _has_its_turn(one, int(turn), databases)]
    gone = set(waiting)
    items[:] = [one for one in items if one not in gone]
    return waiting


def _has_its_turn(item: pytest.Item, day: int, databases: Sequence[str]) -> bool:
    met = getattr(item, "callspec", None)
    database = met.params.get(PARAMETER) if met is not None else None
    if database is None or not item.nodeid.startswith(TAKE_TURNS):
        return True
    if item.get_closest_marker(BOTH_DATABASES.name) is not None or _said_which(item):
        return True
    name = item.nodeid.replace(f"[{database}", "[").replace(f"-{database}", "-")
    return database_in_turn(name, day, databases) == str(database)


def _said_which(item: pytest.Item) -> bool:
    """Tell whether a test names its databases itself, as ONE_DATABASE does."""
    return any(
        PARAMETER in str(mark.args[0]) for mark in item.iter_markers("parametrize") if mark.args
    )
