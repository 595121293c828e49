"""/c: where a code is typed, or read from the fragment of the printed address."""

from __future__ import annotations

from flask import Response, jsonify, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms.answers import explain
from forms.respond import read_sending
from survey.responses.queries import find_wave_of_code
from survey.responses.views.blueprint import bp
from survey.responses.views.pages import (
    accepting_now,
    choose_language,
    get_survey,
    show_resting,
    wants_json,
)
from survey.responses.views.respond import show_plain
from survey.waves.known import know
from survey.web.locales import LANGUAGES


@bp.route("/c", methods=["GET", "POST"])
def code() -> AnyResponse:
    """Ask for a code, and find its survey. The code stands in no address."""
    wanted = request.args.get("lang")
    choose_language(None, wanted)
    if request.method == "GET":
        return _ask("")
    sending = read_sending(request.form)
    found = find_wave_of_code(sending.code)
    if found is None:
        return _not_found(sending.code)
    wave = know(found)
    if wants_json():
        tag = choose_language(wave, wanted)
        own = url_for("responses.survey", slug=wave.slug, tag=tag if tag == wanted else None)
        return _keep_out(jsonify(address=own))
    tag = choose_language(wave, wanted)
    state = accepting_now(wave)
    if state != "open":
        return show_resting(wave, state)
    return show_plain(get_survey(wave, tag), sending)


def _not_found(typed: str) -> Response:
    problem = explain("unknown_code" if typed.strip() else "no_code")
    if wants_json():
        response = jsonify(text=problem)
        response.status_code = 404
        return _keep_out(response)
    return _ask(typed, problem)


def _ask(typed: str, problem: str = "") -> Response:
    links = [
        (one.tag, one.name, one.direction, url_for("responses.code", lang=one.tag))
        for one in LANGUAGES.values()
    ]
    page = render_template(
        "responses/code.html",
        code=typed,
        problem=problem,
        chosen=request.args.get("lang"),
        language_links=links,
    )
    return _keep_out(make_response(page, 404 if problem else 200))


def _keep_out(response: Response) -> Response:
    response.cache_control.no_store = True
    return response
