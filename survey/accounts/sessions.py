"""The session of a member of staff: who, since when, and which of their sign-outs it came after.

The cookie is signed and lives below /staff only, so no resident's page ever sees it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from flask import session

from survey.accounts.models import Person
from survey.db import db

LIFETIME: Final = timedelta(hours=12)
PERSON, EPOCH, SINCE = "person", "epoch", "since"


def begin(person: Person, now: datetime) -> None:
    """Sign a person in: forget whatever the session held, and begin a new one."""
    session.clear()
    session[PERSON] = person.id
    session[EPOCH] = person.session_epoch
    session[SINCE] = int(now.timestamp())


def end() -> None:
    """Sign out in this browser."""
    session.clear()


def find_person(now: datetime) -> Person | None:
    """Return whom the session stands for: one query.

    None when nobody signed in, after 12 hours, after a changed password, or when disabled.
    """
    person_id, epoch, since = (session.get(name) for name in (PERSON, EPOCH, SINCE))
    if not (isinstance(person_id, int) and isinstance(since, int)):
        return None
    if now - datetime.fromtimestamp(since, UTC) >= LIFETIME:
        return None
    person = db.session.get(Person, person_id)
    if person is None or person.disabled_at is not None or person.session_epoch != epoch:
        return None
    return person
