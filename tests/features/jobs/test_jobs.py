"""Jobs: asked for with their cause, done at least once.

J1  A job stands in the database exactly if its cause does.
J2  Asked for twice it is done once; a failed one can be asked for again, a done one on purpose.
J3  It is not begun before it is due; what has been due longest comes first within its rank.
J4  One worker has it at a time. A worker that is lost loses it when the lease ends, and what it
    writes afterwards does not count.
J5  What stops it is kept as a code: tried again with growing pauses, or given up at once where the
    rules refuse it.
J6  Regular jobs come by themselves, once a slot, and only the latest of what was missed.
J7  What was done is forgotten after thirty days; what waits is not.
J8  Nothing of an exception's message is kept or logged.
J9  A handler may put its job off: it comes at that moment, as often as that happens.
"""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.jobs import queue
from survey.jobs.handlers import Progress, find_handler, list_regulars, register_handler
from survey.jobs.models import Job
from survey.jobs.queue import (
    LEASE,
    MOST_ATTEMPTS,
    LeaseLost,
    NotNow,
    ask_for_job,
    find_job,
    take_job,
)
from survey.jobs.waking import get_bell
from survey.jobs.working import ask_for_regulars, work_once, work_until_idle
from survey.results.jobs import DUE
from tests.support.backends import BOTH_DATABASES
from tests.support.frozen_clock import FrozenClock

pytestmark = BOTH_DATABASES

NOTE = "note"


@pytest.fixture
def notes(app: Flask) -> list[Any]:
    """A handler that writes down its payloads; "stop" names the error that it raises."""
    written: list[Any] = []

    def write(payload: dict[str, Any], _progress: Progress) -> None:
        written.append(payload.get("word"))
        if payload.get("stop") == "rules":
            raise SurveyError("refused", "not_due_yet")
        if payload.get("stop"):
            raise RuntimeError("home-7@residents.example")

    register_handler(app, NOTE, write)
    return written


def ask(clock: FrozenClock, key: str = "a", **choices: Any) -> None:
    payload = choices.pop("payload", {"word": key})
    with transaction():
        ask_for_job(kind=NOTE, key=key, payload=payload, now=clock(), **choices)


def state_of(key: str = "a") -> tuple[str, int, str | None]:
    db.session.rollback()
    job = find_job(key)
    assert job is not None
    return job.state, job.attempts, job.error


def test_with_its_cause(notes: list[Any], frozen_clock: FrozenClock) -> None:
    """J1"""
    get_bell().clear()
    with pytest.raises(ZeroDivisionError), transaction():
        _ = ask_for_job(kind=NOTE, key="a", payload={}, now=frozen_clock()).id / 0
    assert find_job("a") is None
    assert not get_bell().is_set()
    ask(frozen_clock)
    assert get_bell().is_set()
    assert work_until_idle([NOTE]) == 1
    assert notes == ["a"]
    assert state_of() == ("done", 1, None)


def test_asked_for_twice(notes: list[Any], frozen_clock: FrozenClock) -> None:
    """J2"""
    ask(frozen_clock)
    ask(frozen_clock)
    work_until_idle([NOTE])
    ask(frozen_clock)
    assert work_until_idle([NOTE]) == 0
    ask(frozen_clock, again=True)
    assert work_until_idle([NOTE]) == 1
    ask(frozen_clock, "b", payload={"word": "b", "stop": "rules"})
    work_until_idle([NOTE])
    assert state_of("b") == ("failed", 1, "not_due_yet")
    ask(frozen_clock, "b")
    assert work_until_idle([NOTE]) == 1
    assert state_of("b") == ("done", 1, None)
    assert notes == ["a", "a", "b", "b"]


def test_not_before_it_is_due(notes: list[Any], frozen_clock: FrozenClock) -> None:
    """J2, J3"""
    ask(frozen_clock, "later", due_at=frozen_clock() + timedelta(hours=2))
    ask(frozen_clock, "soon", due_at=frozen_clock() + timedelta(hours=1))
    assert work_until_idle([NOTE]) == 0
    frozen_clock.forward(hours=3)
    assert work_until_idle([NOTE]) == 2
    assert notes == ["soon", "later"]
    ask(frozen_clock, "bulk", rank=queue.BULK)
    frozen_clock.forward(seconds=1)
    ask(frozen_clock, "urgent", rank=queue.URGENT)
    assert work_until_idle([NOTE]) == 2
    assert notes == ["soon", "later", "urgent", "bulk"]
    ask(frozen_clock, "moved", due_at=frozen_clock() + timedelta(hours=2))
    ask(frozen_clock, "moved")
    assert work_until_idle([NOTE]) == 1


