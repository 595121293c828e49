"""A key for programs in the demo: a new one at each start, shown there and kept nowhere."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from survey.accounts.access import list_with_api_keys
from survey.accounts.queries import find_person_by_email
from survey.api.models import Scope
from survey.api.queries import list_keys_for
from survey.api.services import make_key, revoke_key

MAKER: Final = "evaluator@demo.example"
NAME: Final = "Shown when the demo starts"
DAYS: Final = 1


def renew_demo_key(*, now: datetime) -> str | None:
    """End the key of the start before, and make one that works until tomorrow; its text.

    It reads what the demo's evaluator may read. None where that evaluator is not there.
    """
    maker = find_person_by_email(MAKER)
    organizations = list_with_api_keys(maker) if maker is not None else ()
    if maker is None or not organizations:
        return None
    for key in list_keys_for(maker):
        if key.name == NAME and key.created_by_id == maker.id:
            revoke_key(key=key, actor=None, now=now)
    _key, token = make_key(
        maker=maker,
        organization_id=next(iter(organizations)),
        name=NAME,
        scopes=list(Scope),
        properties=None,
        days=DAYS,
        actor=None,
        now=now,
    )
    return token.text
