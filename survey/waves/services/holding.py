"""A wave's row for whoever changes something about it: nobody else changes it meanwhile."""

from __future__ import annotations

from sqlalchemy import select

from survey.core.errors import SurveyError
from survey.db import db
from survey.waves.models import Wave


def hold_wave(wave_id: str) -> Wave:
    """The wave as it now is, for this transaction alone; raises SurveyError "unknown_wave".

    PostgreSQL: its row is locked. SQLite: the transaction has the only writer already.
    """
    wanted = (
        select(Wave)
        .where(Wave.id == wave_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    wave = db.session.scalars(wanted).one_or_none()
    if wave is None:
        raise SurveyError("missing", "unknown_wave")
    db.session.expire(wave, ["extensions", "tightenings"])
    return wave
