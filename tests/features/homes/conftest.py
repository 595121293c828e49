"""Everybody, with the token of forms turned off; and who sends at Maple Court."""

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
def greta(client: FlaskClient, everybody: Everybody) -> FlaskClient:
    """Return the browser of Maple Court's sender."""
    return sign_in(client, everybody.greta)
