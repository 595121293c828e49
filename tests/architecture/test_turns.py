"""Tests take turns with the databases: none is forgotten on either of them.

D1  On two days in a row each test meets each database once, and about half of them either.
D2  What says which databases it meets, is a journey, or knows no database is never left out; nor is
    anything where both are asked for, or only one is there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.support.backends import BOTH_DATABASES, ONE_DATABASE
from tests.support.turns import EVERY_ONE, database_in_turn, leave_out

TWO = ("sqlite", "postgresql")
DAY = 740_300
FEATURE = "tests/features/waves/test_any.py::test_"


@dataclass(eq=False)
class Case:
    """As much of a collected test as is looked at."""

    nodeid: str
    database: str | None = None
    marks: list[pytest.Mark] = field(default_factory=list)

    @property
    def callspec(self) -> SimpleNamespace:
        return SimpleNamespace(params={"every_database": self.database} if self.database else {})

    def iter_markers(self, name: str) -> list[pytest.Mark]:
        return [mark for mark in self.marks if mark.name == name]

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return next(iter(self.iter_markers(name)), None)


def on_each(name: str, *marks: pytest.Mark) -> list[Case]:
    return [Case(f"{name}[{one}-x]", one, list(marks)) for one in TWO]


def kept(cases: list[Case], turn: str, databases: tuple[str, ...] = TWO) -> list[str]:
    """What is run of them."""
    items: list[Any] = list(cases)
    gone = leave_out(items, turn, databases)
    assert {*items, *gone} == set(cases)
    return [cast("Case", one).nodeid for one in items]


def test_each_in_its_turn() -> None:
    """D1"""
    cases = [case for number in range(200) for case in on_each(f"{FEATURE}{number}")]
    today, tomorrow = kept(cases, str(DAY)), kept(cases, str(DAY + 1))
    assert len(today) == len(tomorrow) == 200
    assert sorted(today + tomorrow) == sorted(case.nodeid for case in cases)
    assert 70 < sum("sqlite" in name for name in today) < 130
    assert kept(cases, str(DAY + 2)) == today
    assert {database_in_turn("one", day, TWO) for day in (DAY, DAY + 1)} == set(TWO)


@pytest.mark.parametrize(
    "cases",
    [
        on_each(f"{FEATURE}locks", BOTH_DATABASES.mark),
        on_each("tests/journeys/test_any.py::test_all"),
        [
            Case(f"{FEATURE}{number}[sqlite-x]", "sqlite", [ONE_DATABASE.mark])
            for number in range(9)
        ],
        [Case(f"{FEATURE}{number}") for number in range(9)],
    ],
)
def test_never_left_out(cases: list[Case]) -> None:
    """D2"""
    everything = [case.nodeid for case in cases]
    assert kept(cases, str(DAY)) == kept(cases, str(DAY + 1)) == everything


def test_no_turns() -> None:
    """D2"""
    cases = [case for number in range(20) for case in on_each(f"{FEATURE}{number}")]
    assert len(kept(cases, EVERY_ONE)) == 40
    assert len(kept(cases[::2], str(DAY), ("sqlite",))) == 20
