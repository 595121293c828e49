"""Taking answers back with the receipt, until the survey closes."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms.answers import explain
from survey import clock
from survey.core.errors import SurveyError
from survey.core.promise.document import has_exit_button
from survey.db import transaction
from survey.responses.rendering import exit_url
from survey.responses.services import withdraw_response
from survey.responses.terms import get_frozen_terms
from survey.responses.views.blueprint import bp
from survey.responses.views.pages import (
    accepting_now,
    choose_language,
    promise_as_it_stands,
    show_resting,
)
from survey.waves.known import KnownWave, find_known_wave
from survey.waves.promise_words import show_day
from survey.web.locales import LANGUAGES

LONGEST_RECEIPT = 200


@bp.route("/s/<slug>/withdraw", methods=["GET", "POST"])
def withdraw(slug: str) -> AnyResponse:
    """Ask for the receipt, and take the answers back that it belongs to."""
    wave = find_known_wave(slug)
    choose_language(wave, request.args.get("lang"))
    if wave is None:
        return show_resting(None, "unknown")
    state = accepting_now(wave)
    if state != "open":
        return show_resting(wave, state)
    if request.method == "GET":
        return _show(wave)
    typed = request.form.get("receipt", "")[:LONGEST_RECEIPT]
    try:
        with transaction():
            found = withdraw_response(wave=wave, receipt=typed, now=clock.now())
    except SurveyError:
        return show_resting(wave, "closed")
    return _show(wave, done=True) if found else _show(wave, typed=typed, unknown=True)


def _show(
    wave: KnownWave, *, typed: str = "", unknown: bool = False, done: bool = False
) -> AnyResponse:
    promise = promise_as_it_stands(wave)
    page = render_template(
        "responses/withdraw.html",
        exit_url=exit_url(exists=has_exit_button(promise)),
        slug=wave.slug,
        typed=typed,
        problem=explain("unknown_receipt") if unknown else "",
        done=done,
        close_date=show_day(promise["wave"]["closes_on"]),
        language_links=[
            (tag, one.name, one.direction, url_for("responses.withdraw", slug=wave.slug, lang=tag))
            for tag, one in LANGUAGES.items()
            if tag in get_frozen_terms(wave).languages
        ],
    )
    response = make_response(page, 404 if unknown else 200)
    response.cache_control.no_store = True
    return response
