"""Locks on a wave's row, so that sending and closing cannot slip past each other.

PostgreSQL: senders share the row, whoever changes the wave's state has it alone
(`survey/waves/services/holding.py`). SQLite: whoever writes is the database's only writer, from the
first statement of a transaction on.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import select

from survey.core.errors import SurveyError
from survey.db import db
from survey.waves.models import Wave
from survey.waves.queries import Scheduled, is_accepting

SHARED: Final = "FOR SHARE"
"""PostgreSQL, behind a SELECT: waits while somebody has the row alone, then looks at it again."""


def share_accepting_wave(wave_id: str, *, now: datetime) -> None:
    """Keep the wave open until this transaction ends.

    Raises SurveyError "unknown_wave", "wave_cancelled", "wave_closed", "wave_not_open_yet".
    """
    wanted = (
        select(Wave)
        .where(Wave.id == wave_id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    wave = db.session.scalars(wanted).one_or_none()
    if wave is None:
        raise SurveyError("missing", "unknown_wave")
    db.session.expire(wave, ["extensions"])
    refuse_unless_accepting(wave, now=now)


def refuse_unless_accepting(wave: Scheduled, *, now: datetime) -> None:
    """Whether what is known of a wave lets answers in; keeps nothing as it is.

    Raises SurveyError "wave_cancelled", "wave_closed", "wave_not_open_yet".
    """
    accepting = is_accepting(wave, now)
    if accepting == "not_yet":
        raise SurveyError("conflict", "wave_not_open_yet", opens_at=wave.opens_at)
    if accepting != "open":
        raise SurveyError("conflict", f"wave_{accepting}")
