"""The migration that forgets whether a check withheld more than a first proposal.

1. Up: the column is gone, and with it what it said; the rest of a check stays.
2. Down and up again: it says of nobody that more was withheld.
"""

from __future__ import annotations

from flask import Flask
from sqlalchemy import inspect, text

from survey import clock
from survey.db import db, transaction
from survey.results.models import ReleaseCheck
from tests.factories.waves import launch_wave_for_tests
from tests.migrations.stepping import migrate
from tests.support.frozen_clock import FrozenClock

BEFORE = "20261210_printed_marks"


def columns() -> set[str]:
    db.session.remove()
    db.engine.dispose()
    return {column["name"] for column in inspect(db.engine).get_columns("release_check")}


def test_down_and_up_again(app: Flask, frozen_clock: FrozenClock) -> None:
    """1, 2"""
    wave_id = launch_wave_for_tests(frozen_clock()).wave_id
    with transaction():
        check = ReleaseCheck(wave_id=wave_id, state="done", total=13, leased_until=clock.now())
        db.session.add(check)
    migrate(BEFORE)
    assert "more_withheld" in columns()
    with db.engine.connect() as connection:
        said = connection.execute(text("SELECT more_withheld FROM release_check")).scalars()
        assert [bool(one) for one in said] == [False]
    migrate("head")
    assert "more_withheld" not in columns()
    kept = db.session.get_one(ReleaseCheck, wave_id)
    assert (kept.state, kept.total) == ("done", 13)
