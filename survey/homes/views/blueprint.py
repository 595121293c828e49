"""The blueprint of the list of homes, and the one way in: the right to send."""

from __future__ import annotations

from flask import Blueprint, Flask, make_response
from flask.blueprints import BlueprintSetupState
from werkzeug import Response

from survey.accounts.access import Right, signed_in
from survey.accounts.models import Person
from survey.communities.listing import Listed, register_listing
from survey.communities.models import Property
from survey.communities.queries import get_property_for
from survey.homes.queries import count_list
from survey.homes.words import name_day, name_language

bp = Blueprint("homes", __name__)


@bp.context_processor
def name_things() -> dict[str, object]:
    """How these pages name days and languages."""
    return {"name_day": name_day, "name_language": name_language}


@bp.record_once
def register(state: BlueprintSetupState) -> None:
    """Let the pages of places say what the list counts."""
    assert isinstance(state.app, Flask)
    register_listing(state.app, tell_listed)


def tell_listed(place: Property) -> Listed | None:
    """What a property's list counts, or None where there is none. One query."""
    totals = count_list(place)
    if totals.homes == 0:
        return None
    return Listed(totals.homes, totals.adults, agrees=totals.agree_with(place))


def enter(slug: str) -> tuple[Person, Property]:
    """Who asks, and the property, at which they may send or manage."""
    person = signed_in()
    return person, get_property_for(person, slug, Right.SEND)


def send_file(data: bytes, *, name: str, mimetype: str) -> Response:
    """A file to keep, which no browser and no proxy keeps besides."""
    response = make_response(data)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
