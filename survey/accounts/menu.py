"""The menu of the staff side: what somebody may open, and where they are."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, request, url_for
from flask_babel import gettext as _

from survey.accounts.access import (
    RIGHTS,
    Right,
    list_administered,
    list_translated,
    list_with_api_keys,
    may_read_anywhere,
    may_see_several,
)
from survey.accounts.models import Person, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    label: str
    url: str
    current: bool


def staff_context() -> dict[str, object]:
    """Return what staff pages share: who is signed in, their menu, whether they may add a property.

    No query for nobody.
    """
    viewer: Person | None = g.get("person")
    return {
        "viewer": viewer,
        "menu": _menu(viewer) if viewer is not None else (),
        "may_add_property": viewer is not None and bool(list_administered(viewer)),
    }


def _menu(viewer: Person) -> tuple[Entry, ...]:
    entries = [(_("Home"), "communities.home")]
    if any(held.role in {Role.ADMINISTRATOR, Role.MANAGER} for held in viewer.memberships):
        entries.append((_("Questions"), "questionnaires.show_bank"))
    if any(Right.SEND in RIGHTS[Role(held.role)] for held in viewer.memberships):
        entries.append((_("Lists of homes"), "homes.list_places"))
    if list_translated(viewer):
        entries.append((_("Translations"), "questionnaires.list_translations"))
    if any(held.role == Role.REDACTOR for held in viewer.memberships):
        entries.append((_("Comments"), "comments.list_waves"))
    if any(held.role == Role.SENDER for held in viewer.memberships):
        entries.append((_("Messages"), "messages.list_waves"))
    if any(Right.SEND in RIGHTS[Role(held.role)] for held in viewer.memberships):
        entries.append((_("Calendar"), "plans.calendar"))
    if any(held.role in {Role.KEYER, Role.SENDER} for held in viewer.memberships):
        entries.append((_("Paper"), "paper.list_waves"))
    if may_read_anywhere(viewer):
        entries.append((_("Results"), "reports.list_releases"))
    if may_see_several(viewer):
        entries.append((_("Portfolio"), "portfolio.show"))
    if list_with_api_keys(viewer):
        entries.append((_("For programs"), "api_keys.list_keys"))
    if list_administered(viewer):
        entries.append((_("People"), "communities.list_people"))
    entries.append((_("Account"), "accounts.account"))
    return tuple(
        Entry(label, url_for(endpoint), request.endpoint == endpoint)
        for label, endpoint in entries
        if endpoint in current_app.view_functions
    )
