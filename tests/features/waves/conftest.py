"""A property that its manager launches waves at."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from survey.accounts.models import Role
from survey.communities.models import Property
from survey.db import transaction
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_organization
from tests.factories.waves import make_property


@pytest.fixture
def place(client: FlaskClient) -> Property:
    """A property of 120 homes and 180 adults that Alice manages; she is signed in."""
    organization = make_organization()
    with transaction():
        place = make_property(organization=organization)
    alice = make_person("Alice", organization=organization, role=Role.MANAGER, properties=[place])
    sign_in(client, alice)
    return place


@pytest.fixture
def address(place: Property) -> str:
    """The launch page of that property."""
    return f"/staff/properties/{place.slug}/launch"
