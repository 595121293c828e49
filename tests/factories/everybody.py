"""Named people with known rights, for tests that try every door with each of them.

Alice administers Hearth Homes, with Maple Court and Birch Row. Bob manages Maple Court. Charlie
evaluates. Dana is a steward of Maple Court, Faye its redactor, Greta its sender, Hana its keyer.
Eve administers another organization.
"""

from __future__ import annotations

from dataclasses import dataclass

from survey.accounts.models import Person, Role
from survey.communities.models import Organization, Property
from survey.db import transaction
from tests.factories.accounts import make_person
from tests.factories.communities import make_organization, make_property


@dataclass(frozen=True, slots=True)
class Everybody:
    """The people, and the places that they have rights at."""

    hearth: Organization
    maple: Property
    birch: Property
    alice: Person
    bob: Person
    charlie: Person
    dana: Person
    eve: Person
    faye: Person
    greta: Person
    hana: Person
    away: Property

    def named(self, name: str) -> Person:
        """Return a person by name."""
        person: Person = getattr(self, name)
        return person


def make_everybody() -> Everybody:
    """Make the two organizations, their places and their people, at one stroke."""
    with transaction():
        return _make()


def _make() -> Everybody:
    hearth = make_organization("Hearth Homes")
    maple = make_property("Maple Court", organization=hearth)
    birch = make_property("Birch Row", organization=hearth, homes=40, adults=60)
    other = make_organization("Elsewhere")
    return Everybody(
        hearth=hearth,
        maple=maple,
        birch=birch,
        alice=make_person("Alice", organization=hearth),
        bob=make_person("Bob", organization=hearth, role=Role.MANAGER, properties=[maple]),
        charlie=make_person("Charlie", organization=hearth, role=Role.EVALUATOR),
        dana=make_person("Dana", organization=hearth, role=Role.STEWARD, properties=[maple]),
        eve=make_person("Eve", organization=other),
        faye=make_person("Faye", organization=hearth, role=Role.REDACTOR, properties=[maple]),
        greta=make_person("Greta", organization=hearth, role=Role.SENDER, properties=[maple]),
        hana=make_person("Hana", organization=hearth, role=Role.KEYER, properties=[maple]),
        away=make_property("Far Away", organization=other),
    )
