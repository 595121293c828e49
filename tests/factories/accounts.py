"""People for tests: `make_person` puts somebody into an organization, with a known password."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from argon2 import PasswordHasher
from flask.testing import FlaskClient

from survey.accounts.models import Membership, MembershipProperty, Person, Role
from survey.accounts.queries import PASSWORD_SET
from survey.accounts.services import record_act
from survey.communities.models import Organization, Property
from survey.db import db, transaction

PASSWORD = "a lamp in every window"
JOINED = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


@cache
def _password_hash() -> str:
    """A hash that is quick to check, as it says itself: guessing is not what these tests fear."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_person(
    name: str = "Alice",
    *,
    organization: Organization,
    role: Role = Role.ADMINISTRATOR,
    properties: Sequence[Property] = (),
    locale: str = "en",
) -> Person:
    """Put a person into an organization; the e-mail is the name at example.org.

    They chose their password themselves, which only a redactor has to have done.
    """
    named = [place.id for place in properties]
    organization_id = organization.id
    with transaction():
        person = Person(
            name=name,
            email=f"{name.lower().replace(' ', '.')}@example.org",
            password_hash=_password_hash(),
            locale=locale,
            created_at=JOINED,
        )
        person.memberships.append(
            Membership(
                organization_id=organization_id,
                role=role,
                properties=[MembershipProperty(property_id=place_id) for place_id in named],
            )
        )
        db.session.add(person)
        db.session.flush()
        if role == Role.REDACTOR:
            record_act(
                actor=person,
                action=PASSWORD_SET,
                subject=f"person:{person.id}",
                organization_id=None,
                now=JOINED,
            )
    return person


def sign_in(client: FlaskClient, person: Person) -> FlaskClient:
    """Sign a person of `make_person` in with this client, through the sign-in page."""
    client.application.config["WTF_CSRF_ENABLED"] = False
    answer = client.post("/staff/sign-in", data={"email": person.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return client
