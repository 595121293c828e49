"""Many rows in a file: they cost no more statements, and nobody waits for them.

M1  As many statements for many rows as for few.
M2  Large files are worked on as jobs, with progress.
M3  While a file is read, nothing else has to wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from survey.db import db, in_transaction
from survey.homes.files import workbooks
from survey.homes.queries import count_list
from survey.homes.services import uploads
from survey.jobs.working import work_once
from tests.features.homes.maple_court import IN_THE_FILE, PLACE, homes, maple
from tests.support.backends import BOTH_DATABASES
from tests.support.home_files import HEADS, ROWS, csv_of, listed, look_through, take, xlsx_of
from tests.support.pages import heading_of, words_of

pytestmark = BOTH_DATABASES


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def many(count: int) -> bytes:
    return csv_of(
        [
            (str(one), ("Market", "Section 8")[one % 2], "1", "", f"N {one}" * (one % 3), "", "")
            for one in range(count)
        ]
    )


def test_statements_do_not_grow(greta: FlaskClient) -> None:
    """M1"""
    counts = []
    for version, count in enumerate((10, 10, 600, 600)):
        page = look_through(greta, many(count), **listed("languages", ["none"]))
        with statements() as seen:
            assert take(greta, page, version).status_code == 302
        counts.append(len(seen))
    # On PostgreSQL a thousand rows share a statement as well.
    assert max(counts) - min(counts) <= 4
    assert count_list(maple()).homes == 600


def test_large_files_are_jobs(greta: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """M2: looked through and taken by a worker; the page says how far, then leads on."""
    monkeypatch.setattr(uploads, "LARGE_ROWS", 2)
    page = look_through(greta, csv_of(ROWS))
    assert heading_of(greta.get(page)) == "The file is being looked through"
    assert work_until("homes_check") == "done"
    assert heading_of(greta.get(page)) == "Is this right?"
    assert take(greta, page).headers["Location"] == page
    assert take(greta, page).headers["Location"] == page
    assert heading_of(greta.get(page)) == "The homes are being read in"
    assert homes() == []
    assert work_until("homes_take") == "done"
    assert homes() == IN_THE_FILE
    assert greta.get(page).headers["Location"] == PLACE
    # What was decided on another list is refused by the worker, and the page says so.
    page = look_through(greta, csv_of(ROWS[:2]), **listed("languages", ["en", "es"]))
    assert work_until("homes_check") == "done"
    take(greta, page, version=0)
    assert work_until("homes_take") == "failed"
    assert "The list of homes has changed meanwhile." in words_of(greta.get(page))
    assert take(greta, page, version=1).headers["Location"] == page
    assert work_until("homes_take") == "done"
    assert [one[0] for one in homes()] == [1, 2]


def work_until(kind: str) -> str | None:
    """Have a worker do the job of this kind that is due."""
    return work_once([kind])


def test_nobody_waits_for_a_file(greta: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """M3: a workbook may take half a minute, and on SQLite whoever writes keeps residents out."""
    held = []

    def run(data: bytes, sheet: int) -> dict[str, Any]:
        held.append(in_transaction())
        return read_workbook(data, sheet)

    read_workbook = workbooks._run
    monkeypatch.setattr(workbooks, "_run", run)
    page = look_through(greta, xlsx_of({"Homes": [HEADS, *ROWS]}), encoding="", sheet="0")
    assert take(greta, page).status_code == 302
    assert held
    assert not any(held)
