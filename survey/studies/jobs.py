"""The job that works a study out."""

from __future__ import annotations

from typing import Any

from flask import Flask

from survey import clock
from survey.jobs.handlers import Progress, register_handler
from survey.studies.services import JOB, make_study


def register(app: Flask) -> None:
    """Make studies in the background."""
    register_handler(app, JOB, work_out)


def work_out(payload: dict[str, Any], progress: Progress) -> None:
    """Make one; it ends published or refused, and the log says neither."""
    make_study(request_id=payload["request_id"], now=clock.now(), hold=progress.hold)
    progress(1, 1)