def test_one_worker_at_a_time(notes: list[Any], frozen_clock: FrozenClock) -> None:
    """J4"""
    ask(frozen_clock)
    first = take_job(frozen_clock(), [NOTE])
    assert first is not None
    assert take_job(frozen_clock(), [NOTE]) is None
    queue.keep_job(first, now=frozen_clock(), how_far=(1, 9))
    frozen_clock.forward(seconds=LEASE.total_seconds() + 1)
    second = take_job(frozen_clock(), [NOTE])
    assert second is not None
    assert (second.id, second.attempt) == (first.id, 2)
    with pytest.raises(LeaseLost):
        queue.keep_job(first, now=frozen_clock())
    with pytest.raises(LeaseLost), transaction():
        queue.hold_lease(first)
    queue.finish_job(first, now=frozen_clock())
    assert state_of()[0] == "running"
    queue.finish_job(second, now=frozen_clock())
    assert state_of()[0] == "done"


def test_two_workers_share(app: Flask, notes: list[Any], frozen_clock: FrozenClock) -> None:
    """J4: no job is done twice while nobody is lost."""
    for number in range(30):
        ask(frozen_clock, f"job {number}")

    def work() -> None:
        with app.app_context():
            work_until_idle([NOTE])

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(notes) == sorted(f"job {number}" for number in range(30))


def test_growing_pauses(
    notes: list[Any], frozen_clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    """J5, J8"""
    caplog.set_level(logging.DEBUG)
    ask(frozen_clock, payload={"word": "a", "stop": "anything"})
    began, moments = frozen_clock(), []
    for _ in range(100_000):
        if work_once([NOTE]) is not None:
            moments.append((frozen_clock() - began).total_seconds())
        if state_of()[0] == "failed":
            break
        frozen_clock.forward(seconds=30)
    assert moments == [0, 30, 90, 210, 450, 930, 1890, 3810]
    assert state_of() == ("failed", MOST_ATTEMPTS, "job_failed")
    assert "residents.example" not in caplog.text
    assert "place=write:" in caplog.text


def test_workers_that_are_lost_again_and_again(notes: list[Any], frozen_clock: FrozenClock) -> None:
    """J4, J5: a job that kills its worker does not go on for ever."""
    ask(frozen_clock)
    for _ in range(MOST_ATTEMPTS):
        assert take_job(frozen_clock(), [NOTE]) is not None
        frozen_clock.forward(seconds=LEASE.total_seconds() + 1)
    assert work_once([NOTE]) == "failed"
    assert state_of() == ("failed", MOST_ATTEMPTS + 1, "worker_lost")
    assert notes == []


def test_put_off(app: Flask, frozen_clock: FrozenClock) -> None:
    """J9: more often than a failing job would be tried."""
    mornings = MOST_ATTEMPTS + 2
    came = []

    def wait(_payload: dict[str, Any], _progress: Progress) -> None:
        came.append(frozen_clock())
        if len(came) < mornings:
            raise NotNow(frozen_clock() + timedelta(days=1))

    register_handler(app, "patient", wait)
    with transaction():
        ask_for_job(kind="patient", key="a", payload={}, now=frozen_clock())
    began = frozen_clock()
    for _ in range(mornings - 1):
        assert work_once(["patient"]) == "waiting"
        assert state_of() == ("waiting", 0, None)
        assert work_once(["patient"]) is None
        frozen_clock.forward(days=1)
    assert work_once(["patient"]) == "done"
    assert came == [began + timedelta(days=day) for day in range(mornings)]


def test_regular_jobs(app: Flask, frozen_clock: FrozenClock) -> None:
    """J6"""
    assert (DUE, timedelta(hours=1)) in [(one.kind, one.every) for one in list_regulars()]
    frozen_clock.set(datetime(2026, 9, 1, 12, 20, tzinfo=UTC))
    for minutes in (0, 20, 40, 5 * 60):
        frozen_clock.forward(minutes=minutes)
        ask_for_regulars(frozen_clock())
        ask_for_regulars(frozen_clock())
    keys = db.session.scalars(select(Job.key).where(Job.kind == DUE).order_by(Job.id)).all()
    assert keys == [
        f"{DUE}:2026-09-01T12:00",
        f"{DUE}:2026-09-01T13:00",
        f"{DUE}:2026-09-01T18:00",
    ]
    assert find_handler(DUE) is not None


def test_what_was_done_is_forgotten(notes: list[Any], frozen_clock: FrozenClock) -> None:
    """J7"""
    ask(frozen_clock, "done")
    work_until_idle([NOTE])
    ask(frozen_clock, "far", due_at=frozen_clock() + timedelta(days=90))
    frozen_clock.forward(days=31)
    ask_for_regulars(frozen_clock())
    assert find_job("done") is None
    assert state_of("far") == ("waiting", 0, None)
