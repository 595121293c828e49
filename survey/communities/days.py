"""Which day it is at a property: of a moment, by the clocks there."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from survey.communities.models import Property


def day_at(place: Property, moment: datetime) -> date:
    """The day at a property."""
    return moment.astimezone(ZoneInfo(place.timezone)).date()
