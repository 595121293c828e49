"""Keys of contacts and of files: made before what they seal is stored, destroyed after it is gone.

A killed process may lose the moment after a commit, so the destroying is asked for as a job in the
same transaction, and done at once besides.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from survey.db import after_commit
from survey.homes.sealed import make_key
from survey.jobs.queue import ask_for_job
from survey.keys.key_files import get_contact_keys

DESTROY_KEY: Final = "homes_destroy_key"


def put_new_key() -> tuple[str, bytes]:
    """A key that is on disk when this returns: its id and its bytes."""
    key_id, key = make_key()
    get_contact_keys().put(key_id, key)
    return key_id, key


def destroy_key_after_commit(key_id: str | None, now: datetime) -> None:
    """Destroy a key once the present transaction has been committed; None: there is none."""
    if key_id is None:
        return
    ask_for_job(kind=DESTROY_KEY, key=f"{DESTROY_KEY}:{key_id}", payload={"key": key_id}, now=now)
    after_commit(lambda: get_contact_keys().destroy(key_id))
