"""How things stand at a property, for the pages of places: its waves, and the one next step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import Flask, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from survey import clock
from survey.accounts.access import Right, has_right
from survey.accounts.models import Person
from survey.communities.models import Property
from survey.communities.standing import (
    Line,
    Standing,
    Step,
    nothing_asked,
    register_standing,
)
from survey.waves import words
from survey.waves.models import Wave
from survey.waves.queries import list_waves
from survey.waves.views.blueprint import bp
from survey.waves.views.show import find_headline, find_state

SENT_IN: Final = ("not_yet", "open")


@bp.record_once
def register(state: BlueprintSetupState) -> None:
    """Let the pages of places ask here."""
    assert isinstance(state.app, Flask)
    register_standing(state.app, tell_standing)


def tell_standing(person: Person, place: Property) -> Standing:
    """How things stand at a property for a person. One query."""
    waves = list_waves(place)
    manages = has_right(person, place, Right.MANAGE)
    sends = not manages and has_right(person, place, Right.SEND)
    if waves:
        step = _step(waves[0], place) if manages else _other_step(person, place, waves)
        return Standing(
            headline=find_headline(waves[0], place, clock.now()),
            step=step,
            waves=tuple(_line(wave, manages=manages, sends=sends) for wave in waves),
        )
    return Standing(headline=nothing_asked(), step=_launch(place) if manages else None)


def _step(wave: Wave, place: Property) -> Step:
    """What a manager does next, by the state of the newest wave."""
    own_page = url_for("waves.show", wave_id=wave.id)
    state = find_state(wave, clock.now())
    if state == "not_yet" and wave.access == "codes":
        return Step(
            _("Print the letters with codes"),
            url_for("letters.show", wave_id=wave.id),
            _("Each adult gets one code. The letters go to every home before the first day."),
        )
    if state in ("not_yet", "open"):
        return Step(
            _("See how many have answered"),
            own_page,
            _("Every reminder goes to every home: nobody can see who has answered."),
        )
    if state in ("over", "closed", "opened"):
        return Step(
            _("Go on to the results"),
            own_page,
            _("The wave is closed first, then its answers are opened, once."),
        )
    return _launch(place)


def _launch(place: Property) -> Step:
    return Step(
        _("Launch a wave"),
        url_for("waves.launch", slug=place.slug),
        _("Everything is filled in. Look at it, change what you need, and launch."),
    )


def _other_step(person: Person, place: Property, waves: Sequence[Wave]) -> Step | None:
    """What somebody does next who does not manage: sends what has to be sent, or reads."""
    if has_right(person, place, Right.SEND) and find_state(waves[0], clock.now()) in SENT_IN:
        return Step(
            _("Print letters and posters"),
            url_for("letters.show", wave_id=waves[0].id),
            _("Look at the test pages first. Letters go to every home, reminders too."),
        )
    return _reading(waves) if has_right(person, place, Right.VIEW_RELEASES) else None


def _reading(waves: Sequence[Wave]) -> Step | None:
    """What somebody who only reads does next: nothing before the first release."""
    if all(wave.state != "released" for wave in waves):
        return None
    return Step(
        _("Read the results"), url_for("reports.list_releases"), _("The latest wave is released.")
    )


def _line(wave: Wave, *, manages: bool, sends: bool) -> Line:
    page = "waves.show" if manages else "letters.show" if sends else None
    return Line(
        _("Wave %(number)s", number=wave.number),
        words.state_name(find_state(wave, clock.now())),
        url_for(page, wave_id=wave.id) if page else None,
    )
