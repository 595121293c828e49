"""The job of a mailing: it goes on where it was, until every home was gone through."""

from __future__ import annotations

from typing import Any

from flask import Flask

from survey.jobs.handlers import Progress, register_handler
from survey.messages.sending import run_mailing
from survey.messages.services import KIND


def register(app: Flask) -> None:
    """Have mailings sent."""
    register_handler(app, KIND, send_mailing)


def send_mailing(payload: dict[str, Any], progress: Progress) -> None:
    """Send what is left of a mailing."""
    run_mailing(int(payload["mailing"]), progress)
