"""Writes about keys for programs: made, revoked, and the day of the last use."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.exc import IntegrityError

from survey.accounts.access import Right, has_right_in_organization
from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.api import queries
from survey.api.models import ApiKey, ApiKeyProperty, Scope
from survey.api.tokens import Token, make_token
from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.db import db

DEFAULT_DAYS: Final = 90
MOST_DAYS: Final = 365


def make_key(
    *,
    maker: Person,
    organization_id: int,
    name: str,
    scopes: Collection[Scope],
    properties: Collection[Property] | None,
    days: int = DEFAULT_DAYS,
    actor: Person | None,
    now: datetime,
) -> tuple[ApiKey, Token]:
    """Make a key that reads in its maker's name; the token is to be shown once, and is not kept.

    properties: what it is limited to, None for every one. Raises SurveyError "key_not_allowed",
    "key_scopes_needed", "key_properties_needed", "key_days" or "key_name_in_use".
    """
    _check(maker, organization_id, scopes, properties, days)
    if queries.is_name_in_use(organization_id=organization_id, person_id=maker.id, name=name):
        raise SurveyError("conflict", "key_name_in_use")
    token = make_token()
    key = ApiKey(
        organization_id=organization_id,
        created_by_id=maker.id,
        name=name,
        prefix=token.prefix,
        secret_hash=token.secret_hash,
        scopes=sorted(str(scope) for scope in set(scopes)),
        only_named=properties is not None,
        created_at=now,
        expires_on=now.date() + timedelta(days=days),
        properties=[
            ApiKeyProperty(property_id=place_id)
            for place_id in sorted({place.id for place in properties or ()})
        ],
    )
    _add(key)
    record_act(
        actor=actor,
        action="api_key.made",
        subject=f"api_key:{key.id}",
        organization_id=organization_id,
        details={
            "for": key.created_by_id,
            "scopes": key.scopes,
            "properties": [one.property_id for one in key.properties] if key.only_named else "all",
            "expires_on": key.expires_on.isoformat(),
        },
        now=now,
    )
    return key, token


def revoke_key(*, key: ApiKey, actor: Person | None, now: datetime) -> None:
    """End a key at once and for good; one that has ended already stays as it is."""
    if key.revoked_at is not None:
        return
    key.revoked_at = now
    record_act(
        actor=actor,
        action="api_key.revoked",
        subject=f"api_key:{key.id}",
        organization_id=key.organization_id,
        now=now,
    )


def note_use(*, key: ApiKey, day: date) -> None:
    """Remember the day on which a key was used last: a write once a day, and never backwards."""
    if not key.used_on(day):
        key.last_used_on = day


def _check(
    maker: Person,
    organization_id: int,
    scopes: Collection[Scope],
    properties: Collection[Property] | None,
    days: int,
) -> None:
    allowed = has_right_in_organization(maker, organization_id, Right.MAKE_API_KEYS)
    if not allowed or maker.disabled_at is not None:
        raise SurveyError("refused", "key_not_allowed")
    if not scopes:
        raise SurveyError("input", "key_scopes_needed")
    if properties is not None and not properties:
        raise SurveyError("input", "key_properties_needed")
    if any(place.organization_id != organization_id for place in properties or ()):
        raise SurveyError("missing", "no_such_property")
    if not 1 <= days <= MOST_DAYS:
        raise SurveyError("input", "key_days", most=MOST_DAYS)


def _add(key: ApiKey) -> None:
    """Add a key, unless the same form came twice at the same moment: then the index decides."""
    try:
        with db.session.begin_nested():
            db.session.add(key)
    except IntegrityError as error:
        raise SurveyError("conflict", "key_name_in_use") from error
