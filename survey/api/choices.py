"""What the form and the list of keys say: scopes, places, days and states in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from forms.api_keys import EVERYWHERE, NAMED
from survey.api.models import ApiKey, Scope
from survey.api.services import DEFAULT_DAYS, MOST_DAYS
from survey.communities.models import Property

SCOPE_LABELS: Final[dict[Scope, LazyString]] = {
    Scope.RELEASES: _l("Released results: documents, figures and comments"),
    Scope.PROPERTIES: _l("The list of properties"),
}
DAYS: Final = (30, DEFAULT_DAYS, 180, MOST_DAYS)


def list_scopes() -> list[tuple[str, str]]:
    """Each scope and what it lets a program read."""
    return [(str(scope), str(label)) for scope, label in SCOPE_LABELS.items()]


def list_reaches() -> list[tuple[str, str]]:
    """Everywhere, or at some properties."""
    return [
        (EVERYWHERE, _("Every property of the organization, later ones as well")),
        (NAMED, _("Only the properties that I tick here")),
    ]


def list_days() -> list[tuple[str, str]]:
    """For how many days a key may work."""
    return [(str(days), ngettext("%(num)s day", "%(num)s days", days)) for days in DAYS]


def list_named(places: Sequence[Property]) -> list[tuple[str, str]]:
    """The properties to tick."""
    return [(str(place.id), place.name) for place in places]


def state_of(key: ApiKey, today: date) -> str:
    """Whether a key works, in words; empty while it does."""
    if key.revoked_at is not None:
        return _("revoked")
    if not key.works_on(today):
        return _("too old")
    return _("its maker is shut out") if key.maker.disabled_at is not None else ""
