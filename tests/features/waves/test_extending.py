"""Fieldwork is extended within what was sealed, and never makes the promise weaker or later.

X1  An extension moves the last day to answer, for everything that asks, and no other day.
X2  The service refuses what is earlier, the same, past the sealed limit, unknown, or in the dark.
X3  It comes too late once the last day is over, or the wave is closed or cancelled.
X4  Rows and SQL past the service: the database refuses, and what slips in counts for nothing.
X5  Sent twice it is done once; two days in a row add up; the trail names who and why.
X6  A closing by the calendar looks again: an extension that came first wins, the other way too.
X7  A promise that was sealed without a limit names its last day as the latest: no extension.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from survey.accounts.models import AuditEvent
from survey.core.errors import SurveyError
from survey.core.promise.extending import check_extension, last_day
from survey.db import db, transaction
from survey.responses.services import cancel_wave, close_ballot_box, close_overdue_box
from survey.results.queries import list_waves_to_close
from survey.waves.known import find_known_wave
from survey.waves.promise import effective_promise, sealed_promise
from survey.waves.queries import is_accepting
from tests.factories.waves import Fieldwork, extend, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock

SEALED = date(2026, 8, 24)
LATER = date(2026, 9, 3)
LATEST = date(2026, 9, 20)
"""The day before results are due."""
OVER = datetime(2026, 8, 25, 5, 0, tzinfo=UTC)
"""The first moment after the sealed last day, in Chicago."""


@pytest.fixture
def made(app: object, frozen_clock: FrozenClock) -> Fieldwork:
    """An open wave from 3 to 24 August, results by 21 September."""
    return launch_wave_for_tests(frozen_clock(), languages=["en"])


def rows(made: Fieldwork) -> list[date]:
    """Every extension that is stored, as the database has it."""
    db.session.expire_all()
    return [made_.closes_on for made_ in made.wave.extensions]


def test_moves_one_day_and_no_other(
    client: FlaskClient, made: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """X1"""
    before, sealed = effective_promise(made.wave), made.wave.promise
    assert "August 24, 2026" in client.get(f"/s/{made.slug}/en").text
    extend(made, frozen_clock())
    after = effective_promise(made.wave)
    assert after["wave"].pop("closes_on") == "2026-09-03"
    assert before["wave"].pop("closes_on") == "2026-08-24"
    assert after == before
    assert (after["unopened_destroyed_on"], after["answers_destroyed_by"]) == (
        "2026-10-05",
        "2026-11-04",
    )
    assert made.wave.promise == sealed
    assert made.wave.ends_at == datetime(2026, 9, 4, 5, 0, tzinfo=UTC)
    page = client.get(f"/s/{made.slug}/en").text
    assert "September 3, 2026" in page
    assert "August 24, 2026" not in page
    assert "<bdi>September 20, 2026</bdi> at the latest" in page


def test_answers_are_taken_until_then(made: Fieldwork, frozen_clock: FrozenClock) -> None:
    """X1"""
    extend(made, frozen_clock())
    for moment, state in (
        (OVER - timedelta(seconds=1), "open"),
        (OVER, "open"),
        (datetime(2026, 9, 4, 4, 59, 59, tzinfo=UTC), "open"),
        (datetime(2026, 9, 4, 5, 0, tzinfo=UTC), "closed"),
    ):
        assert is_accepting(made.wave, moment) == state
        known = find_known_wave(made.slug)
        assert known is not None
        assert is_accepting(known, moment) == state
        assert bool(list_waves_to_close(moment)) is (state == "closed")


def test_pages_in_memory_hear_of_it(
    client: FlaskClient, made: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """X1: the document and the wave that other processes keep are asked for again."""
    frozen_clock.set(OVER - timedelta(minutes=1))
    assert "August 24, 2026" in client.get(f"/s/{made.slug}/withdraw").text
    extend(made, frozen_clock())
    frozen_clock.set(OVER)
    assert "September 3, 2026" in client.get(f"/s/{made.slug}/withdraw").text
    frozen_clock.set(datetime(2026, 9, 4, 5, 0, tzinfo=UTC))
    resting = client.get(f"/s/{made.slug}/en").text
    assert "It took answers until" in resting
    assert "September 3, 2026" in resting


@pytest.mark.parametrize(
    ("day", "reason", "code"),
    [
        (SEALED, "few_answers", "extension_not_later"),
        (SEALED - timedelta(days=1), "few_answers", "extension_not_later"),
        (date(1, 1, 1), "few_answers", "extension_not_later"),
        (LATEST + timedelta(days=1), "few_answers", "extension_too_late"),
        (date(9999, 12, 31), "few_answers", "extension_too_late"),
        (LATER, "", "unknown_reason"),
        (LATER, "Mrs Adeyemi in 4B", "unknown_reason"),
    ],
)
def test_refused(
    made: Fieldwork, frozen_clock: FrozenClock, day: date, reason: str, code: str
) -> None:
    """X2"""
    before = effective_promise(made.wave)
    with pytest.raises(SurveyError) as refused:
        extend(made, frozen_clock(), day, reason)
    assert refused.value.code == code
    assert (rows(made), effective_promise(made.wave)) == ([], before)


def test_to_the_very_limit_and_never_back(made: Fieldwork, frozen_clock: FrozenClock) -> None:
    """X2"""
    extend(made, frozen_clock(), LATEST)
    for day in (LATER, LATEST + timedelta(days=1)):
        with pytest.raises(SurveyError, match=r"extension_(not_later|too_late)"):
            extend(made, frozen_clock(), day)
    assert rows(made) == [LATEST]


def test_never_longer_than_120_days(app: object, frozen_clock: FrozenClock) -> None:
    """X2: results are due much later, and fieldwork still ends."""
    made = launch_wave_for_tests(frozen_clock(), report_by=date(2026, 12, 20))
    assert sealed_promise(made.wave)["wave"]["latest_close_on"] == "2026-12-01"
    with pytest.raises(SurveyError, match="extension_too_late"):
        extend(made, frozen_clock(), date(2026, 12, 2))
    extend(made, frozen_clock(), date(2026, 12, 1))


def test_not_before_the_first_day(app: object, frozen_clock: FrozenClock) -> None:
    """X2"""
    made = launch_wave_for_tests(frozen_clock(), opens_on=date(2026, 8, 5))
    with pytest.raises(SurveyError, match="wave_not_open_yet"):
        extend(made, frozen_clock())


@pytest.mark.parametrize("ended", ["over", "closed", "cancelled"])
def test_too_late(made: Fieldwork, frozen_clock: FrozenClock, ended: str) -> None:
    """X3"""
    if ended == "over":
        frozen_clock.set(OVER)
    else:
        with transaction():
            act = close_ballot_box if ended == "closed" else cancel_wave
            act(wave=made.wave, now=frozen_clock())
    code = "wave_cancelled" if ended == "cancelled" else "wave_closed"
    with pytest.raises(SurveyError, match=code):
        extend(made, frozen_clock())
    assert rows(made) == []


INSERT = (
    "INSERT INTO fieldwork_extension (wave_id, closes_on, reason, made_at)"
    " VALUES (:wave, :day, 'other', '2026-08-04 00:00:00+00:00')"
)


@pytest.mark.parametrize(
    "day", ["2026-08-24", "2026-08-01", "2026-09-02", "2026-09-21", "2099-01-01"]
)
def test_smuggled_row_is_refused(made: Fieldwork, frozen_clock: FrozenClock, day: str) -> None:
    """X4"""
    extend(made, frozen_clock())
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(INSERT), {"wave": made.wave_id, "day": day})
    assert rows(made) == [LATER]


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_smuggled_row_opens_nothing_again(
    made: Fieldwork, frozen_clock: FrozenClock, state: str
) -> None:
    """X4: the row that the database takes of an open wave, it refuses of an ended one."""
    with transaction():
        db.session.execute(text(INSERT), {"wave": made.wave_id, "day": "2026-08-30"})
        made.wave.state = state
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(INSERT), {"wave": made.wave_id, "day": "2026-09-10"})
    assert rows(made) == [date(2026, 8, 30)]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM fieldwork_extension",
        "UPDATE fieldwork_extension SET closes_on = '2026-08-20'",
        "UPDATE fieldwork_extension SET wave_id = 'x'",
        "UPDATE wave SET closes_at = '2026-08-20 00:00:00+00:00'",
        "UPDATE wave SET promise = replace(promise, '2026-09-20', '2026-12-31')",
    ],
)
def test_cannot_be_taken_back_or_loosened(
    made: Fieldwork, frozen_clock: FrozenClock, statement: str
) -> None:
    """X4"""
    extend(made, frozen_clock())
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))
    assert (rows(made), made.wave.ends_at.date()) == ([LATER], date(2026, 9, 4))


def test_whatever_a_row_says_counts_only_within_the_seal(made: Fieldwork) -> None:
    """X4: even past the database's guards."""
    promise = sealed_promise(made.wave)
    for smuggled in (date(1, 1, 1), date(2026, 8, 20), date(2026, 9, 21), date(9999, 12, 31)):
        assert last_day(promise, [smuggled]) == SEALED
        assert last_day(promise, [smuggled, LATER]) == LATER


