"""The key of messages as mailings use it: the one by which refusals were kept, or none at all.

The database knows the key again by a mark. Where messages.key is missing, or another one (a
database that was brought back beside a new key store, a second machine without the common folder),
nobody can tell who wanted no more: so nothing is sent, and no new key is made in silence.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select

from survey.accounts.services import record_act
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.keys.message_key import get_message_key
from survey.messages.models import Bounce, KeyMark, Refusal
from survey.messages.once import write_once
from survey.messages.slips import mark_of


def is_key_lost() -> bool:
    """Whether there are refusals that the key on this machine cannot know. A file, two queries."""
    key, mark = get_message_key().find(), _find_mark()
    if mark is not None:
        return key is None or mark_of(key) != mark
    return key is None and _is_anything_kept()


def hold_key() -> bytes:
    """The key, made with the first message; a transaction of its own.

    Raises SurveyError "messages_key_lost".
    """
    if is_key_lost():
        raise SurveyError("conflict", "messages_key_lost")
    key = get_message_key().get()
    if _find_mark() is None:
        with transaction():
            write_once(KeyMark, {"id": 1, "mark": mark_of(key)})
        if is_key_lost():  # another machine has written the mark of its own key just now
            raise SurveyError("conflict", "messages_key_lost")
    return key


def begin_with_new_key(*, now: datetime) -> int:
    """Give up a key that is lost for good, and with it who wanted no more; how many addresses.

    Needs a transaction. Raises SurveyError "messages_key_fits" where nothing is lost.
    """
    if not is_key_lost():
        raise SurveyError("conflict", "messages_key_fits")
    key = get_message_key().get()
    forgotten = db.session.scalars(select(func.count(Refusal.digest.distinct()))).one()
    db.session.execute(delete(Refusal))
    db.session.execute(delete(KeyMark))
    write_once(KeyMark, {"id": 1, "mark": mark_of(key)})
    record_act(
        actor=None,
        action="messages.key_given_up",
        subject="messages",
        organization_id=None,
        details={"forgotten": forgotten},
        now=now,
    )
    return forgotten


def _find_mark() -> bytes | None:
    found = db.session.scalars(select(KeyMark.mark)).one_or_none()
    return bytes(found) if found is not None else None


def _is_anything_kept() -> bool:
    """Of a database from before there was a mark."""
    return any(
        db.session.scalars(select(table.digest).limit(1)).first() is not None
        for table in (Refusal, Bounce)
    )
