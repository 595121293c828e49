"""Jobs for tests, as a worker leaves them behind."""

from __future__ import annotations

from survey import clock
from survey.communities.models import Organization
from survey.db import db, transaction
from survey.jobs.models import Job


def make_failed_job(organization: Organization, kind: str = "render") -> Job:
    """A job of this organization that has been tried once and was given up."""
    now = clock.now()
    job = Job(
        kind=kind,
        key=f"{kind}:{organization.id}",
        organization_id=organization.id,
        state="failed",
        attempts=1,
        error="job_failed",
        due_at=now,
        asked_at=now,
        finished_at=now,
    )
    with transaction():
        db.session.add(job)
    return job
