"""The buttons with which a manager ends fieldwork: close, open and release, cancel."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from forms.results import CancelForm, CloseForm, OpenForm
from survey import clock
from survey.accounts.access import Right, signed_in
from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.responses.services import cancel_wave, close_ballot_box, open_ballot_box
from survey.results.services import make_release
from survey.waves.models import Wave
from survey.waves.queries import get_wave_for
from survey.web.sentences import sentence_for

bp = Blueprint("results", __name__, url_prefix="/staff/waves")


@bp.post("/<wave_id>/close")
def close(wave_id: str) -> Response:
    """Accept no more answers, and fix their number and hash."""
    person, wave = _get_managed(wave_id)
    if not CloseForm().validate_on_submit():
        return _back(wave_id)
    try:
        with transaction():
            closing = close_ballot_box(wave=wave, now=clock.now())
            _record(person, wave, "wave.closed")
    except SurveyError as error:
        return _refused(wave_id, error)
    flash(
        ngettext(
            "The wave is closed with %(num)d sealed answer set.",
            "The wave is closed with %(num)d sealed answer sets.",
            closing.count,
        )
    )
    return _back(wave_id)


@bp.post("/<wave_id>/open")
def open_answers(wave_id: str) -> Response:
    """Open the answers of a closed wave once, and release what may be shown.

    Opening is kept by itself: should releasing fail, doing this again releases.
    """
    person, wave = _get_managed(wave_id)
    form = OpenForm()
    if not form.validate_on_submit():
        return _back(wave_id)
    try:
        with transaction():
            open_ballot_box(wave=wave, passphrase=form.passphrase.data or None, now=clock.now())
            _record(person, wave, "wave.opened")
        with transaction():
            make_release(wave=wave, now=clock.now())
    except SurveyError as error:
        return _refused(wave_id, error)
    flash(_("The answers are opened, their keys are destroyed, and the results are released."))
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
