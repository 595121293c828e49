"""The job that makes one document of a release."""

from __future__ import annotations

from typing import Any

from flask import Flask

from survey import clock
from survey.core.errors import SurveyError
from survey.db import db
from survey.jobs.handlers import Progress, register_handler
from survey.reports.preparing import RENDER, Wanted, make_at_once
from survey.results.models import Release


def register(app: Flask) -> None:
    """Make documents in the background."""
    register_handler(app, RENDER, render)


def render(payload: dict[str, Any], progress: Progress) -> None:
    """Make one, unless it is stored already. Raises SurveyError "no_such_release"."""
    wanted = Wanted(**payload)
    release = db.session.get(Release, wanted.release_id)
    if release is None:
        raise SurveyError("missing", "no_such_release", id=wanted.release_id)
    make_at_once(release=release, wanted=wanted, now=clock.now())
    progress(1, 1)
