"""The buttons with which a manager ends fieldwork: close, open and release, cancel."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from werkzeug import Response

from forms.results import CancelForm, CheckForm, CloseForm, OpenForm
from survey import clock
from survey.accounts.access import Right, signed_in
from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.db import after_commit, transaction
from survey.responses.services import cancel_wave, close_ballot_box, open_ballot_box
from survey.results.checking import ask_for_check
from survey.results.outcome import tell_outcome
from survey.results.workers import start_check
from survey.waves import words
from survey.waves.models import Wave
from survey.waves.outcomes import register_outcome
from survey.waves.queries import get_wave_for, is_accepting
from survey.waves.sealed_count import count_shown
from survey.waves.services.holding import hold_wave
from survey.web.sentences import sentence_for

bp = Blueprint("results", __name__, url_prefix="/staff/waves")


@bp.record_once
def register(state: BlueprintSetupState) -> None:
    """Let the page of a wave ask here what became of it."""
    assert isinstance(state.app, Flask)
    register_outcome(state.app, tell_outcome)


@bp.post("/<wave_id>/close")
def close(wave_id: str) -> Response:
    """Accept no more answers, and fix their number and hash."""
    person, wave = _get_managed(wave_id)
    form = CloseForm()
    if not form.validate_on_submit():
        return _back(wave_id)
    if is_accepting(wave, clock.now()) == "open" and not form.early.data:
        flash(_("Tick the box to say that the survey may be closed before its last day."))
        return _back(wave_id)
    try:
        with transaction():
            close_ballot_box(wave=wave, now=clock.now())
            _record(person, wave, "wave.closed")
    except SurveyError as error:
        return _refused(wave_id, error)
    counted = count_shown(wave)
    assert counted is not None, "a closed wave was counted"
    flash(words.closed_with(counted))
    return _back(wave_id)


@bp.post("/<wave_id>/open")
def open_answers(wave_id: str) -> Response:
    """Open the answers of a closed wave once, and have its results checked in the background.

    Opening is kept by itself: should the check not begin, doing this again begins it.
    """
    person, wave = _get_managed(wave_id)
    form = OpenForm()
    if not form.validate_on_submit():
        return _back(wave_id)
    try:
        with transaction():
            opened_before = hold_wave(wave_id).opened_at is not None
            open_ballot_box(wave=wave, passphrase=form.passphrase.data or None, now=clock.now())
            _have_checked(wave)
            if not opened_before:
                _record(person, wave, "wave.opened")
    except SurveyError as error:
        return _refused(wave_id, error)
    if wave.state == "released":
        flash(_("The answers are opened, their keys are destroyed, and the results are released."))
    else:
        flash(_("The answers are opened and their keys are destroyed."))
    return _back(wave_id)


@bp.post("/<wave_id>/check")
def check(wave_id: str) -> Response:
    """Have an opened wave's results checked again; nothing happens while they are being checked."""
    _person, wave = _get_managed(wave_id)
    if not CheckForm().validate_on_submit():
        return _back(wave_id)
    try:
        with transaction():
            _have_checked(wave)
    except SurveyError as error:
        return _refused(wave_id, error)
    return _back(wave_id)


@bp.post("/<wave_id>/cancel")
def cancel(wave_id: str) -> Response:
    """Destroy everything in a wave that has not been released."""
    person, wave = _get_managed(wave_id)
    form = CancelForm()
    if not form.validate_on_submit():
        for message in form.confirm.errors:
            flash(message)
        return _back(wave_id)
    try:
        with transaction():
            cancel_wave(wave=wave, now=clock.now())
            _record(person, wave, "wave.cancelled")
    except SurveyError as error:
        return _refused(wave_id, error)
    flash(_("The wave is cancelled, and everything in it is destroyed."))
    return _back(wave_id)


def _get_managed(wave_id: str) -> tuple[Person, Wave]:
    """Who asks, and the wave, for whoever may manage its property; else there is no such wave."""
    person = signed_in()
    return person, get_wave_for(person, wave_id, Right.MANAGE)


def _have_checked(wave: Wave) -> None:
    """Ask for a check, and start its worker once that is committed. Needs a transaction."""
    wave_id = wave.id
    if ask_for_check(wave=wave, now=clock.now()):
        after_commit(lambda: start_check(wave_id))


def _record(person: Person, wave: Wave, action: str) -> None:
    record_act(
        actor=person,
        action=action,
        subject=f"wave:{wave.id}",
        organization_id=get_property(wave.property_id).organization_id,
        now=clock.now(),
    )


def _refused(wave_id: str, error: SurveyError) -> Response:
    flash(sentence_for(error))
    return _back(wave_id)


def _back(wave_id: str) -> Response:
    return redirect(url_for("waves.show", wave_id=wave_id), code=303)
