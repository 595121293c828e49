"""The days of a year of pulses: every three, four or six months, in the same weeks of the season.

A season is part of what people answer: a wave that slips from spring into summer cannot be laid
beside the last spring (measurement.md, 5.6 d). So waves keep their weekday and come a whole number
of weeks after the first, nearest to the day of the month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS_BETWEEN: Final = (3, 4, 6)
WEEKS_OPEN: Final = (3, 4)
DAYS_A_WEEK: Final = 7
LETTER_DAYS: Final = 7
"""From a launch by hand to the first day: letters are printed in two days, and the post takes up
to five."""
TUESDAY: Final = 1
MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """How a year of waves goes.

    every_months: 3, 4 or 6. weeks_open: 3 or 4. report_days: from the last day to the day by which
    results are out. lead_days: from the launch, when letters can be printed, to the first day.
    """

    every_months: int
    weeks_open: int
    report_days: int = 28
    lead_days: int = 14

    @property
    def waves_a_year(self) -> int:
        """How often a home is asked in twelve months."""
        return MONTHS_A_YEAR // self.every_months


@dataclass(frozen=True, slots=True)
class WaveDays:
    """The days of one wave, at the property: first and last of fieldwork, and that of results."""

    opens_on: date
    closes_on: date
    report_by: date


def days_of_turn(first: date, turn: int, cadence: Cadence) -> WaveDays:
    """The days of a plan's wave. turn: 0 for the first, which opens on `first`."""
    opens = _nearest_weekday(add_months(first, turn * cadence.every_months), first.weekday())
    return days_from(opens, cadence)


def days_from(opens: date, cadence: Cadence) -> WaveDays:
    """The days of a wave that opens on this day."""
    closes = opens + timedelta(days=cadence.weeks_open * DAYS_A_WEEK - 1)
    return WaveDays(opens, closes, closes + timedelta(days=cadence.report_days))


def launch_day(opens: date, cadence: Cadence) -> date:
    """The day from which a wave is launched, so that letters are in every home when it opens."""
    return opens - timedelta(days=cadence.lead_days)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is too short."""
    whole = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(whole, MONTHS_A_YEAR)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def propose_first_day(today: date, cadence: Cadence) -> date:
    """The first Tuesday that leaves time for letters."""
    return find_tuesday(today + timedelta(days=cadence.lead_days + 1))


def propose_launch_day(today: date, *, by_letter: bool) -> date:
    """The first day of a wave that is launched by hand: as soon as homes can have heard of it."""
    if by_letter:
        return find_tuesday(today + timedelta(days=LETTER_DAYS))
    return today + timedelta(days=1)


def find_tuesday(soonest: date) -> date:
    """The first Tuesday from this day on: people open mail on working days."""
    return soonest + timedelta(days=(TUESDAY - soonest.weekday()) % DAYS_A_WEEK)


def _nearest_weekday(day: date, weekday: int) -> date:
    """The day of this weekday (Monday is 0) that is at most three days away."""
    ahead = (weekday - day.weekday()) % DAYS_A_WEEK
    return day + timedelta(days=ahead if ahead <= DAYS_A_WEEK // 2 else ahead - DAYS_A_WEEK)
