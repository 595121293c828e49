"""When messages may go out, by the clocks of a place.

Q1  Within the hours of an allowed day: at once. Else at the first moment of the next such hours.
Q2  The clocks that count are the place's, also where they are put forward or back meanwhile.
Q3  An hour that a day does not have is not waited for; one that comes twice counts twice.
Q4  The result is never earlier, always within the hours, and nothing between would do.
Q5  Hours that never come are refused.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.core.sending.quiet_hours import Hours, next_allowed

CHICAGO, KABUL = ZoneInfo("America/Chicago"), ZoneInfo("Asia/Kabul")
CAIRO, HAVANA = ZoneInfo("Africa/Cairo"), ZoneInfo("America/Havana")
EVERY_DAY = tuple(range(1, 8))


def when(text: str, hours: Hours, zone: ZoneInfo) -> str:
    """The next allowed moment, by the clocks of the place."""
    moment = datetime.fromisoformat(text).replace(tzinfo=zone)
    allowed = next_allowed(moment.astimezone(UTC), zone, hours)
    assert allowed.tzinfo is UTC
    return allowed.astimezone(zone).isoformat()


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-08-03T09:00", "2026-08-03T09:00:00-05:00"),
        ("2026-08-03T19:59:59", "2026-08-03T19:59:59-05:00"),
        ("2026-08-03T08:59:59", "2026-08-03T09:00:00-05:00"),
        ("2026-08-03T20:00", "2026-08-04T09:00:00-05:00"),
        ("2026-08-08T20:00", "2026-08-10T09:00:00-05:00"),  # from Saturday over Sunday
        ("2026-08-09T12:00", "2026-08-10T09:00:00-05:00"),
        ("2026-03-07T21:00", "2026-03-09T09:00:00-05:00"),  # over the spring change
        ("2026-10-31T21:00", "2026-11-02T09:00:00-06:00"),  # and the autumn one
    ],
)
def test_the_usual_hours(moment: str, allowed: str) -> None:
    """Q1, Q2"""
    assert when(moment, Hours(), CHICAGO) == allowed


def test_clocks_that_jump() -> None:
    """Q3"""
    every = Hours(2, 4, EVERY_DAY)
    assert when("2026-03-08T00:30", every, CHICAGO) == "2026-03-08T03:00:00-05:00"
    in_the_gap = Hours(2, 3, EVERY_DAY)
    assert when("2026-03-08T00:30", in_the_gap, CHICAGO) == "2026-03-09T02:00:00-05:00"
    only_sunday = Hours(2, 3, (7,))
    assert when("2026-03-08T00:30", only_sunday, CHICAGO) == "2026-03-15T02:00:00-05:00"
    twice = Hours(1, 2, EVERY_DAY)
    second = datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=CHICAGO).astimezone(UTC)
    assert next_allowed(second, CHICAGO, twice) == second
    assert when("2026-10-31T23:00", twice, CHICAGO) == "2026-11-01T01:00:00-05:00"
    midnight = Hours(0, 1, EVERY_DAY)  # that day began at one o'clock in Havana
    assert when("2026-03-07T22:00", midnight, HAVANA) == "2026-03-09T00:00:00-04:00"


@given(
    st.integers(0, 4 * 366 * 24 * 60),
    st.sampled_from([CHICAGO, KABUL, CAIRO, HAVANA]),
    st.integers(0, 22),
    st.integers(1, 5),
    st.sets(st.integers(1, 7), min_size=1),
)
def test_first_moment_that_will_do(
    minutes: int, zone: ZoneInfo, first: int, long: int, days: set[int]
) -> None:
    """Q4"""
    hours = Hours(first, min(first + long, 24), tuple(days))
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    allowed = next_allowed(now, zone, hours)
    assert allowed >= now
    assert hours.hold(allowed, zone)
    if allowed > now:
        assert not hours.hold(allowed - timedelta(microseconds=1), zone) or allowed == now
        quarter = timedelta(minutes=15)
        steps = int((allowed - now) / quarter)
        assert not any(hours.hold(now + quarter * step, zone) for step in range(steps))


@pytest.mark.parametrize(
    "bad", [(20, 9, (1,)), (9, 9, (1,)), (9, 25, (1,)), (9, 20, ()), (9, 20, (8,))]
)
def test_hours_that_never_come(bad: tuple[int, int, tuple[int, ...]]) -> None:
    """Q5"""
    with pytest.raises(ValueError, match=r"hour|weekdays"):
        Hours(*bad)
