"""Where fieldwork stands, by its days alone: what there is still time to do."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

Phase = Literal["before", "first_week", "middle", "last_days", "over"]

FIRST_WEEK_DAYS: Final = 7
LAST_DAYS: Final = 4
"""The last day and the three before it."""


def phase_of(first: date, last: date, today: date) -> Phase:
    """The phase on a day. A fieldwork of a few days only is in its last days from the start.

    Example, 3 to 24 August: the first week until the 9th, the last days from the 21st on.
    """
    if today < first:
        return "before"
    if today > last:
        return "over"
    if (last - today).days < LAST_DAYS:
        return "last_days"
    return "first_week" if (today - first).days < FIRST_WEEK_DAYS else "middle"