def test_twice_is_once(made: Fieldwork, frozen_clock: FrozenClock) -> None:
    """X5"""
    for day in (LATER, LATER, LATEST, LATEST):
        extend(made, frozen_clock(), day)
    assert rows(made) == [LATER, LATEST]
    told = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "fieldwork.extended"))
    assert [event.details for event in told] == [
        {
            "ended_at": "2026-08-25T05:00:00+00:00",
            "closes_on": "2026-09-03",
            "reason": "few_answers",
        },
        {
            "ended_at": "2026-09-04T05:00:00+00:00",
            "closes_on": "2026-09-20",
            "reason": "few_answers",
        },
    ]


def test_extension_first_then_closing(made: Fieldwork, frozen_clock: FrozenClock) -> None:
    """X6: the job has listed the wave; the extension was asked for a moment before."""
    listed = list_waves_to_close(OVER)
    assert [wave.id for wave in listed] == [made.wave_id]
    extend(made, OVER - timedelta(seconds=1))
    with pytest.raises(SurveyError, match="fieldwork_not_over"), transaction():
        close_overdue_box(wave=made.wave, now=OVER)
    assert made.wave.state == "open"
    with transaction():
        close_overdue_box(wave=made.wave, now=made.wave.ends_at)
    assert made.wave.state == "closed"


def test_closing_first_then_extension(made: Fieldwork) -> None:
    """X6: the same the other way; whoever closes by hand closes at any time."""
    with transaction():
        close_ballot_box(wave=made.wave, now=OVER - timedelta(days=3))
    with pytest.raises(SurveyError, match="wave_closed"):
        extend(made, OVER - timedelta(days=3, seconds=1))
    assert (rows(made), made.wave.state) == ([], "closed")


def test_a_promise_without_a_limit(made: Fieldwork) -> None:
    """X7: as waves were sealed before extensions were thought of."""
    older = sealed_promise(made.wave)
    del older["wave"]["latest_close_on"]
    assert last_day(older, [LATER]) == SEALED
    with pytest.raises(SurveyError, match="extension_not_sealed"):
        check_extension(older, [], LATER, "other")
