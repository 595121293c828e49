"""Who does which kind of job: features, above, register their handlers at the start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, cast

from flask import Flask, current_app

_NAME: Final = "job_handlers"


class Progress(Protocol):
    """What a handler tells of its work, for whoever waits for it."""

    def __call__(self, done: int, total: int) -> None:
        """Say how far the work is. Raises LeaseLost, which the handler lets through."""

    def hold(self) -> None:
        """Inside of a transaction: make sure that the job is still this worker's.

        Raises LeaseLost.
        """


Handler = Callable[[dict[str, Any], Progress], None]


@dataclass(frozen=True, slots=True)
class Regular:
    """A job that comes by itself: at every whole multiple of `every` since 1970, in UTC."""

    kind: str
    every: timedelta

    def slot(self, now: datetime) -> datetime:
        """The latest moment at which it was due."""
        seconds = int(self.every.total_seconds())
        return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)


@dataclass(slots=True)
class _Known:
    handlers: dict[str, Handler]
    regulars: list[Regular]


def init_app(app: Flask) -> None:
    """Give the application its empty table of handlers."""
    app.extensions[_NAME] = _Known({}, [])


def register_handler(
    app: Flask, kind: str, handler: Handler, *, every: timedelta | None = None
) -> None:
    """Have jobs of this kind done by `handler`; `every`: it also comes by itself that often.

    A handler runs outside of any transaction, may be run twice for the same job, and raises
    SurveyError for what trying again cannot mend, NotNow (queue.py) to go on at another moment.
    """
    known = cast(_Known, app.extensions[_NAME])
    if kind in known.handlers:
        raise ValueError(f"two handlers for jobs of kind {kind!r}")
    known.handlers[kind] = handler
    if every is not None:
        known.regulars.append(Regular(kind, every))


def find_handler(kind: str) -> Handler | None:
    """Who does this kind of job, or None: a job of a newer version of Porchlight."""
    return cast(_Known, current_app.extensions[_NAME]).handlers.get(kind)


def list_kinds() -> list[str]:
    """The kinds of jobs that are known here, sorted."""
    return sorted(cast(_Known, current_app.extensions[_NAME]).handlers)


def list_regulars() -> list[Regular]:
    """The jobs that come by themselves."""
    return list(cast(_Known, current_app.extensions[_NAME]).regulars)
