"""A worker: takes jobs one by one, has each done by its handler, and writes down the outcome."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import delete, select

from survey import clock
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.jobs.handlers import find_handler, list_kinds, list_regulars
from survey.jobs.keeping import kept_alive
from survey.jobs.models import Job
from survey.jobs.queue import (
    MOST_ATTEMPTS,
    LeaseLost,
    NotNow,
    NotYet,
    Taken,
    ask_for_job,
    finish_job,
    hold_lease,
    keep_job,
    postpone,
    put_back,
    take_job,
)

log = logging.getLogger("porchlight.jobs")

HEARTBEAT: Final = timedelta(seconds=1)
KEPT_FOR: Final = timedelta(days=30)
"""How long it can be seen what was done."""

Outcome = Literal["done", "waiting", "failed", "lost"]


def work_until_idle(kinds: Collection[str] | None = None) -> int:
    """Do everything that is due, and what becomes due meanwhile; how many jobs were begun."""
    begun = 0
    while work_once(kinds) is not None:
        begun += 1
    return begun


def work_once(kinds: Collection[str] | None = None) -> Outcome | None:
    """Do the job that has been due longest; None where nothing is due."""
    ask_for_regulars(clock.now())
    taken = take_job(clock.now(), kinds if kinds is not None else list_kinds())
    if taken is None:
        return None
    return _do(taken)


def ask_for_regulars(now: datetime) -> None:
    """Ask for the jobs that come by themselves, and forget what was done long ago.

    Of what was missed while nothing ran only the latest is done.
    """
    regulars = [(regular, regular.slot(now)) for regular in list_regulars()]
    wanted = {
        f"{regular.kind}:{slot:%Y-%m-%dT%H:%M}": (regular, slot) for regular, slot in regulars
    }
    asked = set(db.session.scalars(select(Job.key).where(Job.key.in_(wanted))))
    for key, (regular, slot) in wanted.items():
        if key in asked:
            continue
        with transaction():
            ask_for_job(kind=regular.kind, key=key, payload={}, now=now, due_at=slot)
            db.session.execute(
                delete(Job).where(
                    Job.state.in_(("done", "failed")), Job.finished_at < now - KEPT_FOR
                )
            )
    db.session.rollback()  # a read that stays open would keep SQLite's log from being emptied


def _do(taken: Taken) -> Outcome:
    handler = find_handler(taken.kind)
    if handler is None:
        return _outcome(put_back(taken, error="job_unknown", now=clock.now()))
    if taken.attempt > MOST_ATTEMPTS:
        return _outcome(put_back(taken, error="worker_lost", now=clock.now(), final=True))
    try:
        with kept_alive(taken):
            handler(taken.payload, _Progress(taken))
    except LeaseLost:
        db.session.rollback()
        return "lost"
    except NotNow as pause:
        db.session.rollback()
        postpone(taken, until=pause.until)
        return "waiting"
    except NotYet as hindrance:
        db.session.rollback()
        log.warning("job hindered job=%s kind=%s reason=%s", taken.id, taken.kind, hindrance.reason)
        return _outcome(put_back(taken, error=hindrance.reason, now=clock.now()))
    except SurveyError as error:
        db.session.rollback()
        return _outcome(put_back(taken, error=error.code, now=clock.now(), final=True))
    except Exception as error:  # noqa: BLE001 - logged by its place: a message could hold contacts
        db.session.rollback()
        _log(taken, error)
        return _outcome(put_back(taken, error="job_failed", now=clock.now()))
    db.session.rollback()
    finish_job(taken, now=clock.now())
    return "done"


def _outcome(state: str) -> Outcome:
    return "failed" if state == "failed" else "waiting"


class _Progress:
    """Writes down how far the work is, at most once a second."""

    def __init__(self, taken: Taken) -> None:
        self._taken = taken
        self._last: datetime | None = None

    def __call__(self, done: int, total: int) -> None:
        now = clock.now()
        if self._last is not None and now - self._last < HEARTBEAT and done < total:
            return
        self._last = now
        keep_job(self._taken, now=now, how_far=(done, total))

    def hold(self) -> None:
        hold_lease(self._taken)


def _log(taken: Taken, error: Exception) -> None:
    """Where it broke, and nothing that it was about."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "unknown"
    kind = type(error).__name__
    log.error("job failed job=%s kind=%s error=%s place=%s", taken.id, taken.kind, kind, place)
