"""The worker beside the server: a thread that waits, and starts a process when there is work.

Work is done in a process of its own because it is heavy (pages of a report, thousands of letters)
and because a resident's page must not wait for it. The process ends when nothing is left, so that
its memory is free again.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Final

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from survey import clock
from survey.db import db
from survey.jobs.queue import count_due
from survey.jobs.waking import get_bell
from survey.jobs.working import ask_for_regulars
from survey.settings import Settings

log = logging.getLogger("porchlight.jobs")

PAUSE_SECONDS: Final = 10.0
"""What others ask for (another process, a moment that comes) is seen this often."""

MOST: Final = os.cpu_count() or 1
"""How many processes work at once: one for each processor."""

Worker = subprocess.Popen[bytes]

APP: Final = Path(__file__).resolve().parent.parent.parent / "app.py"
COMMAND: Final = (sys.executable, "-m", "flask", "--app", str(APP), "jobs", "work", "--until-idle")


def start_supervisor(app: Flask) -> Thread | None:
    """Begin to look after jobs in this server process; None where the settings say otherwise."""
    settings: Settings = app.extensions["settings"]
    if settings.jobs != "embedded":
        return None
    thread = Thread(target=_supervise, args=(app,), name="jobs", daemon=True)
    thread.start()
    return thread


def _supervise(app: Flask) -> None:
    running: list[Worker] = []
    with app.app_context():
        bell = get_bell()
        while True:
            bell.clear()
            # One that is long at work, or waits for a moment, keeps nobody else from being started.
            running = [worker for worker in running if worker.poll() is None]
            running += _start(min(_count_work(app), MOST - len(running)))
            bell.wait(PAUSE_SECONDS)


def _count_work(app: Flask) -> int:
    """How many processes would find something to do, counted up to one for each processor."""
    with app.app_context():
        try:
            ask_for_regulars(clock.now())
            return count_due(clock.now(), MOST)
        except SQLAlchemyError as error:
            # The database is away, or not migrated yet: the next look comes in a moment.
            log.error("jobs not seen error=%s", type(error).__name__)  # noqa: TRY400 - a trace would say no more
            return 0
        finally:
            db.session.rollback()


def _start(processes: int) -> list[Worker]:
    """Have so many processes do what is due; those that could be started."""
    workers: list[Worker] = []
    try:
        for _number in range(processes):
            workers.append(
                subprocess.Popen(COMMAND, stdin=subprocess.DEVNULL, close_fds=True)  # noqa: S603 - our own program
            )
    except OSError as error:
        log.error("worker not started error=%s", type(error).__name__)  # noqa: TRY400 - a trace would say no more
    return workers
