"""The response monitor's reading: one coarse step a wave, overwritten at most once a day.

Staff never see a count, and a step moves only when at least five more have answered, so that no
single sending can be seen arriving (ballot-box.md, "Envelopes"). Of a move-in wave there is none: a
step that moves in the week after a household could answer would tell who has.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from survey.core.promise.kinds import EVERYBODY
from survey.db import db
from survey.responses.queries import count_envelopes
from survey.waves.models import ParticipationReading, Wave
from survey.waves.promise import effective_promise

READ_FROM_HOUR: Final = 6
"""The fixed hour at the property from which a day's reading is made."""
FEWEST_MORE: Final = 5
STEP_POINTS: Final = 5
TOP_STEP: Final = 90


def refresh_participation(*, wave: Wave, now: datetime) -> ParticipationReading | None:
    """Make the day's reading of an open wave once it is due; the reading, or None before the first.

    Counts the wave's envelopes. Does nothing when today's reading is made already.
    """
    reading = db.session.get(ParticipationReading, wave.id)
    if wave.state != "open" or now < wave.opens_at or wave.kind != EVERYBODY:
        return reading
    promise = effective_promise(wave)
    today = _reading_day(now, promise["timezone"])
    if reading is not None and reading.read_on >= today:
        return reading
    if reading is None:
        reading = ParticipationReading(wave_id=wave.id, read_on=today, counted=0, step=0)
        db.session.add(reading)
    reading.read_on = today
    counted = count_envelopes(wave.id)
    if counted - reading.counted >= FEWEST_MORE:
        reading.counted = counted
        reading.step = find_step(counted, promise["property"]["adults"], wave.access)
    db.session.flush()
    return reading


def list_waves_to_read(now: datetime) -> list[Wave]:
    """Open waves whose reading of the day is due. One query, and one more for each open wave."""
    begun = select(Wave).where(Wave.state == "open", Wave.opens_at <= now, Wave.kind == EVERYBODY)
    begun = begun.order_by(Wave.id)
    return [wave for wave in db.session.scalars(begun) if _is_due(wave, now)]


def _is_due(wave: Wave, now: datetime) -> bool:
    reading = db.session.get(ParticipationReading, wave.id)
    return reading is None or reading.read_on < _reading_day(now, _timezone(wave))


def _timezone(wave: Wave) -> str:
    return str(effective_promise(wave)["timezone"])


def find_step(counted: int, adults: int, access: str) -> int:
    """With codes: percent of the adults, rounded down to five points, at most 90.

    With an open link, where answers are not limited to one per adult: answers sent, rounded down
    to steps as coarse as five points of the adults, and never finer than five.
    """
    if access == "codes":
        return min(100 * counted // adults // STEP_POINTS * STEP_POINTS, TOP_STEP)
    size = max(FEWEST_MORE, -(-adults * STEP_POINTS // 100))
    return counted // size * size


def _reading_day(now: datetime, timezone: str) -> date:
    """The day that a reading made now belongs to: before the fixed hour, still the day before."""
    local = now.astimezone(ZoneInfo(timezone))
    return local.date() if local.hour >= READ_FROM_HOUR else local.date() - timedelta(days=1)
