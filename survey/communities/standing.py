"""How things stand at a property: told by the features above, shown by the pages of places.

Places know nothing of waves. Fieldwork registers one function that says, for a person and a
property, what is going on and what comes next; without it the pages say that nothing has been
asked yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Flask, current_app
from flask_babel import gettext as _

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
    """headline: one sentence that could be the title of a page; about: what it means.

    instead: what may be done as well, where there are two ways to go on.
    """

    headline: str
    about: str = ""
    step: Step | None = None
    instead: Step | None = None
    waves: tuple[Line, ...] = ()


Provider = Callable[[Person, Property], Standing]


def register_standing(app: Flask, provider: Provider) -> None:
    """Let `provider` say how things stand."""
    app.extensions[KEY] = provider


def standing_of(person: Person, place: Property) -> Standing:
    """Return how things stand at a property for a person."""
    provider: Provider | None = current_app.extensions.get(KEY)
    if provider is None:
        return Standing(headline=nothing_asked())
    return provider(person, place)


def nothing_asked() -> str:
    """Return the headline of a property before its first wave."""
    return _("No survey has run here yet.")
