"""Locks on a wave's row, so that sending and closing cannot slip past each other.

PostgreSQL: senders share the row, whoever changes the wave's state has it alone. SQLite: the
transaction has the database's only writer from its first statement.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from survey.core.errors import SurveyError
from survey.db import db
from survey.waves.models import Wave


def share_accepting_wave(wave_id: str, *, now: datetime) -> None:
    """Keep the wave open until this transaction ends.

    Raises SurveyError "unknown_wave", "wave_cancelled", "wave_closed", "wave_not_open_yet".
    """
    wanted = (
        select(Wave.state, Wave.opens_at, Wave.closes_at)
        .where(Wave.id == wave_id)
        .with_for_update(read=True)
    )
    row = db.session.execute(wanted).one_or_none()
    if row is None:
        raise SurveyError("missing", "unknown_wave")
    if row.state == "cancelled":
        raise SurveyError("conflict", "wave_cancelled")
    if row.state != "open" or now >= row.closes_at:
        raise SurveyError("conflict", "wave_closed")
    if now < row.opens_at:
        raise SurveyError("conflict", "wave_not_open_yet", opens_at=row.opens_at)


def hold_wave(wave_id: str) -> Wave:
    """The wave as it now is, for this transaction alone; raises SurveyError "unknown_wave"."""
    wanted = (
        select(Wave)
        .where(Wave.id == wave_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    wave = db.session.scalars(wanted).one_or_none()
    if wave is None:
        raise SurveyError("missing", "unknown_wave")
    return wave
