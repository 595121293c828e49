"""The job of a mailing: it goes on where it was, until every home was gone through."""

from __future__ import annotations

from typing import Any

from flask import Flask

from survey.homes.services.ending import register_ending
from survey.jobs.handlers import Progress, register_handler
from survey.messages.sending import run_mailing
from survey.messages.services import KIND, stop_under_way


def register(app: Flask) -> None:
    """Have mailings sent, and stopped when the contacts are destroyed that they go to."""
    register_handler(app, KIND, send_mailing)
    register_ending(app, stop_under_way)


def send_mailing(payload: dict[str, Any], progress: Progress) -> None:
    """Send what is left of a mailing."""
    run_mailing(int(payload["mailing"]), progress)
