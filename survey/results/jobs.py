"""The regular job of fieldwork: whatever is due of all waves, every hour."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, Final

from flask import Flask

from survey import clock
from survey.jobs.handlers import Progress, register_handler
from survey.results.due import do_what_is_due

log = logging.getLogger("porchlight.jobs")

DUE: Final = "what_is_due"


def register(app: Flask) -> None:
    """Have what is due done every hour."""
    register_handler(app, DUE, do_due, every=timedelta(hours=1))


def do_due(_payload: dict[str, Any], progress: Progress) -> None:
    """Do it; every wave's act is its own, so that a kill in between loses none."""
    for count, did in enumerate(do_what_is_due(clock.now()), start=1):
        progress(count, count + 1)
        log.info("due wave=%s refused=%s", did.wave_id, did.refused)
