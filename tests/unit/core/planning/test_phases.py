"""Where fieldwork stands, by its days alone."""

from __future__ import annotations

from datetime import date

import pytest

from survey.core.planning.phases import phase_of

FIRST, LAST = date(2026, 8, 3), date(2026, 8, 24)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2026, 8, 2), "before"),
        (date(2026, 8, 3), "first_week"),
        (date(2026, 8, 9), "first_week"),
        (date(2026, 8, 10), "middle"),
        (date(2026, 8, 20), "middle"),
        (date(2026, 8, 21), "last_days"),
        (date(2026, 8, 24), "last_days"),
        (date(2026, 8, 25), "over"),
    ],
)
def test_three_weeks(day: date, phase: str) -> None:
    assert phase_of(FIRST, LAST, day) == phase


def test_a_few_days_only() -> None:
    """Nothing is put off until a week that never comes."""
    assert phase_of(FIRST, date(2026, 8, 6), FIRST) == "last_days"
    assert phase_of(FIRST, FIRST, FIRST) == "last_days"
    assert phase_of(FIRST, date(2026, 8, 9), FIRST) == "first_week"


def test_extended() -> None:
    """More days bring fieldwork back from its last days."""
    assert phase_of(FIRST, date(2026, 9, 3), date(2026, 8, 24)) == "middle"
