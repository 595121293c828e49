"""The migration that lets fieldwork be extended.

1. Waves from before plan for four in ten, have no word for their modes, and end on their day.
2. Down and up again: waves and their promises stay, extensions go, and the guards are back.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from survey.db import db, transaction
from survey.waves.models import Wave
from tests.factories.waves import extend, launch_wave_for_tests
from tests.migrations.stepping import migrate
from tests.support.frozen_clock import FrozenClock

BEFORE = "20261201_pulse_plans"


def stored(columns: str) -> list[Any]:
    """What the table of waves holds, past the models."""
    db.session.remove()
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM wave"))]  # noqa: S608


def test_down_and_up_again(app: Flask, frozen_clock: FrozenClock) -> None:
    """1, 2"""
    made = launch_wave_for_tests(frozen_clock(), target_percent=60)
    extend(made, frozen_clock(), reason="disturbed")
    kept = stored("id, state, promise, promise_hash, closes_at")
    migrate(BEFORE)
    assert stored("id, state, promise, promise_hash, closes_at") == kept
    migrate("head")
    assert stored("id, state, promise, promise_hash, closes_at") == kept
    assert stored("target_percent, mode_mix") == [(40, None)]
    wave = db.session.get_one(Wave, made.wave_id)
    assert (wave.extensions, wave.ends_at) == ([], wave.closes_at)
    for statement in (
        "UPDATE wave SET closes_at = '2030-01-01 00:00:00+00:00'",
        "UPDATE wave SET target_percent = 95",
        "UPDATE wave SET mode_mix = 'by pigeon'",
        "INSERT INTO fieldwork_extension (wave_id, closes_on, reason, made_at)"
        " SELECT id, '2026-12-31', 'other', '2026-08-04 00:00:00+00:00' FROM wave",
    ):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))
