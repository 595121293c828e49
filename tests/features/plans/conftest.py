"""Fixtures of the calendar's tests: named people with known rights."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories.everybody import Everybody, make_everybody


@pytest.fixture
def people(app: Flask) -> Everybody:
    """Two organizations, their places and their people."""
    return make_everybody()
