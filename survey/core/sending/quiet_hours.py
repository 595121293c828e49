"""When a message may go out: not at night and not on days of rest, by the clocks of the place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

MONDAY_TO_SATURDAY: Final = (1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Hours:
    """From the first hour until before the last, on these days (ISO: Monday is 1).

    Raises ValueError for hours that never come.
    """

    first: int = 9
    last: int = 20
    weekdays: Collection[int] = MONDAY_TO_SATURDAY

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.last <= 24:
            raise ValueError("the first hour comes before the last, from 0 to 24")
        if not self.weekdays or not set(self.weekdays) <= set(range(1, 8)):
            raise ValueError("weekdays are some of 1 to 7")

    def hold(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether the clocks of a place show one of these hours at a moment."""
        there = moment.astimezone(zone)
        return there.isoweekday() in self.weekdays and self.first <= there.hour < self.last


def next_allowed(moment: datetime, zone: ZoneInfo, hours: Hours) -> datetime:
    """The first moment, in UTC, that is not earlier and lies within the hours at a place.

    Where clocks are put forward over the first hour, the hours begin with the hour after; a day
    on which they fall into the gap as a whole is passed over.
    """
    if hours.hold(moment, zone):
        return moment.astimezone(UTC)
    day = moment.astimezone(zone).date()
    for _day in range(15):  # two weeks: the one day of a week may have its hours in a gap
        opening = _first_moment(day, hours.first, zone)
        if opening >= moment and hours.hold(opening, zone):
            return opening
        day += timedelta(days=1)
    raise AssertionError("some day within two weeks has the hours")


def _first_moment(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """When a day's hour begins. Python counts an hour that is left out by the clock before it."""
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
