"""Jobs of the list of homes: large files, and what ends by itself.

A payload holds ids of files, places and keys: nothing that a file says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

from flask import Flask

from survey import clock
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.homes.services import ending
from survey.homes.services.importing import CHECK, TAKE, Decision, check_now, take_now
from survey.homes.services.keys import DESTROY_KEY
from survey.jobs.handlers import Progress, register_handler
from survey.keys.key_files import get_contact_keys

ENDS: Final = "homes_ends"


def register(app: Flask) -> None:
    """Have large files worked on, and look every quarter of an hour for what has ended."""
    register_handler(app, CHECK, check_large_file)
    register_handler(app, TAKE, take_large_file)
    register_handler(app, DESTROY_KEY, destroy_key)
    register_handler(app, ENDS, end_what_is_over, every=timedelta(minutes=15))


def check_large_file(payload: dict[str, Any], progress: Progress) -> None:
    """Look a file through. One that was put away meanwhile is no matter."""
    with _gone_is_no_matter():
        check_now(
            place=get_property(payload["place"]),
            upload_id=payload["upload"],
            serial=payload["serial"],
            tell=progress,
        )


def take_large_file(payload: dict[str, Any], progress: Progress) -> None:
    """Take a file. Begun again after it was taken, there is nothing left to do."""
    with _gone_is_no_matter():
        take_now(
            place=get_property(payload["place"]),
            upload_id=payload["upload"],
            decision=Decision.from_json(payload),
            actor_id=payload["person"],
            now=clock.now(),
            tell=progress,
        )


def destroy_key(payload: dict[str, Any], _progress: Progress) -> None:
    """Destroy a key whose list or file is gone; it may be gone already."""
    get_contact_keys().destroy(payload["key"])


def end_what_is_over(_payload: dict[str, Any], _progress: Progress) -> None:
    """Put files away whose hour is over, and destroy contacts whose day has come."""
    ending.end_what_is_over(clock.now())


@contextmanager
def _gone_is_no_matter() -> Iterator[None]:
    """A file that was put away, or that this job has taken before it was killed."""
    try:
        yield
    except SurveyError as error:
        if error.code != "upload_gone":
            raise
