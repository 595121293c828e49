"""Fixtures of reports: a page-checking client, and places with stored releases."""

from __future__ import annotations

import pytest
from flask import Flask

from survey.communities.models import Organization
from tests.factories.communities import make_organization
from tests.support.pages import PageClient


@pytest.fixture
def database(sqlite_database: str) -> str:
    """SQLite only: what is made of a release reads no database. What does asks for every one."""
    return sqlite_database


@pytest.fixture
def client(app: Flask) -> PageClient:
    """Return a client of nobody, which checks every page that it is given."""
    return PageClient(app, use_cookies=True)


@pytest.fixture
def organization(app: Flask) -> Organization:
    """Return an organization with no place yet."""
    return make_organization("Lantern Homes")
