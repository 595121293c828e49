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
from survey.db import db, transaction
from survey.homes.queries import get_upload, list_ended_uploads, list_with_contacts
from survey.homes.services.ending import destroy_contacts
from survey.homes.services.importing import CHECK, TAKE, Decision, check_now, take_now
from survey.homes.services.keys import DESTROY_KEY
from survey.homes.services.uploads import drop_upload
from survey.jobs.handlers import Progress, register_handler
from survey.keys.contact_keys import get_contact_keys

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


def end_what_is_over(_payload: dict[str, Any], progress: Progress) -> None:
    """Put files away whose hour is over, and destroy contacts whose day has come, one by one."""
    now = clock.now()
    uploads = [(one.id, one.property_id) for one in list_ended_uploads(now)]
    places = [place.id for _held, place in list_with_contacts()]
    for upload_id, place_id in uploads:
        with transaction():
            drop_upload(upload=get_upload(get_property(place_id), upload_id), now=now)
    for place_id in places:
        with transaction():
            destroy_contacts(
                place=get_property(place_id), actor=None, now=now, even_if_due_later=False
            )
    db.session.rollback()
    progress(len(uploads) + len(places), len(uploads) + len(places))


@contextmanager
def _gone_is_no_matter() -> Iterator[None]:
    """A file that was put away, or that this job has taken before it was killed."""
    try:
        yield
    except SurveyError as error:
        if error.code != "upload_gone":
            raise
