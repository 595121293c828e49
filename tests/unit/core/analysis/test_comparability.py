"""What two waves differ in besides the answers.

W1 each warning by itself, at its limit
W2 none where nothing differs or nobody knows
W3 seasons
W4 turnover
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.comparability import (
    Circumstances,
    response_differs,
    season_differs,
    turnover,
    warnings_of,
)
from survey.core.analysis.estimates import Refusal

WAVE = Circumstances(
    closed_on=date(2026, 5, 24),
    access="codes",
    response=50,
    modes={"paper": 20, "phone": 60},
    languages=frozenset({"en", "es"}),
    newcomers=0.1,
)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"response": 60}, "response_differs"),
        ({"response": 40}, "response_differs"),
        ({"response": None}, "response_differs"),
        ({"response": 52, "near_complete": True}, "response_differs"),
        # 20 of 80 and 9 of 60 are 25 and 15 %; 9 of 89 are 10.1 % of a mode that is new.
        ({"modes": {"paper": 9, "phone": 51}}, "mode_differs"),
        ({"modes": {"paper": 20, "phone": 60, "kiosk": 9}}, "mode_differs"),
        ({"access": "link"}, "access_differs"),
        ({"languages": frozenset({"en"})}, "languages_differ"),
        ({"weighted": True}, "weighting_differs"),
        ({"closed_on": date(2026, 7, 9)}, "season_differs"),
        ({"newcomers": 0.26}, "partly_different_people"),
    ],
)
def test_w1_each_by_itself(changes: dict[str, Any], code: str) -> None:
    assert warnings_of(WAVE, replace(WAVE, **changes)) == (code,)


@pytest.mark.parametrize(
    "changes",
    [
        {"response": 59.9},
        {"modes": {"paper": 16, "phone": 84}},
        {"modes": None},
        {"modes": {"paper": 0, "phone": 0}},
        {"languages": None},
        {"closed_on": date(2026, 7, 8)},
        {"closed_on": date(2027, 6, 1)},
        {"newcomers": 0.25},
        {"newcomers": None},
    ],
)
def test_w2_nothing_to_warn_of(changes: dict[str, Any]) -> None:
    assert warnings_of(WAVE, replace(WAVE, **changes)) == ()


def test_w1_ten_points_are_ten_also_as_floats() -> None:
    assert 40.3 - 30.3 < 10, "what a float makes of it"
    assert response_differs(replace(WAVE, response=30.3), replace(WAVE, response=40.3))


def test_w2_response_known_of_neither() -> None:
    unknown = replace(WAVE, response=None)
    assert warnings_of(unknown, unknown) == ()


def test_w1_all_at_once_in_one_order() -> None:
    other = Circumstances(date(2026, 9, 1), "link", languages=frozenset({"ar"}), newcomers=0.5)
    assert warnings_of(WAVE, other) == (
        "response_differs",
        "access_differs",
        "languages_differ",
        "season_differs",
        "partly_different_people",
    )


def test_w3_over_new_year() -> None:
    assert not season_differs(date(2025, 12, 20), date(2026, 1, 10))
    assert not season_differs(date(2024, 1, 10), date(2026, 12, 20))
    assert season_differs(date(2026, 5, 24), date(2026, 8, 24))


@settings(max_examples=60)
@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))
def test_w3_either_way(day: date, later: int) -> None:
    other = day + timedelta(days=later)
    assert season_differs(day, other) == season_differs(other, day)
    assert not season_differs(day, day + timedelta(days=365))


def test_w4_turnover() -> None:
    assert turnover(30, 100) == 0.30
    assert turnover(0, 0) == Refusal("no_answers", 1, 0)
    assert turnover(5, 4) == Refusal("contradiction", 4, 5)
