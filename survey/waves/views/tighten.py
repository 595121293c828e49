"""The form that makes a promise stricter. It has no way of making it weaker."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forms.waves import TightenForm
from survey import clock
from survey.accounts.access import Right, signed_in
from survey.core.errors import SurveyError
from survey.core.promise.tightening import CUTS, DESTROY_AFTER, MIN_GROUP
from survey.db import transaction
from survey.waves import words
from survey.waves.promise import effective_promise
from survey.waves.queries import get_wave_for
from survey.waves.services import tighten_promise
from survey.waves.views.blueprint import bp
from survey.web.locales import current_language
from survey.web.sentences import sentence_for


@bp.post("/staff/waves/<wave_id>/tighten")
def tighten(wave_id: str) -> Response:
    """Make the promise of a wave stricter, and say so on its public page."""
    person = signed_in()
    wave = get_wave_for(person, wave_id, Right.MANAGE)
    promise = effective_promise(wave)
    form = fill_tighten_form(TightenForm(), promise)
    if not form.validate_on_submit():
        for problems in form.errors.values():
            for problem in problems:
                flash(str(problem))
        return _back(wave_id)
    try:
        with transaction():
            tighten_promise(
                wave=wave, change=read_change(form, promise), actor=person, now=clock.now()
            )
    except SurveyError as error:
        flash(sentence_for(error))
        return _back(wave_id)
    flash(_("The promise is stricter now. Its public page says so."))
    return _back(wave_id)


def fill_tighten_form(form: TightenForm, promise: dict[str, Any]) -> TightenForm:
    """Fill the form with the promise as it stands, where nothing was sent."""
    tag = current_language().tag
    there = [cut["id"] for cut in promise["cuts"]]
    form.offer([(cut, words.cut_name(cut, tag)) for cut in there])
    if not form.is_submitted():
        form.min_group.data = promise[MIN_GROUP]
        form.cuts.data = there
        form.destroy_after_days.data = promise[DESTROY_AFTER]
    return form


def read_change(form: TightenForm, promise: dict[str, Any]) -> dict[str, Any]:
    """What differs from the promise as it stands, stricter or not: the service decides."""
    there = [cut["id"] for cut in promise["cuts"]]
    kept = [cut for cut in there if cut in (form.cuts.data or ())]
    wanted = {
        MIN_GROUP: (form.min_group.data, promise[MIN_GROUP]),
        CUTS: (kept, there),
        DESTROY_AFTER: (form.destroy_after_days.data, promise[DESTROY_AFTER]),
    }
    return {name: given for name, (given, now) in wanted.items() if given != now}


def _back(wave_id: str) -> Response:
    return redirect(url_for("waves.show", wave_id=wave_id), code=303)
