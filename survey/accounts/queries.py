"""Reads about staff."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from survey.accounts.models import AuditEvent, Membership, Person, Role
from survey.core.errors import SurveyError
from survey.db import db

PASSWORD_SET: Final = "person.password_set"  # noqa: S105 - the name of an act


def normalize_email(text: str) -> str:
    """Write an address in the one way in which it is stored: trimmed, in lower case."""
    return text.strip().lower()


def find_person_by_email(email: str) -> Person | None:
    """Return the person with this address, in whatever case, or None. One query."""
    return db.session.scalar(select(Person).where(Person.email == normalize_email(email)))


def list_members(organization_id: int) -> Sequence[Membership]:
    """Return the memberships of an organization by the person's name. Three queries."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(Membership.organization_id == organization_id)
        .options(selectinload(Membership.person), selectinload(Membership.properties))
        .order_by(Person.name, Membership.id)
    ).all()


def get_membership(membership_id: int, organization_ids: Sequence[int]) -> Membership:
    """Return a membership in one of these organizations. Raises SurveyError "no_such_person"."""
    membership = db.session.get(Membership, membership_id)
    if membership is None or membership.organization_id not in organization_ids:
        raise SurveyError("missing", "no_such_person")
    return membership


def count_other_administrators(membership: Membership) -> int:
    """Count who else can sign in and administer the same organization. One query."""
    return db.session.scalars(
        select(func.count())
        .select_from(Membership)
        .join(Membership.person)
        .where(
            Membership.organization_id == membership.organization_id,
            Membership.role == Role.ADMINISTRATOR,
            Membership.person_id != membership.person_id,
            Person.disabled_at.is_(None),
        )
    ).one()


def names_of(person_ids: Collection[int]) -> dict[int, str]:
    """Return people's names by id. One query."""
    people = db.session.scalars(select(Person).where(Person.id.in_(person_ids)))
    return {person.id: person.name for person in people}


def has_own_password(person: Person) -> bool:
    """Tell whether a person chose the present password, so that nobody else was shown it.

    A first password, and one that was renewed, was shown to whoever made it. One query.
    """
    last = db.session.scalar(
        select(AuditEvent)
        .where(AuditEvent.action == PASSWORD_SET, AuditEvent.subject == f"person:{person.id}")
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    return last is not None and last.actor_id == person.id
