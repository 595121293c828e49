"""Everybody, with the token of forms turned off: A7 tests the token itself."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.accounts import sign_in
from tests.factories.everybody import Everybody, make_everybody


@pytest.fixture
def everybody(app: Flask) -> Everybody:
    """Return the named people and their places."""
    app.config["WTF_CSRF_ENABLED"] = False
    return make_everybody()


@pytest.fixture
def people(client: FlaskClient, everybody: Everybody) -> Everybody:
    """Everybody, with Dana signed in."""
    sign_in(client, everybody.dana)
    return everybody
