"""Asking for jobs, taking them, and writing down what became of them.

A job is asked for in the transaction of its cause, so that neither is without the other. Whoever
takes it holds a lease, which is kept alive while the work goes on: a killed worker is heard of no
more, and the next one begins the job again. So every job is done at least once, and every handler
must be safe to run twice.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from survey.db import after_commit, db, transaction
from survey.jobs.models import Job
from survey.jobs.waking import wake_worker

LEASE: Final = timedelta(minutes=2)
MOST_ATTEMPTS: Final = 8
URGENT, USUAL, BULK = 0, 1, 2
"""Ranks: somebody waits; on its day; hundreds of the same."""
FIRST_PAUSE: Final = timedelta(seconds=30)
"""Doubled with each attempt: 30 seconds, 1, 2, 4, 8, 16 and 32 minutes, an hour in all."""


class LeaseLost(Exception):
    """Another worker has taken this job over."""


class NotNow(Exception):
    """A handler has done what can be done for now, and wants to go on later."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until: Final = until


class NotYet(Exception):
    """Something outside stands in a handler's way: the job is tried again, with growing pauses.

    reason: a code that the page of work has words for, at most 60 letters; it names nobody.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason: Final = reason


@dataclass(frozen=True, slots=True)
class Taken:
    """A job in the hands of one worker."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempt: int
    token: str


def ask_for_job(
    *,
    kind: str,
    key: str,
    payload: dict[str, Any],
    now: datetime,
    due_at: datetime | None = None,
    organization_id: int | None = None,
    again: bool = False,
    rank: int = USUAL,
) -> Job:
    """Have something done, once for each key; needs a transaction.

    A job that waits comes at the earlier of the two moments; one that is running or done stays as
    it is, unless it is wanted again; one that has failed is tried anew. rank: how soon among what
    is due.
    """
    when = due_at or now
    is_new = _write_new(
        {
            "kind": kind,
            "key": key,
            "payload": payload,
            "organization_id": organization_id,
            "state": "waiting",
            "rank": rank,
            "due_at": when,
            "asked_at": now,
        }
    )
    job = _hold(key)
    assert job is not None, "it was written just now, or stood there"
    if not is_new:
        job.rank = min(job.rank, rank) if job.state == "waiting" else rank
        _ask_again(job, payload, when=when, now=now, again=again)
    db.session.flush()
    after_commit(wake_worker)
    return job


def _write_new(values: dict[str, Any]) -> bool:
    """Whether there was no job with this key: two who ask at the same moment write one."""
    on_sqlite = db.session.connection().dialect.name == "sqlite"
    insert = (sqlite if on_sqlite else postgresql).insert(Job)
    written = insert.values(attempts=0, done=0, total=0, **values).on_conflict_do_nothing(
        index_elements=["key"]
    )
    return db.session.scalars(written.returning(Job.id)).one_or_none() is not None


def _hold(key: str) -> Job | None:
    held = select(Job).where(Job.key == key).with_for_update()
    return db.session.scalars(held.execution_options(populate_existing=True)).one_or_none()


def _ask_again(
    job: Job, payload: dict[str, Any], *, when: datetime, now: datetime, again: bool
) -> None:
    if job.state == "waiting":
        job.due_at, job.payload = min(job.due_at, when), payload
    elif job.state == "failed" or (job.state == "done" and again):
        job.state, job.due_at, job.payload = "waiting", when, payload
        job.attempts, job.error, job.asked_at, job.finished_at = 0, None, now, None
        job.done, job.total = 0, 0


def find_job(key: str) -> Job | None:
    """The job of this key, or None. One query."""
    return db.session.scalars(select(Job).where(Job.key == key)).one_or_none()


def cancel_job(key: str) -> bool:
    """Take back a job that nobody has begun; whether there was one. Needs a transaction."""
    job = _hold(key)
    if job is None or job.state != "waiting":
        return False
    db.session.delete(job)
    db.session.flush()
    return True


def count_due(now: datetime, most: int) -> int:
    """How many jobs workers would find to do, counted up to `most`. One query."""
    return len(db.session.scalars(select(Job.id).where(_is_due(now)).limit(most)).all())


def take_job(now: datetime, kinds: Collection[str] | None = None) -> Taken | None:
    """The job of the first rank that has been due longest and that nobody works on, or None.

    A transaction of its own. kinds: only these. Jobs whose workers were lost are taken over.
    """
    wanted = _is_due(now) if kinds is None else and_(_is_due(now), Job.kind.in_(kinds))
    with transaction():
        job = db.session.scalars(
            select(Job)
            .where(wanted)
            .order_by(Job.rank, Job.due_at, Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if job is None:
            return None
        token = token_hex(16)
        job.state, job.token, job.leased_until = "running", token, now + LEASE
        job.attempts, job.started_at, job.error = job.attempts + 1, now, None
        db.session.flush()
        return Taken(job.id, job.kind, dict(job.payload), job.attempts, token)


def keep_job(taken: Taken, *, now: datetime, how_far: tuple[int, int] | None = None) -> None:
    """Keep the lease, and say how far the job is. A transaction of its own. Raises LeaseLost."""
    values: dict[str, Any] = {"leased_until": now + LEASE}
    if how_far is not None:
        values["done"], values["total"] = how_far
    kept = update(Job).where(Job.id == taken.id, Job.token == taken.token)
    with transaction():
        if db.session.scalars(kept.values(**values).returning(Job.id)).one_or_none() is None:
            raise LeaseLost


def hold_lease(taken: Taken) -> None:
    """Make sure, inside of a transaction, that what it writes is still this worker's to write.

    Raises LeaseLost. The row stays locked until the transaction ends.
    """
    held = select(Job.id).where(Job.id == taken.id, Job.token == taken.token).with_for_update()
    if db.session.scalars(held).one_or_none() is None:
        raise LeaseLost


def finish_job(taken: Taken, *, now: datetime) -> None:
    """Write down that a job is done; nothing where another worker has it. Its own transaction."""
    _end(taken, {"state": "done", "error": None, "finished_at": now})


def postpone(taken: Taken, *, until: datetime) -> None:
    """Put a job off as its handler asked: no failure, so its tries are counted anew."""
    _end(taken, {"state": "waiting", "error": None, "due_at": until, "attempts": 0})


def put_back(taken: Taken, *, error: str, now: datetime, final: bool = False) -> str:
    """Write down what stopped a job: it is tried again later, or given up. The new state.

    final: trying again would meet the same.
    """
    if final or taken.attempt >= MOST_ATTEMPTS:
        _end(taken, {"state": "failed", "error": error, "finished_at": now})
        return "failed"
    pause = FIRST_PAUSE * 2 ** (taken.attempt - 1)
    _end(taken, {"state": "waiting", "error": error, "due_at": now + pause})
    return "waiting"


def _end(taken: Taken, values: dict[str, Any]) -> None:
    ended = update(Job).where(Job.id == taken.id, Job.token == taken.token)
    with transaction():
        db.session.execute(ended.values(token=None, leased_until=None, **values))


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(Job.state == "waiting", Job.due_at <= now),
        and_(Job.state == "running", Job.leased_until < now),
    )
