"""The days of a year of pulses, and of the contacts within one.

C1  Waves keep their weekday and stay within three days of the day of the month.
C2  A year holds as many waves as the months say, and never one more in any 350 days.
C3  Fieldwork has whole weeks; results come on the promised day.
C4  Short months do not push a wave into the next.
C5  Contacts: four for each home at least, the first on paper, none after the last day.
C6  The first day that is proposed leaves time for letters; without any it is tomorrow.
C7  Rotating items: each pool equally often, each item before any comes again, none that the site
    does not allow for.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.core.bank.rotation import choose_rotating
from survey.core.calendar.cadence import (
    Cadence,
    WaveDays,
    add_months,
    days_of_turn,
    launch_day,
    propose_first_day,
    propose_launch_day,
)
from survey.core.calendar.contacts import propose_contacts
from survey.questionnaires.bank import get_bank

days = st.dates(date(2020, 1, 1), date(2090, 1, 1))
cadences = st.builds(
    Cadence, every_months=st.sampled_from((3, 4, 6)), weeks_open=st.sampled_from((3, 4))
)


def test_a_year_by_hand() -> None:
    """C1, C3: every three months from Tuesday, 12 January 2027."""
    cadence = Cadence(every_months=3, weeks_open=3)
    assert [days_of_turn(date(2027, 1, 12), turn, cadence).opens_on for turn in range(5)] == [
        date(2027, 1, 12),
        date(2027, 4, 13),
        date(2027, 7, 13),
        date(2027, 10, 12),
        date(2028, 1, 11),
    ]
    assert days_of_turn(date(2027, 1, 12), 1, cadence) == WaveDays(
        date(2027, 4, 13), date(2027, 5, 3), date(2027, 5, 31)
    )
    assert launch_day(date(2027, 4, 13), cadence) == date(2027, 3, 30)


@given(days, cadences, st.integers(0, 40))
def test_same_weeks_of_the_season(first: date, cadence: Cadence, turn: int) -> None:
    """C1, C2"""
    opens = days_of_turn(first, turn, cadence).opens_on
    assert opens.weekday() == first.weekday()
    meant = add_months(first, turn * cadence.every_months)
    assert abs((opens - meant).days) <= 3
    window = [days_of_turn(first, turn + more, cadence).opens_on for more in range(5)]
    within = [one for one in window if (one - opens).days < 350]
    assert len(within) == cadence.waves_a_year
    assert all((later - earlier).days >= 80 for earlier, later in pairwise(window))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 8, 31), 3, date(2027, 11, 30)),
        (date(2027, 12, 31), 12, date(2028, 12, 31)),
        (date(2027, 5, 5), 0, date(2027, 5, 5)),
    ],
)
def test_short_months(day: date, months: int, expected: date) -> None:
    """C4"""
    assert add_months(day, months) == expected


@pytest.mark.parametrize("channels", [(), ("email",), ("text",), ("email", "text")])
@pytest.mark.parametrize("days_open", [21, 28])
def test_contacts(days_open: int, channels: tuple[str, ...]) -> None:
    """C5"""
    contacts = propose_contacts(days_open, channels)
    assert (contacts[0].name, contacts[0].channel, contacts[0].day) == ("invitation", "letter", 0)
    assert {one.name for one in contacts} == {"invitation", "reminder_1", "reminder_2", "last_days"}
    assert {one.channel for one in contacts} == {"letter", *channels}
    assert all(0 <= one.day < days_open for one in contacts)
    assert [one.day for one in contacts] == sorted(one.day for one in contacts)
    assert len({(one.name, one.channel) for one in contacts}) == len(contacts)


@given(days, cadences)
def test_first_day(today: date, cadence: Cadence) -> None:
    """C6"""
    first = propose_first_day(today, cadence)
    assert first.weekday() == 1
    assert cadence.lead_days < (first - today).days <= cadence.lead_days + 7
    by_hand = propose_launch_day(today, by_letter=True)
    assert by_hand.weekday() == 1
    assert 7 <= (by_hand - today).days <= 13
    assert (propose_launch_day(today, by_letter=False) - today).days == 1


def test_rotation_in_turn() -> None:
    """C7"""
    bank = get_bank()
    template = bank.templates["pulse_core"]
    assert template.rotation is not None
    every = frozenset(item.needs for item in bank.items.values() if item.needs)
    asked = [choose_rotating(bank, template, every, turn) for turn in range(8)]
    assert all(len(set(one)) == template.rotation.slots for one in asked)
    counted = Counter(name for one in asked for name in one)
    assert set(counted) == {name for pool in template.rotation.pools for name in pool}
    assert set(counted.values()) == {2}
    first_half = Counter(name for one in asked[:4] for name in one)
    assert set(first_half.values()) == {1}
    bare = {name for turn in range(8) for name in choose_rotating(bank, template, (), turn)}
    assert bare == {name for name in counted if bank.items[name].needs is None}


def test_without_rotation() -> None:
    """C7"""
    bank = get_bank()
    template = next(one for one in bank.templates.values() if one.rotation is None)
    assert choose_rotating(bank, template, (), 3) == ()
