"""What administrators see of the work in the background: kinds, states, what failed and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select

from survey.core.errors import SurveyError
from survey.db import db
from survey.jobs.models import Job
from survey.jobs.queue import ask_for_job

MOST_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class KindOfWork:
    """How many jobs of a kind wait, run, are done and have failed; when one ended last."""

    kind: str
    waiting: int
    running: int
    done: int
    failed: int
    last_at: datetime | None


def list_kinds_of_work(organization_ids: Collection[int]) -> list[KindOfWork]:
    """The work of these organizations, and what is nobody's, by kind. One query."""
    counted = (
        select(Job.kind, Job.state, func.count(), func.max(Job.finished_at))
        .where(_theirs(organization_ids))
        .group_by(Job.kind, Job.state)
    )
    counts: dict[str, dict[str, int]] = {}
    last: dict[str, datetime] = {}
    for kind, state, count, finished_at in db.session.execute(counted):
        counts.setdefault(kind, {})[state] = count
        if finished_at is not None:
            last[kind] = max(finished_at, last.get(kind, finished_at))
    return [
        KindOfWork(
            kind,
            waiting=found.get("waiting", 0),
            running=found.get("running", 0),
            done=found.get("done", 0),
            failed=found.get("failed", 0),
            last_at=last.get(kind),
        )
        for kind, found in sorted(counts.items())
    ]


def list_troubled(organization_ids: Collection[int]) -> Sequence[Job]:
    """Jobs that have failed, or wait for another try, the latest first. One query."""
    return db.session.scalars(
        select(Job)
        .where(
            _theirs(organization_ids),
            or_(Job.state == "failed", (Job.state == "waiting") & Job.error.is_not(None)),
        )
        .order_by(Job.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def try_again(*, job_id: int, organization_ids: Collection[int], now: datetime) -> None:
    """Have a job that has failed done anew; needs a transaction. Twice is as good as once.

    Raises SurveyError "no_such_job" alike for what does not exist and what is not theirs.
    """
    job = db.session.scalars(
        select(Job).where(Job.id == job_id, _theirs(organization_ids))
    ).one_or_none()
    if job is None:
        raise SurveyError("missing", "no_such_job")
    if job.state == "failed":
        ask_for_job(kind=job.kind, key=job.key, payload=dict(job.payload), now=now)


def _theirs(organization_ids: Collection[int]) -> ColumnElement[bool]:
    return or_(Job.organization_id.is_(None), Job.organization_id.in_(organization_ids))
