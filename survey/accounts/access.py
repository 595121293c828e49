"""Rights: who is signed in, and what that person may do where."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Protocol

from flask import abort, g, redirect, request, url_for

from survey import clock
from survey.accounts import sessions
from survey.accounts.kept_forms import keep_form
from survey.accounts.models import Membership, Person, Role
from survey.web.locales import DEFAULT, STAFF_LANGUAGES, use_language


class Right(StrEnum):
    """What somebody may do at a property."""

    VIEW_RELEASES = "view_releases"
    MANAGE = "manage"
    TRANSLATE = "translate"
    WRITE_QUESTIONS = "write_questions"
    ADMINISTER = "administer"
    REDACT = "redact"
    SEND = "send"
    KEY = "key"
    MAKE_API_KEYS = "make_api_keys"


class Place(Protocol):
    """What a right is asked about: a property, known by its id and its organization's."""

    @property
    def id(self) -> int: ...
    @property
    def organization_id(self) -> int: ...


RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    # Everything but what single residents wrote: whoever lets homes, or names those who do, reads
    # neither comments nor answers on paper.
    Role.ADMINISTRATOR: frozenset(Right) - {Right.REDACT, Right.KEY},
    # A manager may send invitations; that they did is told in every report.
    Role.MANAGER: frozenset({Right.MANAGE, Right.VIEW_RELEASES, Right.WRITE_QUESTIONS, Right.SEND}),
    Role.EVALUATOR: frozenset({Right.VIEW_RELEASES, Right.MAKE_API_KEYS}),
    Role.STEWARD: frozenset({Right.VIEW_RELEASES, Right.TRANSLATE, Right.WRITE_QUESTIONS}),
    Role.REDACTOR: frozenset({Right.REDACT, Right.VIEW_RELEASES}),
    Role.SENDER: frozenset({Right.SEND}),
    Role.KEYER: frozenset({Right.KEY}),
}
NAMED_PLACES_ONLY: Final = frozenset(
    {Role.MANAGER, Role.STEWARD, Role.REDACTOR, Role.SENDER, Role.KEYER}
)
APART: Final = frozenset({Role.REDACTOR, Role.KEYER})
"""Roles that see what single residents wrote: never together with letting or administering."""


def signed_in() -> Person:
    """Return who asks, and write the page in that person's language.

    Sends everybody else to the sign-in page, from where they come back. A form that they filled in
    is kept for them.
    """
    person = meet()
    if person is None and request.method == "GET":
        abort(redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?"))))
    if person is None:
        abort(keep_form() or redirect(url_for("accounts.sign_in")))
    return person


def meet() -> Person | None:
    """Return who asks, or None, and write the page in that person's language."""
    person = find_signed_in()
    if person is not None:
        use_language(STAFF_LANGUAGES.get(person.locale, DEFAULT))
    return person


def find_signed_in() -> Person | None:
    """Return who asks, or None; read from the database once a request."""
    if "person" not in g:
        g.person = sessions.find_person(clock.now())
    person: Person | None = g.person
    return person


def has_right(person: Person, place: Place, right: Right) -> bool:
    """Tell whether a person may do this at a property."""
    return any(
        right in RIGHTS[Role(membership.role)] and _reaches(membership, place)
        for membership in person.memberships
    )


def has_right_in_organization(person: Person, organization_id: int, right: Right) -> bool:
    """Tell whether a person may do this at each property of an organization, present and later."""
    return any(
        membership.organization_id == organization_id
        and right in RIGHTS[Role(membership.role)]
        and Role(membership.role) not in NAMED_PLACES_ONLY
        for membership in person.memberships
    )


def strongest_role(person: Person, place: Place) -> str:
    """What a person is at a property, for the audit trail: the role that may do most there.

    "none" for somebody without one.
    """
    held = {Role(one.role) for one in person.memberships if _reaches(one, place)}
    return str(max(held, key=lambda role: len(RIGHTS[role]))) if held else "none"


def may_redact(person: Person, place: Place) -> bool:
    """Tell whether a person may read what residents wrote at a property.

    Whoever may also manage it, or administers its organization, may not, whatever else they are.
    """
    return _may_apart(person, place, Right.REDACT)


def may_key(person: Person, place: Place) -> bool:
    """Tell whether a person may enter answers on paper at a property: like redacting, apart.

    Nor may whoever can send there: codes and homes on one side, codes and answers on the other.
    """
    return _may_apart(person, place, Right.KEY) and not has_right(person, place, Right.SEND)


def may_handle_paper(person: Person) -> bool:
    """Tell whether a person prints or types in sheets anywhere. No query."""
    return any(
        RIGHTS[Role(membership.role)] & {Right.KEY, Right.SEND} for membership in person.memberships
    )


def types_in_paper(person: Person) -> bool:
    """Tell whether a person types in sheets anywhere. No query."""
    return any(Right.KEY in RIGHTS[Role(membership.role)] for membership in person.memberships)


def _may_apart(person: Person, place: Place, right: Right) -> bool:
    return (
        has_right(person, place, right)
        and not has_right(person, place, Right.MANAGE)
        and place.organization_id not in list_administered(person)
    )


def list_administered(person: Person) -> tuple[int, ...]:
    """Return the ids of the organizations that a person administers, ascending."""
    return tuple(
        sorted(
            membership.organization_id
            for membership in person.memberships
            if membership.role == Role.ADMINISTRATOR
        )
    )


def list_translated(person: Person) -> tuple[int, ...]:
    """Return the ids of the organizations whose translations a person reviews, ascending.

    Wording is the organization's: a steward of one of its properties speaks the language for all.
    """
    return _organizations_with(person, Right.TRANSLATE)


def list_written_for(person: Person) -> tuple[int, ...]:
    """Return the ids of the organizations whose own questions a person writes, ascending.

    Like wording, questions are the organization's: whoever builds questionnaires at one of its
    properties, or is a steward there, writes for all.
    """
    return _organizations_with(person, Right.WRITE_QUESTIONS)


def list_with_api_keys(person: Person) -> tuple[int, ...]:
    """Return the ids of the organizations in which a person makes keys for programs, ascending."""
    return _organizations_with(person, Right.MAKE_API_KEYS)


def may_read_anywhere(person: Person) -> bool:
    """Tell whether any of a person's roles reads results. No query."""
    return any(Right.VIEW_RELEASES in RIGHTS[Role(held.role)] for held in person.memberships)


def may_see_several(person: Person) -> bool:
    """Tell whether a person reads results of more than one property. No query for most."""
    named: set[int] = set()
    for membership in person.memberships:
        role = Role(membership.role)
        if Right.VIEW_RELEASES not in RIGHTS[role]:
            continue
        if role not in NAMED_PLACES_ONLY:
            return True
        named.update(each.property_id for each in membership.properties)
    return len(named) > 1


def list_belonged_to(person: Person) -> tuple[int, ...]:
    """Return the ids of the organizations that a person has any role in, ascending."""
    return tuple(sorted({membership.organization_id for membership in person.memberships}))


def _organizations_with(person: Person, right: Right) -> tuple[int, ...]:
    return tuple(
        sorted(
            {
                membership.organization_id
                for membership in person.memberships
                if right in RIGHTS[Role(membership.role)]
            }
        )
    )


def _reaches(membership: Membership, place: Place) -> bool:
    if membership.organization_id != place.organization_id:
        return False
    if Role(membership.role) not in NAMED_PLACES_ONLY:
        return True
    return any(named.property_id == place.id for named in membership.properties)
