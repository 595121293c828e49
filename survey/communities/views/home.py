"""The first page after signing in: how things stand, and the one next step."""

from __future__ import annotations

from flask import render_template

from survey.accounts.access import Right, signed_in, types_in_paper
from survey.communities.queries import list_properties_for
from survey.communities.standing import standing_of
from survey.communities.views.blueprint import bp


@bp.get("/staff")
def home() -> str:
    """Show one property's state, or the list of several."""
    person = signed_in()
    places = list_properties_for(person, Right.VIEW_RELEASES, Right.SEND)
    return render_template(
        "communities/home.html",
        standings=[(place, standing_of(person, place)) for place in places],
        types_in=types_in_paper(person),
    )
