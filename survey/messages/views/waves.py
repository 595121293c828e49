"""The surveys that somebody may send messages for: where whoever only sends begins."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, render_template

from survey import clock
from survey.accounts.access import Right, signed_in
from survey.communities.queries import list_properties_for
from survey.messages.views.blueprint import bp
from survey.waves.queries import find_last_wave
from survey.waves.views.show import find_headline


@dataclass(frozen=True, slots=True)
class Entry:
    """A place and how its newest survey stands. wave_id: "" before the first one."""

    place: str
    headline: str
    wave_id: str


@bp.get("/staff/messages")
def list_waves() -> str:
    """List the places that one sends for, each with its newest survey."""
    person = signed_in()
    places = list_properties_for(person, Right.SEND)
    if not places:
        abort(404)
    entries = []
    for place in places:
        wave = find_last_wave(place)
        headline = find_headline(wave, place, clock.now()) if wave else ""
        entries.append(Entry(place.name, headline, wave.id if wave else ""))
    return render_template("messages/list_waves.html", entries=entries)
