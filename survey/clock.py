"""The clock: the only place that asks what time it is, so that tests and the demo can set it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask, current_app

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


def set_clock(app: Flask, clock: Clock) -> None:
    """Give the application another clock; it must return aware moments in UTC."""
    app.extensions["clock"] = clock


def now() -> datetime:
    """Return what the application's clock shows, in UTC."""
    clock: Clock = current_app.extensions.get("clock", system_clock)
    return clock()
