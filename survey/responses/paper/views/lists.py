"""Where paper begins: the waves to print sheets of, and those to type sheets in for."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from survey import clock
from survey.accounts.access import may_handle_paper, signed_in
from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.responses.paper.queries import get_keyed_wave, list_keyed_waves, list_printed_waves
from survey.responses.paper.services import open_keying
from survey.responses.paper.sitting import begin_sitting, end_sitting, find_sitting
from survey.responses.paper.views.blueprint import bp
from survey.responses.paper.views.counting import count_waiting
from survey.responses.terms import get_frozen_terms
from survey.waves import words
from survey.waves.agreement import agreement_words
from survey.waves.models import Wave
from survey.waves.promise import effective_promise
from survey.waves.queries import is_accepting
from survey.web.locales import LANGUAGES


@bp.get("/paper")
def list_waves() -> str:
    """List the open waves with paper, for whoever may print or type in."""
    person = signed_in()
    if not may_handle_paper(person):
        raise SurveyError("missing", "no_such_wave")
    return render_template(
        "paper/list_waves.html",
        keyed=list_keyed_waves(person),
        printed=list_printed_waves(person),
        agreement=agreement_words,
        last_day=lambda wave: words.day(effective_promise(wave)["wave"]["closes_on"]),
    )


@bp.route("/paper/<wave_id>", methods=["GET", "POST"])
def begin(wave_id: str) -> str | Response:
    """Say what to look after; then begin, which writes down that somebody did that day."""
    person = signed_in()
    wave, place = get_keyed_wave(person, wave_id)
    tag = request.form.get("language")
    takes = is_accepting(wave, clock.now()) == "open"
    if request.method == "GET" or not takes or tag not in get_frozen_terms(wave).languages:
        return show_begin(wave, place)
    with transaction():
        open_keying(wave=wave, place=place, actor=person, now=clock.now())
    sitting = find_sitting(wave_id)
    if sitting is None:
        begin_sitting(wave_id)
    else:
        count_waiting(sitting)
    return redirect(url_for(".sheet", wave_id=wave_id, tag=tag), code=303)


@bp.post("/paper/<wave_id>/end")
def end(wave_id: str) -> Response:
    """End the sitting: nothing of it is kept in this browser."""
    get_keyed_wave(signed_in(), wave_id)
    sitting = find_sitting(wave_id)
    if sitting is not None:
        count_waiting(sitting)
        end_sitting()
    flash(
        _("You have stopped. Lock the sheets away; they are shredded when the survey has closed.")
    )
    return redirect(url_for(".list_waves"), code=303)


def show_begin(wave: Wave, place: Property) -> str:
    """The page with which a sitting begins, in one of the languages of the sheets."""
    offered = get_frozen_terms(wave).languages
    return render_template(
        "paper/begin.html",
        wave=wave,
        place=place,
        languages=[one for tag, one in LANGUAGES.items() if tag in offered],
        agreement=agreement_words(wave),
        accepting=is_accepting(wave, clock.now()),
        last_day=words.day(effective_promise(wave)["wave"]["closes_on"]),
    )
