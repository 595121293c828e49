"""The buttons with which a manager ends fieldwork: close, open and release, cancel."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.wrappers import Response as BaseResponse

from forms.results import CancelForm, CloseForm, OpenForm
from survey import clock
from survey.accounts.access import Right, signed_in
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.responses.services import cancel_wave, close_ballot_box, open_ballot_box
from survey.results.services import make_release
from survey.waves.models import Wave
from survey.waves.queries import get_wave_for

bp = Blueprint("results", __name__, url_prefix="/staff/waves")

REFUSALS: Final[dict[str, LazyString]] = {
    "wave_cancelled": _l("This wave is cancelled. Nothing in it is left to change."),
    "wave_released": _l("This wave has been released. A release stays as it is."),
    "wave_not_closed": _l("This wave is still open. Close it first, then open its answers."),
    "wave_not_opened": _l("The answers are still sealed. Open them first."),
    "passphrase_needed": _l("Only the custodian can open this wave. Type the passphrase."),
    "wrong_passphrase": _l("That is not the passphrase of this wave. Nothing was opened."),
    "secrets_gone": _l("The keys of this wave are gone, so nobody can open its answers."),
    "ballot_box_changed": _l(
        "The sealed answers are not the ones that were counted at closing. Nothing was opened."
    ),
}
"""What is said of a refusal, by its code."""


@bp.post("/<wave_id>/close")
def close(wave_id: str) -> BaseResponse:
    """Accept no more answers, and fix their number and hash."""
    wave = _get_wave(wave_id)
    if not CloseForm().validate_on_submit():
        return _back(wave_id)
    try:
        with transaction():
            closing = close_ballot_box(wave=wave, now=clock.now())
    except SurveyError as error:
        return _refused(wave_id, error)
    flash(_("The wave is closed. %(count)d sealed answers are in it.", count=closing.count))
    return _back(wave_id)


@bp.post("/<wave_id>/open")
def open_(wave_id: str) -> BaseResponse:
    """Open the answers of a closed wave once, and release what may be shown."""
    wave, form = _get_wave(wave_id), OpenForm()
    if not form.validate_on_submit():
        return _back(wave_id)
    try:
        with transaction():
            open_ballot_box(wave=wave, passphrase=form.passphrase.data or None, now=clock.now())
        with transaction():
            make_release(wave=wave, now=clock.now())
    except SurveyError as error:
        return _refused(wave_id, error)
    flash(_("The answers are opened, the keys are destroyed, and the results are released."))
    return _back(wave_id)


@bp.post("/<wave_id>/cancel")
def cancel(wave_id: str) -> BaseResponse:
    """Destroy everything in a wave that has not been released."""
    wave, form = _get_wave(wave_id), CancelForm()
    if not form.validate_on_submit():
        for message in form.confirm.errors:
            flash(message)
        return _back(wave_id)
    try:
        with transaction():
            cancel_wave(wave=wave, now=clock.now())
    except SurveyError as error:
        return _refused(wave_id, error)
    flash(_("The wave is cancelled, and everything in it is destroyed."))
    return _back(wave_id)


def _get_wave(wave_id: str) -> Wave:
    """The wave, for whoever may manage its property; for everybody else it is not there."""
    person = signed_in()
    try:
        return get_wave_for(person, wave_id, Right.MANAGE)
    except SurveyError:
        abort(404)


def _refused(wave_id: str, error: SurveyError) -> BaseResponse:
    sentence = REFUSALS.get(error.code)
    if sentence is None:
        raise error
    flash(str(sentence))
    return _back(wave_id)


def _back(wave_id: str) -> BaseResponse:
    return redirect(url_for("waves.show", wave_id=wave_id), Response=Response, code=303)
