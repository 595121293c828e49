"""Keys for programs in tests: made by the service, with the key itself at hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from survey.accounts.models import Person
from survey.api.models import Scope
from survey.api.services import DEFAULT_DAYS, make_key, note_use
from survey.communities.models import Organization, Property
from survey.db import db, transaction

MADE = datetime(2026, 8, 1, 9, 0, tzinfo=UTC)


def make_api_key(
    maker: Person,
    organization: Organization,
    *,
    name: str = "Dashboard",
    scopes: Collection[Scope] = tuple(Scope),
    properties: Sequence[Property] | None = None,
    days: int = DEFAULT_DAYS,
    used_on: datetime | None = None,
    now: datetime = MADE,
) -> tuple[int, str]:
    """Make a key; its number and the key itself. used_on: on whose day it was used last."""
    maker_id, organization_id = maker.id, organization.id
    place_ids = None if properties is None else [place.id for place in properties]
    with transaction():
        key, token = make_key(
            maker=db.session.get_one(Person, maker_id),
            organization_id=organization_id,
            name=name,
            scopes=scopes,
            properties=None
            if place_ids is None
            else [db.session.get_one(Property, place_id) for place_id in place_ids],
            days=days,
            actor=None,
            now=now,
        )
        if used_on is not None:
            note_use(key=key, day=used_on.date())
        return key.id, token.text


def bearer(token: str) -> dict[str, str]:
    """The header that a program sends a key in."""
    return {"Authorization": f"Bearer {token}"}
