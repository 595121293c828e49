"""Writes about staff: people, memberships, passwords, and what somebody did."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from survey.accounts import passwords, queries
from survey.accounts.access import APART, NAMED_PLACES_ONLY
from survey.accounts.models import (
    AuditEvent,
    Membership,
    MembershipProperty,
    Person,
    Role,
)
from survey.core.errors import SurveyError
from survey.db import db


def record_act(
    *,
    actor: Person | None,
    action: str,
    subject: str,
    organization_id: int | None,
    details: Mapping[str, object] | None = None,
    now: datetime,
) -> None:
    """Write down what a member of staff did.

    action: a stable word such as "wave.launched"; subject: what it was done to, such as
    "wave:3f2a"; details: JSON-able, without any resident, code or answer.
    """
    db.session.add(
        AuditEvent(
            at=now,
            actor_id=actor.id if actor is not None else None,
            organization_id=organization_id,
            action=action,
            subject=subject,
            details=dict(details or {}),
        )
    )


def add_person(
    *,
    name: str,
    email: str,
    password: str,
    role: Role,
    organization_id: int,
    property_ids: Collection[int] = (),
    locale: str = "en",
    actor: Person | None,
    now: datetime,
) -> Membership:
    """Add somebody to an organization, with a first password.

    Raises SurveyError "email_taken", "password_too_short" or "password_too_long".
    """
    email = queries.normalize_email(email)
    if queries.find_person_by_email(email) is not None:
        raise SurveyError("conflict", "email_taken", email=email)
    person = Person(
        name=name,
        email=email,
        password_hash=passwords.hash_password(password),
        locale=locale,
        created_at=now,
    )
    membership = Membership(person=person, organization_id=organization_id, role=role)
    _name_places(membership, property_ids)
    _check_apart(person)
    db.session.add_all([person, membership])
    db.session.flush()
    record_act(
        actor=actor,
        action="person.added",
        subject=f"person:{person.id}",
        organization_id=organization_id,
        details={"role": str(role)},
        now=now,
    )
    return membership


def change_membership(
    *,
    membership: Membership,
    role: Role,
    property_ids: Collection[int],
    actor: Person,
    now: datetime,
) -> None:
    """Give a member another role or other places.

    Raises SurveyError "last_administrator" when nobody could administer the organization,
    "role_held_already" when the person has that role here by another membership, and
    "redactor_manages" or "keyer_manages" when they would read what single residents wrote where
    they manage or administer, "keyer_sends" when they would also know whose codes are whose.
    """
    if membership.role == Role.ADMINISTRATOR and role != Role.ADMINISTRATOR:
        _check_not_last(membership)
    others = [one for one in membership.person.memberships if one is not membership]
    if any(
        one.organization_id == membership.organization_id and one.role == role for one in others
    ):
        raise SurveyError("conflict", "role_held_already")
    membership.role = role
    _name_places(membership, property_ids)
    _check_apart(membership.person)
    record_act(
        actor=actor,
        action="membership.changed",
        subject=f"person:{membership.person_id}",
        organization_id=membership.organization_id,
        details={"role": str(role), "properties": sorted(property_ids)},
        now=now,
    )


def disable_person(*, membership: Membership, actor: Person, now: datetime) -> None:
    """Shut a person out everywhere. Raises SurveyError "last_administrator"."""
    person = membership.person
    for held in person.memberships:
        if held.role == Role.ADMINISTRATOR:
            _check_not_last(held)
    person.disabled_at = now
    person.session_epoch += 1
    record_act(
        actor=actor,
        action="person.disabled",
        subject=f"person:{person.id}",
        organization_id=membership.organization_id,
        now=now,
    )


def enable_person(*, membership: Membership, actor: Person, now: datetime) -> None:
    """Let a disabled person sign in again."""
    membership.person.disabled_at = None
    record_act(
        actor=actor,
        action="person.enabled",
        subject=f"person:{membership.person_id}",
        organization_id=membership.organization_id,
        now=now,
    )


def set_password(*, person: Person, password: str, actor: Person | None, now: datetime) -> None:
    """Give a person another password, and sign them out everywhere.

    Raises SurveyError "password_too_short" or "password_too_long".
    """
    person.password_hash = passwords.hash_password(password)
    person.session_epoch += 1
    record_act(
        actor=actor,
        action=queries.PASSWORD_SET,
        subject=f"person:{person.id}",
        organization_id=None,
        now=now,
    )


def change_profile(*, person: Person, name: str, locale: str) -> None:
    """Set a person's own name and language of the staff pages."""
    person.name = name
    person.locale = locale


def _name_places(membership: Membership, property_ids: Collection[int]) -> None:
    """Name the places of roles that are named for some; other roles reach all of them."""
    named = set(property_ids) if membership.role in NAMED_PLACES_ONLY else set()
    held = {place.property_id: place for place in membership.properties}
    for property_id in held.keys() - named:
        membership.properties.remove(held[property_id])
    for property_id in sorted(named - held.keys()):
        membership.properties.append(MembershipProperty(property_id=property_id))


def _check_apart(person: Person) -> None:
    """Refuse that somebody reads what single residents wrote where they manage or administer,
    or types in sheets with codes where they know whose codes these are.
    """
    managed: set[int] = set()
    sent_for: set[int] = set()
    administered: set[int] = set()
    for held in person.memberships:
        if held.role == Role.MANAGER:
            managed |= {place.property_id for place in held.properties}
        elif held.role == Role.SENDER:
            sent_for |= {place.property_id for place in held.properties}
        elif held.role == Role.ADMINISTRATOR:
            administered.add(held.organization_id)
    for held in person.memberships:
        if held.role not in APART:
            continue
        places = {place.property_id for place in held.properties}
        if places & managed or held.organization_id in administered:
            raise SurveyError("refused", f"{held.role}_manages")
        if held.role == Role.KEYER and places & sent_for:
            raise SurveyError("refused", "keyer_sends")


def _check_not_last(membership: Membership) -> None:
    if queries.count_other_administrators(membership) == 0:
        raise SurveyError("refused", "last_administrator")
