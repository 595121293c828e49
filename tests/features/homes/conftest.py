"""Everybody, with the token of forms turned off."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories.everybody import Everybody, make_everybody


@pytest.fixture
def everybody(app: Flask) -> Everybody:
    """Return the named people and their places."""
    app.config["WTF_CSRF_ENABLED"] = False
    return make_everybody()
