"""Letting a program in: its key, its allowance, its scope; each time anew."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from flask import current_app, request

from survey.api import services
from survey.api.limits import Limits
from survey.api.models import ApiKey, Scope
from survey.api.operations import Reader
from survey.api.problems import REALM, ApiProblem, unauthorized
from survey.api.queries import find_key, reach_of
from survey.db import transaction

LIMITS: Final = "api_limits"


def let_in(scope: Scope, now: datetime) -> Reader:
    """Who asks with this request's key, and where they may read at this moment.

    Raises ApiProblem "key_missing", "key_unknown", "key_revoked", "key_expired", "key_suspended",
    "too_many_requests" or "insufficient_scope".
    """
    key = _key_of_request()
    _check_works(key, now)
    limits: Limits = current_app.extensions[LIMITS]
    seconds = limits.count(key.id, now)
    if seconds:
        raise ApiProblem("too_many_requests", headers={"Retry-After": str(seconds)})
    if scope not in key.scopes:
        told = f'{REALM}, error="insufficient_scope", scope="{scope}"'
        raise ApiProblem("insufficient_scope", headers={"WWW-Authenticate": told}, scope=str(scope))
    if not key.used_on(now.date()):
        with transaction():
            services.note_use(key=key, day=now.date())
    return Reader(key.maker, reach_of(key))


def _key_of_request() -> ApiKey:
    """The key that was sent. Never from the address, which proxies and histories keep."""
    sent = request.headers.get("Authorization")
    if not sent:
        raise unauthorized("key_missing")
    scheme, _space, token = sent.partition(" ")
    key = find_key(token.strip()) if scheme.lower() == "bearer" else None
    if key is None:
        raise unauthorized("key_unknown")
    return key


def _check_works(key: ApiKey, now: datetime) -> None:
    if key.revoked_at is not None:
        raise unauthorized("key_revoked")
    if not key.works_on(now.date()):
        raise unauthorized("key_expired")
    if key.maker.disabled_at is not None:
        raise unauthorized("key_suspended")
