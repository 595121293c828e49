"""Keeping a lease while a handler works: a thread of its own, since pages take long to lay out."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from survey import clock
from survey.jobs.queue import LEASE, LeaseLost, Taken, keep_job

log = logging.getLogger("porchlight.jobs")

BEAT_SECONDS: Final = LEASE.total_seconds() / 4


@contextmanager
def kept_alive(taken: Taken) -> Iterator[None]:
    """Keep a job's lease until the block ends. Whether it was lost the handler finds out itself."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    over = Event()
    thread = Thread(target=_beat, args=(app, taken, over), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(app: Flask, taken: Taken, over: Event) -> None:
    while not over.wait(BEAT_SECONDS):
        with app.app_context():
            try:
                keep_job(taken, now=clock.now())
            except LeaseLost:
                return
            except SQLAlchemyError as error:
                log.error("lease not kept job=%s error=%s", taken.id, type(error).__name__)  # noqa: TRY400 - a trace would say no more
