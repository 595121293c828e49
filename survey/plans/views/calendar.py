"""All that is planned at the places somebody manages or sends for, and its own address."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from survey import clock
from survey.accounts.access import RIGHTS, Right, signed_in
from survey.accounts.models import Person, Role
from survey.communities.queries import list_properties_for
from survey.db import transaction
from survey.plans import words
from survey.plans.feed import draw_feed
from survey.plans.queries import (
    Event,
    find_feed_owner,
    find_plan,
    has_feed,
    list_events_for,
)
from survey.plans.services import end_feed, make_feed
from survey.plans.views.blueprint import bp
from survey.settings import Settings
from survey.waves import words as wave_words
from survey.waves.extension_words import closed_early
from survey.waves.views.show import find_state
from survey.web.locales import DEFAULT, STAFF_LANGUAGES

BACK: Final = timedelta(days=30)
LONGEST_TOKEN: Final = 100


@bp.get("/staff/calendar")
def calendar() -> str:
    """Show the waves to come and those that run, at every place of the person's."""
    return _show(_planner(), None)


@bp.post("/staff/calendar/address")
def change_address() -> str | Redirect:
    """Make a new calendar address, shown this once, or end the one there is."""
    person = _planner()
    if request.form.get("act") == "end":
        with transaction():
            end_feed(person=person)
        flash(_("Your calendar address shows nothing any more."))
        return redirect(url_for("plans.calendar"), code=303)
    with transaction():
        token = make_feed(person=person, now=clock.now())
    settings: Settings = current_app.extensions["settings"]
    return _show(person, settings.base_url + url_for("plans.feed", feed=token))


@bp.get("/calendar/<feed>.ics")
def feed(feed: str) -> Response:
    """Hand out a person's calendar to whoever has its address; no session, nothing of answers."""
    person = find_feed_owner(feed) if len(feed) < LONGEST_TOKEN else None
    if person is None:
        abort(404)
    settings: Settings = current_app.extensions["settings"]
    now = clock.now()
    with force_locale(STAFF_LANGUAGES.get(person.locale, DEFAULT).locale):
        drawn = draw_feed(
            list_events_for(person, Right.SEND, (now - BACK).date()),
            domain=urlsplit(settings.base_url).hostname or "porchlight",
            now=now,
        )
    response = Response(drawn, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _planner() -> Person:
    """Who asks, if they manage or send for any place at all; nobody else has a calendar."""
    person = signed_in()
    if not any(Right.SEND in RIGHTS[Role(held.role)] for held in person.memberships):
        abort(404)
    return person


def _show(person: Person, address: str | None) -> str:
    manageable = list_properties_for(person, Right.MANAGE)
    anywhere = list_properties_for(person, Right.SEND)
    return render_template(
        "plans/calendar.html",
        events=list_events_for(person, Right.SEND, (clock.now() - BACK).date()),
        without_plan=[place for place in manageable if find_plan(place) is None],
        anywhere=bool(anywhere),
        managed={place.id for place in manageable},
        has_feed=has_feed(person),
        address=address,
        state=_state,
        closed_early=lambda event: closed_early(event.wave, event.place) if event.wave else "",
        day=wave_words.day,
    )


def _state(event: Event) -> str:
    """A planned wave's state; once it is launched, how it stands as on its own page."""
    if event.wave is None:
        return words.state_words(event.state)
    return wave_words.state_name(find_state(event.wave, clock.now()))
