"""Fixtures of the interface for programs: everybody, and a client that sends a key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from survey.api.entering import LIMITS
from survey.api.limits import Limits
from tests.factories.api_keys import bearer, make_api_key
from tests.factories.everybody import Everybody, make_everybody
from tests.support.pages import PageClient

Ask = Callable[..., TestResponse]


@pytest.fixture
def everybody(app: Flask) -> Everybody:
    """Return the named people and their places. The clock stands still, so nobody is held up."""
    app.extensions[LIMITS] = Limits(requests=1_000_000)
    app.config["WTF_CSRF_ENABLED"] = False
    return make_everybody()


@pytest.fixture
def token(everybody: Everybody) -> str:
    """Return a key that reads everything of Hearth Homes."""
    return make_api_key(everybody.alice, everybody.hearth)[1]


@pytest.fixture
def ask(app: Flask, everybody: Everybody) -> Ask:
    """Return a way to ask the interface: a path below /api/v1, with a key or without one."""
    client = PageClient(app, use_cookies=True)

    def ask(path: str, token: str | None = None, **options: Any) -> TestResponse:
        headers = {**(bearer(token) if token else {}), **options.pop("headers", {})}
        method = options.pop("method", "GET")
        return client.open(f"/api/v1{path}", method=method, headers=headers, **options)

    return ask
