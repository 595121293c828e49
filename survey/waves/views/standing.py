"""How things stand at a property, for the pages of places: its waves, and the one next step."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from survey import clock
from survey.accounts.access import Right, has_right
from survey.accounts.models import Person
from survey.communities.listing import listed_at
from survey.communities.models import Property
from survey.communities.standing import (
    Line,
    Standing,
    Step,
    nothing_asked,
    register_standing,
)
from survey.core.promise.kinds import MOVE_IN
from survey.waves import words
from survey.waves.models import Wave
from survey.waves.queries import list_waves
from survey.waves.views.blueprint import bp
from survey.waves.views.letters_due import SENT_IN, find_letters_due
from survey.waves.views.show import find_headline, find_state


@bp.record_once
def register(state: BlueprintSetupState) -> None:
    """Let the pages of places ask here."""
    assert isinstance(state.app, Flask)
    register_standing(state.app, tell_standing)


def tell_standing(person: Person, place: Property) -> Standing:
    """How things stand at a property for a person. One query, or two.

    By the waves that ask everybody, where there are any: one for people who move in runs beside.
    """
    waves = list_waves(place)
    first = next((wave for wave in waves if wave.kind != MOVE_IN), waves[0] if waves else None)
    manages = has_right(person, place, Right.MANAGE)
    sends = not manages and has_right(person, place, Right.SEND)
    if first is not None:
        step = next_step(first, place) if manages else _other_step(person, place, first, waves)
        return Standing(
            headline=find_headline(first, place, clock.now()),
            step=step,
            waves=tuple(_line(wave, manages=manages, sends=sends) for wave in waves),
        )
    return _before_the_first(place) if manages else Standing(headline=nothing_asked())


def next_step(wave: Wave, place: Property) -> Step:
    """What a manager does next, by the state of the newest wave. One query while it is open."""
    own_page = url_for("waves.show", wave_id=wave.id)
    state = find_state(wave, clock.now())
    if wave.kind == MOVE_IN and state in SENT_IN:
        return _moved_in(wave)
    if letters := find_letters_due(wave, state):
        return letters
    if state == "not_yet":
        return Step(
            _("See the days to come"),
            own_page,
            _("Nobody can answer before the first day. Posters can be hung, and messages planned."),
        )
    if state == "open":
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


def _before_the_first(place: Property) -> Standing:
    """A list of homes comes first: a wave that is launched without one cannot have it later."""
    if listed_at(place) is not None:
        plan = Step(_("A year of surveys"), url_for("plans.plan", slug=place.slug), "")
        return Standing(headline=nothing_asked(), step=_launch(place), instead=plan)
    return Standing(
        headline=nothing_asked(),
        step=Step(
            _("Read in a list of homes"),
            url_for("homes.send", slug=place.slug),
            _(
                "With a list of homes, each letter names the door it goes to, and each home is "
                "written to in its language. Without a list, letters are made out by the housing "
                "mix and numbered."
            ),
        ),
        instead=_launch(place),
    )


def _launch(place: Property) -> Step:
    return Step(
        _("Launch a wave"),
        url_for("waves.launch", slug=place.slug),
        _("Everything is filled in."),
    )


def _moved_in(wave: Wave) -> Step:
    return Step(
        _("Somebody has moved in"),
        url_for("letters.moved_in", wave_id=wave.id),
        _("Print the codes of a household that moved in. Nobody sees who has answered."),
    )


def _other_step(person: Person, place: Property, wave: Wave, waves: Sequence[Wave]) -> Step | None:
    """What somebody does next who does not manage: sends what has to be sent, or reads."""
    if has_right(person, place, Right.SEND) and find_state(wave, clock.now()) in SENT_IN:
        if wave.kind == MOVE_IN:
            return _moved_in(wave)
        return Step(
            _("Print letters and posters"),
            url_for("letters.show", wave_id=wave.id),
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
        _("Wave %(number)s, for people who move in", number=wave.number)
        if wave.kind == MOVE_IN
        else _("Wave %(number)s", number=wave.number),
        words.state_name(find_state(wave, clock.now())),
        url_for(page, wave_id=wave.id) if page else None,
    )
