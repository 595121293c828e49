"""Documents that take longer than a page should: made by a job, once, whoever asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from flask import current_app

from survey.db import transaction
from survey.jobs.models import Job
from survey.jobs.queue import URGENT, ask_for_job, find_job
from survey.reports.models import Rendering
from survey.reports.services import KINDS, get_rendering
from survey.results.models import Release
from survey.settings import Settings

RENDER: Final = "render"
REST: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One document: of which release, of which kind, in which language, on which paper."""

    release_id: int
    kind: str
    tag: str
    paper: str

    @property
    def key(self) -> str:
        """The key of the job that makes it."""
        return f"{RENDER}:{self.release_id}:{self.kind}:{self.tag}:{self.paper}"

    @property
    def payload(self) -> dict[str, Any]:
        """What the job is told."""
        return {
            "release_id": self.release_id,
            "kind": self.kind,
            "tag": self.tag,
            "paper": self.paper,
        }


def makes_at_once(kind: str) -> bool:
    """Whether a document of this kind is made by the request that asks for it."""
    settings: Settings = current_app.extensions["settings"]
    return settings.jobs == "inline" or not KINDS[kind].slow


def make_at_once(*, release: Release, wanted: Wanted, now: datetime) -> Rendering:
    """The document, made now unless it is stored. Outside of any transaction."""
    return get_rendering(
        release=release, kind=wanted.kind, tag=wanted.tag, paper=wanted.paper, now=now
    )


def ask_for_rendering(*, wanted: Wanted, now: datetime, rank: int = URGENT) -> Job:
    """Have a document made in the background; asked for twice it is made once.

    Done once, it is asked for again only where the design has changed since. Needs a transaction.
    """
    return ask_for_job(
        kind=RENDER,
        key=wanted.key,
        payload=wanted.payload,
        now=now,
        rank=rank,
        again=True,
    )


def prepare(*, wanted: Wanted, now: datetime) -> Job:
    """The job that makes a document, asked for unless it is under way; a transaction of its own.

    One that has failed is tried anew by whoever asks a minute later, not by every look at it.
    """
    job = find_job(wanted.key)
    if job is not None and (job.state == "running" or (job.state, job.rank) == ("waiting", URGENT)):
        return job
    if job is not None and job.state == "failed" and now - (job.finished_at or now) < REST:
        return job
    with transaction():
        return ask_for_rendering(wanted=wanted, now=now)
