"""What the forms of places offer: site features, time zones, roles, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from survey.accounts.models import Role
from survey.communities.models import SITE_FEATURES, Property

FEATURE_LABELS: Final[dict[str, LazyString]] = {
    "shared_space": _l("Shared spaces, such as a yard, a lounge or a gym"),
    "covenant": _l("A written agreement on how people live together"),
    "resident_leaders": _l("Resident leaders or a residents' council"),
    "resident_meetings": _l("Meetings for residents"),
    "one_year_old_site": _l("People have lived here for a year or longer"),
}
ROLE_LABELS: Final[dict[Role, LazyString]] = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.MANAGER: _l("Manager"),
    Role.EVALUATOR: _l("Evaluator"),
    Role.STEWARD: _l("Resident steward"),
    Role.REDACTOR: _l("Redactor"),
    Role.SENDER: _l("Sender"),
    Role.KEYER: _l("Keyer"),
}
ROLE_MEANINGS: Final[dict[Role, LazyString]] = {
    Role.ADMINISTRATOR: _l("Everything in this organization: people, properties and surveys."),
    Role.MANAGER: _l("Runs surveys and reads results, at the properties ticked below."),
    Role.EVALUATOR: _l("Reads the results of every property. Cannot run surveys."),
    Role.STEWARD: _l(
        "Reads the results of the properties ticked below, for residents, and reviews translations."
    ),
    Role.REDACTOR: _l(
        "Reads what residents wrote before anybody else, at the properties ticked below, and takes "
        "out names. Cannot be a manager there, or an administrator."
    ),
    Role.SENDER: _l(
        "Prints letters and sends invitations, at the properties ticked below. Sees the list of "
        "homes, but no results."
    ),
    Role.KEYER: _l(
        "Enters answers that came on paper, at the properties ticked below. Cannot be a manager "
        "there, or an administrator."
    ),
}
COMMON_ZONES: Final = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)


def list_features() -> list[tuple[str, str]]:
    """Return each site feature and its label."""
    return [(feature, str(FEATURE_LABELS[feature])) for feature in SITE_FEATURES]


def list_roles() -> list[tuple[str, str]]:
    """Return each role and its label."""
    return [(str(role), str(label)) for role, label in ROLE_LABELS.items()]


def list_timezones() -> dict[str, list[tuple[str, str]]]:
    """Return the time zones, those of the United States first."""
    return {
        _("United States"): [(zone, _zone_label(zone)) for zone in COMMON_ZONES],
        _("Elsewhere"): [(zone, _zone_label(zone)) for zone in _other_zones()],
    }


def list_places(places: Sequence[Property]) -> list[tuple[str, str]]:
    """Return each property's id, as text, and name."""
    return [(str(place.id), place.name) for place in places]


@cache
def _other_zones() -> tuple[str, ...]:
    """Return the remaining zones that are named after a place."""
    zones = {zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")}
    return tuple(sorted(zones - set(COMMON_ZONES)))


def _zone_label(zone: str) -> str:
    return zone.replace("_", " ")
