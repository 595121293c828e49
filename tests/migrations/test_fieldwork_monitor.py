"""The migration that lets fieldwork be extended.

1. Waves from before plan for four in ten, have no word for their modes, and end on their day.
2. Down and up again: waves and their promises stay, extensions go, and the guards are back.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from survey.cli import alembic_config
from survey.db import db, transaction
from survey.waves.models import Wave
from survey.waves.services import extend_fieldwork
from tests.factories.waves import launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock

BEFORE = "20261201_pulse_plans"


def migrate(way: str) -> None:
    """One step down, or all the way up."""
    db.session.remove()
    db.engine.dispose()
    if way == "down":
        command.downgrade(alembic_config(), BEFORE)
    else:
        command.upgrade(alembic_config(), "head")


def stored(columns: str) -> list[Any]:
    """What the table of waves holds, past the models."""
    db.session.remove()
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM wave"))]  # noqa: S608


def test_down_and_up_again(app: Flask, frozen_clock: FrozenClock) -> None:
    """1, 2"""
    made = launch_wave_for_tests(frozen_clock(), target_percent=60)
    with transaction():
        extend_fieldwork(
            wave=made.wave,
            closes_on=date(2026, 9, 3),
            reason="disturbed",
            actor=None,
            now=frozen_clock(),
        )
    kept = stored("id, state, promise, promise_hash, closes_at")
    migrate("down")
    assert stored("id, state, promise, promise_hash, closes_at") == kept
    migrate("up")
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
