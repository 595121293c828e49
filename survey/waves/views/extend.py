"""The form that gives residents more time. It has no way of moving any other day."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forms.waves import ExtendForm
from survey import clock
from survey.accounts.access import Right, signed_in
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.waves import words
from survey.waves.models import Wave
from survey.waves.queries import get_wave_for
from survey.waves.services import extend_fieldwork
from survey.waves.views.blueprint import bp
from survey.waves.views.show import fill_extend_form, render_wave
from survey.web.sentences import sentence_for


@bp.post("/staff/waves/<wave_id>/extend")
def extend(wave_id: str) -> Response | tuple[str, int]:
    """Take answers until the end of a later day, and say so on the promise's public page."""
    wave = get_wave_for(signed_in(), wave_id, Right.MANAGE)
    form = fill_extend_form(ExtendForm(), wave)
    if not form.validate_on_submit():
        return render_wave(wave, extend_form=form), 400
    try:
        with transaction():
            extend_fieldwork(
                wave=wave,
                closes_on=form.closes_on.data,  # type: ignore[arg-type]  # the form refuses none
                reason=form.reason.data,
                actor=signed_in(),
                now=clock.now(),
            )
    except SurveyError as error:
        db.session.expire_all()
        return _refuse(wave, form, error)
    flash(
        _(
            "Residents can answer until %(day)s. The public page of the promise says so.",
            day=words.day(form.closes_on.data),  # type: ignore[arg-type]
        )
    )
    return _back(wave_id)


def _refuse(wave: Wave, form: ExtendForm, error: SurveyError) -> Response | tuple[str, int]:
    """Beside the field that it is about; above the page where there is no form any more."""
    name = str(error.params.get("field") or "")
    if name not in form or error.kind == "refused":
        flash(sentence_for(error))
        return _back(wave.id)
    form[name].errors = [sentence_for(error)]
    return render_wave(wave, extend_form=form), 400


def _back(wave_id: str) -> Response:
    return redirect(url_for("waves.show", wave_id=wave_id), code=303)
