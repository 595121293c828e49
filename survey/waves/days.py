"""Days of a wave as moments at its property."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from survey.core.promise.extending import last_day


def first_moment(day: date, timezone: str) -> datetime:
    """The first moment of a day at the property."""
    return datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC)


def end_of_fieldwork(promise: str, extended_to: Iterable[date]) -> datetime:
    """The first moment after the last day to answer, extensions included. promise: as sealed."""
    said = json.loads(promise)
    return first_moment(last_day(said, extended_to) + timedelta(days=1), said["timezone"])
