"""Guessing made slow: five tries in a quarter of an hour for each e-mail address.

A try is counted before it is judged, so that many at the same moment do not slip through. What
is stored is a keyed hash, so the table does not tell which addresses were tried.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from survey.accounts.models import SignInThrottle
from survey.accounts.queries import normalize_email
from survey.db import db

TRIES: Final = 5
WINDOW: Final = timedelta(minutes=15)


def count_try(*, email: str, secret: str, now: datetime) -> int:
    """Count a try to sign in; forget those whose time is over.

    Returns the whole minutes to wait, 0 when the try may be judged. It does not raise, because
    the count has to be committed either way.
    """
    key = _key(email, secret)
    db.session.execute(
        delete(SignInThrottle).where(SignInThrottle.window_started_at <= now - WINDOW)
    )
    row = _counted(key, now)
    if row.failures <= TRIES:
        return 0
    left = row.window_started_at + WINDOW - now
    return max(1, math.ceil(left.total_seconds() / 60))


def forget_tries(*, email: str, secret: str) -> None:
    """Forget the tries for an address, once its owner has signed in."""
    db.session.execute(delete(SignInThrottle).where(SignInThrottle.key == _key(email, secret)))


def _counted(key: str, now: datetime) -> SignInThrottle:
    count = (
        update(SignInThrottle)
        .where(SignInThrottle.key == key)
        .values(failures=SignInThrottle.failures + 1)
        .returning(SignInThrottle)
        .execution_options(populate_existing=True)
    )
    row = db.session.scalar(count)
    if row is not None:
        return row
    try:
        with db.session.begin_nested():
            row = SignInThrottle(key=key, failures=1, window_started_at=now)
            db.session.add(row)
    except IntegrityError:
        # Somebody else tried the same address at the same moment, and was first.
        return db.session.scalars(count).one()
    return row


def _key(email: str, secret: str) -> str:
    digest = hmac.new(
        secret.encode(), b"sign-in:" + normalize_email(email).encode(), hashlib.sha256
    )
    return digest.hexdigest()
