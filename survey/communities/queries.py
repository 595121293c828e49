"""Reads about places. Whoever hands out a property has asked for the right first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from survey.accounts.access import (
    Right,
    has_right,
    list_administered,
    list_belonged_to,
    list_translated,
    list_written_for,
)
from survey.accounts.models import Person
from survey.communities.models import Organization, Property
from survey.core.errors import SurveyError
from survey.db import db


def get_property_for(person: Person, slug: str, *rights: Right) -> Property:
    """Return a property at which a person has one of these rights. One query.

    Raises SurveyError "no_such_property" alike for what does not exist and what is not theirs.
    """
    found = find_property(slug)
    if found is None or not any(has_right(person, found, right) for right in rights):
        raise SurveyError("missing", "no_such_property", slug=slug)
    return found


def find_property(slug: str) -> Property | None:
    """Return the property with this slug, or None, whoever asks: for public pages. One query."""
    return db.session.scalar(
        select(Property).where(Property.slug == slug).options(joinedload(Property.organization))
    )


def list_properties_named(organization: Organization, name: str) -> Sequence[Property]:
    """Return an organization's properties of this name, the oldest first. One query."""
    return db.session.scalars(
        select(Property)
        .where(Property.organization_id == organization.id, Property.name == name)
        .order_by(Property.id)
    ).all()


def get_property(property_id: int) -> Property:
    """Return the property with this id, whoever asks. Raises SurveyError "no_such_property"."""
    found = db.session.get(Property, property_id)
    if found is None:
        raise SurveyError("missing", "no_such_property", id=property_id)
    return found


def list_properties_for(person: Person, *rights: Right) -> Sequence[Property]:
    """Return the properties at which a person has one of these rights, by name. One query."""
    organizations = {membership.organization_id for membership in person.memberships}
    places = db.session.scalars(
        select(Property)
        .where(Property.organization_id.in_(organizations))
        .options(joinedload(Property.organization))
        .order_by(Property.name, Property.id)
    )
    return [place for place in places if any(has_right(person, place, one) for one in rights)]


def list_administered_organizations(person: Person) -> Sequence[Organization]:
    """Return the organizations that a person administers, by name. One query."""
    return db.session.scalars(
        select(Organization)
        .where(Organization.id.in_(list_administered(person)))
        .order_by(Organization.name)
    ).all()


def list_translated_organizations(person: Person) -> Sequence[Organization]:
    """Return the organizations whose translations a person reviews, by name. One query."""
    return db.session.scalars(
        select(Organization)
        .where(Organization.id.in_(list_translated(person)))
        .order_by(Organization.name, Organization.id)
    ).all()


def get_translated_organization(person: Person, organization_id: int) -> Organization:
    """Return an organization whose translations a person reviews.

    Raises SurveyError "no_such_organization" alike for what is absent and what is not theirs.
    """
    if organization_id not in list_translated(person):
        raise SurveyError("missing", "no_such_organization")
    return get_organization(organization_id)


def list_organizations_of(person: Person) -> Sequence[Organization]:
    """Return the organizations that a person has any role in, by name. One query."""
    return db.session.scalars(
        select(Organization)
        .where(Organization.id.in_(list_belonged_to(person)))
        .order_by(Organization.name, Organization.id)
    ).all()


def get_organization_of(person: Person, organization_id: int) -> Organization:
    """Return an organization that a person has any role in.

    Raises SurveyError "no_such_organization" alike for what is absent and what is not theirs.
    """
    if organization_id not in list_belonged_to(person):
        raise SurveyError("missing", "no_such_organization")
    return get_organization(organization_id)


def get_written_organization(person: Person, organization_id: int) -> Organization:
    """Return an organization whose own questions a person writes.

    Raises SurveyError "no_such_organization" alike for what is absent and what is not theirs.
    """
    if organization_id not in list_written_for(person):
        raise SurveyError("missing", "no_such_organization")
    return get_organization(organization_id)


def get_organization(organization_id: int) -> Organization:
    """Return the organization with this id. Raises SurveyError "no_such_organization"."""
    found = db.session.get(Organization, organization_id)
    if found is None:
        raise SurveyError("missing", "no_such_organization")
    return found


def find_organization_by_name(name: str) -> Organization | None:
    """Return the organization of exactly this name, or None. One query."""
    return db.session.scalar(
        select(Organization).where(Organization.name == name).order_by(Organization.id)
    )


def is_property_slug_taken(slug: str) -> bool:
    """Tell whether some property, of whatever organization, has this slug. One query."""
    return db.session.scalar(select(Property.id).where(Property.slug == slug)) is not None


def is_organization_slug_taken(slug: str) -> bool:
    """Tell whether some organization has this slug. One query."""
    return db.session.scalar(select(Organization.id).where(Organization.slug == slug)) is not None
