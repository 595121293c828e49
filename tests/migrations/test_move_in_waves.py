"""The migration that brings waves for people who move in.

1. Waves from before ask everybody, and what was sealed stays as it is.
2. Down and up again: nothing sealed changes, and the guards are back.
"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from survey.db import db, transaction
from tests.factories.move_ins import launch_move_in_for_tests, move_in
from tests.factories.waves import launch_wave_for_tests
from tests.migrations.stepping import migrate
from tests.migrations.test_fieldwork_monitor import stored
from tests.support.frozen_clock import FrozenClock

BEFORE = "20261204_message_key_mark"
SEALED = "id, state, number, promise, promise_hash, closes_at"


def test_down_and_up_again(app: Flask, frozen_clock: FrozenClock) -> None:
    """1, 2"""
    launch_wave_for_tests(frozen_clock())
    movers = launch_move_in_for_tests(frozen_clock())
    move_in(movers, 2, frozen_clock())
    kept = sorted(stored(SEALED))
    assert len(kept) == 2
    migrate(BEFORE)
    assert sorted(stored(SEALED)) == kept
    migrate("head")
    assert sorted(stored(SEALED)) == kept
    assert stored("kind, frame_adults, frame_homes") == [("everybody", None, None)] * 2
    for statement in (
        "UPDATE wave SET kind = 'move_in'",
        "UPDATE wave SET kind = 'nobody'",
        "INSERT INTO wave_home (wave_id, number, adults, hand_out)"
        " SELECT id, number.n, 1, 'twice' FROM wave,"
        " (SELECT 8 AS n UNION SELECT 9) AS number",
    ):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))
