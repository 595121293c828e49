"""The response monitor's reading.

M1  Nothing is read before six in the morning at the property, nor twice a day.
M2  A step moves only when five more have answered, and says nothing finer than five points.
M3  An open link shows answers in steps as coarse, and no share.
M4  A wave that is not open is not read; `flask waves tidy` reads those that are due.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from secrets import token_bytes

import pytest
from flask import Flask

from survey.db import db, transaction
from survey.responses.models import Envelope
from survey.responses.monitor import find_step, list_waves_to_read, refresh_participation
from survey.waves.models import ParticipationReading
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock

SIX = datetime(2026, 8, 4, 11, 0, tzinfo=UTC)
"""Six in the morning in Chicago."""


@pytest.fixture
def made(app: Flask, frozen_clock: FrozenClock) -> Fieldwork:
    """An open wave among 180 adults."""
    return launch_wave_for_tests(frozen_clock())


def arrive(made: Fieldwork, count: int) -> None:
    """So many envelopes more."""
    with transaction():
        for _ in range(count):
            slot = token_bytes(32)
            db.session.add(Envelope(wave_id=made.wave_id, slot=slot, answers=b"a", slip=b"s"))


def read(made: Fieldwork, now: datetime) -> tuple[date, int, int] | None:
    """The reading after a refresh: day, count, step."""
    with transaction():
        refresh_participation(wave=made.wave, now=now)
    reading = db.session.get(ParticipationReading, made.wave_id)
    return (reading.read_on, reading.counted, reading.step) if reading else None


def test_once_a_day_from_six(made: Fieldwork) -> None:
    """M1"""
    assert read(made, SIX - timedelta(hours=1)) == (date(2026, 8, 3), 0, 0)
    arrive(made, 40)
    assert read(made, SIX - timedelta(seconds=1)) == (date(2026, 8, 3), 0, 0)
    assert read(made, SIX) == (date(2026, 8, 4), 40, 20)
    arrive(made, 60)
    assert read(made, SIX + timedelta(hours=23)) == (date(2026, 8, 4), 40, 20)
    assert read(made, SIX + timedelta(hours=24)) == (date(2026, 8, 5), 100, 55)


def test_five_more(made: Fieldwork) -> None:
    """M2"""
    arrive(made, 8)
    assert read(made, SIX) == (date(2026, 8, 4), 8, 0)
    arrive(made, 4)
    assert read(made, SIX + timedelta(days=1)) == (date(2026, 8, 5), 8, 0)
    arrive(made, 1)
    assert read(made, SIX + timedelta(days=2)) == (date(2026, 8, 6), 13, 5)


def test_first_four_say_nothing(made: Fieldwork) -> None:
    """M2"""
    arrive(made, 4)
    assert read(made, SIX) == (date(2026, 8, 4), 0, 0)


@pytest.mark.parametrize(
    ("counted", "adults", "access", "step"),
    [
        (0, 180, "codes", 0),
        (8, 180, "codes", 0),
        (9, 180, "codes", 5),
        (89, 180, "codes", 45),
        (161, 180, "codes", 85),
        (162, 180, "codes", 90),
        (180, 180, "codes", 90),
        (47, 180, "link", 45),
        (14, 60, "link", 10),
        (41, 420, "link", 21),
        (42, 420, "link", 42),
        (500, 420, "link", 483),
    ],
)
def test_steps(counted: int, adults: int, access: str, step: int) -> None:
    """M2, M3"""
    assert find_step(counted, adults, access) == step


def test_only_open_waves(made: Fieldwork) -> None:
    """M4"""
    arrive(made, 40)
    with transaction():
        made.wave.state = "closed"
    assert list_waves_to_read(SIX) == []
    assert read(made, SIX) is None


def test_before_the_first_day(app: Flask, frozen_clock: FrozenClock) -> None:
    """M4"""
    made = launch_wave_for_tests(frozen_clock(), opens_on=date(2026, 8, 6))
    assert list_waves_to_read(SIX) == []
    assert read(made, SIX) is None


def test_tidy_reads(app: Flask, made: Fieldwork, frozen_clock: FrozenClock) -> None:
    """M4"""
    arrive(made, 40)
    frozen_clock.set(SIX)
    runner = app.test_cli_runner()
    first, second = (runner.invoke(args=["waves", "tidy"]) for _ in range(2))
    assert f"{made.wave_id}: participation read" in first.stdout
    assert "participation read" not in second.stdout
    db.session.rollback()
    assert db.session.get_one(ParticipationReading, made.wave_id).step == 20
