"""How things stand at a property: told by the features above, shown by the pages of places.

Places know nothing of waves. Fieldwork registers one function that says, for a person and a
property, what is going on and what comes next; without it, or before the first wave, the
pages say that nothing has been asked yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Flask, current_app, url_for
from flask_babel import gettext as _

from survey.accounts.access import Right, has_right
from survey.accounts.models import Person
from survey.communities.models import Property

KEY: Final = "property_standing"


@dataclass(frozen=True, slots=True)
class Step:
    """The one next thing to do: what a button says, where it leads, and why."""

    label: str
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One wave in a list: its title, its state and dates in words, its page (or none)."""

    title: str
    state: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """headline: one sentence that could be the title of a page; about: what it means."""

    headline: str
    about: str = ""
    step: Step | None = None
    waves: tuple[Line, ...] = ()


Provider = Callable[[Person, Property], Standing | None]


def register_standing(app: Flask, provider: Provider) -> None:
    """Let `provider` say how things stand; None from it means that no wave has been launched."""
    app.extensions[KEY] = provider


def standing_of(person: Person, place: Property) -> Standing:
    """Return how things stand at a property for a person."""
    provider: Provider | None = current_app.extensions.get(KEY)
    standing = provider(person, place) if provider is not None else None
    return standing or _nothing_asked(person, place)


def _nothing_asked(person: Person, place: Property) -> Standing:
    if not has_right(person, place, Right.MANAGE):
        return Standing(headline=_("No survey has run here yet."))
    return Standing(
        headline=_("No survey has run here yet."),
        step=Step(
            _("Choose the questions"),
            url_for("questionnaires.list", slug=place.slug),
            _("Start from a ready-made questionnaire. The short one takes residents 4 minutes."),
        ),
    )
