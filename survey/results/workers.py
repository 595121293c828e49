"""Who does a check: a process of its own, so that no page waits for it, or this one at once."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Final

from flask import current_app

from survey.results.checking import run_check
from survey.settings import Settings

log = logging.getLogger("porchlight.checks")

APP: Final = Path(__file__).resolve().parent.parent.parent / "app.py"


def start_check(wave_id: str) -> None:
    """Have a wave checked, as the setting PORCHLIGHT_CHECKING says. Call it after the commit.

    A process that cannot be started is logged; the check waits for the next one to be.
    """
    settings: Settings = current_app.extensions["settings"]
    if settings.checking == "inline":
        run_check(wave_id)
        return
    try:
        worker = subprocess.Popen(  # noqa: S603 - our own program; the id is a wave of ours
            [sys.executable, "-m", "flask", "--app", str(APP), "results", "check", wave_id],
            stdin=subprocess.DEVNULL,
            close_fds=True,
            start_new_session=True,  # outlives the server's own restart
        )
    except OSError as error:
        log.error("check not started kind=%s wave=%s", type(error).__name__, wave_id)  # noqa: TRY400 - a trace would say no more
        return
    # Somebody has to take note of its end, or it would stay in the table of processes.
    Thread(target=worker.wait, daemon=True).start()
