"""More time, as pure rules: later, within the seal, and nothing else moves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from survey.core.errors import SurveyError
from survey.core.promise.extending import (
    check_extension,
    last_day,
    latest_closing,
    with_extensions,
)

OPENS, CLOSES, REPORT = date(2026, 8, 3), date(2026, 8, 24), date(2026, 9, 21)
LATEST = date(2026, 9, 20)


def promise() -> dict[str, Any]:
    """The parts that matter here."""
    wave = {"opens_on": "2026-08-03", "closes_on": "2026-08-24", "latest_close_on": "2026-09-20"}
    return {"wave": {**wave, "report_by": "2026-09-21"}, "unopened_destroyed_on": "2026-10-05"}


@pytest.mark.parametrize(
    ("closes", "report", "latest"),
    [
        (CLOSES, REPORT, LATEST),
        (CLOSES, date(2026, 8, 25), CLOSES),
        (CLOSES, date(2027, 6, 1), OPENS + timedelta(days=120)),
        (OPENS + timedelta(days=120), date(2027, 6, 1), OPENS + timedelta(days=120)),
    ],
)
def test_the_latest_day(closes: date, report: date, latest: date) -> None:
    """Before results are due, within 120 days, and never before the day of closing."""
    assert latest_closing(OPENS, closes, report) == latest


def test_only_the_last_day_moves() -> None:
    """Order and repetition do not matter; what goes back or too far counts for nothing."""
    days = [date(2026, 9, 3), date(2026, 8, 30), date(2026, 9, 3), date(2026, 9, 21), date.min]
    expected = promise()
    expected["wave"]["closes_on"] = "2026-09-03"
    for made in (days, days[::-1]):
        assert with_extensions(promise(), made) == expected
        assert last_day(promise(), made) == date(2026, 9, 3)
    assert with_extensions(promise(), []) == promise()


def judged(day: date) -> str:
    """What is said of a day, "" where it is allowed."""
    try:
        check_extension(promise(), [], day, "other")
    except SurveyError as error:
        return f"{error.code} {error.params['field']}"
    return ""


def test_every_day_is_judged() -> None:
    """From a week before the last day to two weeks after the limit: exactly the days between."""
    said = [judged(CLOSES + timedelta(days=ahead)) for ahead in range(-7, 42)]
    assert said == [
        *["extension_not_later closes_on"] * 8,
        *[""] * (LATEST - CLOSES).days,
        *["extension_too_late closes_on"] * 14,
    ]
