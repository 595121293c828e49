"""How a server process hears at once that there is something to do, without asking the database."""

from __future__ import annotations

from threading import Event
from typing import Final, cast

from flask import Flask, current_app

_NAME: Final = "jobs_waking"


def init_app(app: Flask) -> None:
    """Give the application its bell."""
    app.extensions[_NAME] = Event()


def wake_worker() -> None:
    """Ring it: somebody asked for a job in this process."""
    get_bell().set()


def get_bell() -> Event:
    """The bell that a supervisor in this process waits for."""
    return cast(Event, current_app.extensions[_NAME])
