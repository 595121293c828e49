"""What several of the resident's views share: the wave's survey, its state, its languages."""

from __future__ import annotations

from datetime import date

from flask import Response, current_app, jsonify, make_response, render_template, request, url_for

from survey import clock
from survey.responses.document import Survey, read_survey
from survey.responses.rendering import Documents
from survey.responses.terms import get_frozen_terms
from survey.waves.models import Wave
from survey.waves.promise import effective_promise, sealed_promise
from survey.waves.promise_words import isolate, show_day
from survey.waves.queries import Accepting, find_wave_by_slug, is_accepting
from survey.web.locales import LANGUAGES, best_language, use_language

__all__ = [
    "Accepting",
    "accepting_now",
    "choose_language",
    "documents",
    "find_wave_by_slug",
    "show_resting",
    "survey_of",
    "wants_json",
]

_RESTING_STATUS = {"not_yet": 200, "closed": 200, "cancelled": 200, "unknown": 404}


def documents() -> Documents:
    """The documents that this application keeps in memory."""
    kept: Documents = current_app.extensions.setdefault("resident_documents", Documents())
    return kept


def accepting_now(wave: Wave) -> Accepting:
    """Whether answers can be sent at this moment."""
    return is_accepting(wave, clock.now())


def choose_language(wave: Wave | None, tag: str | None = None) -> str:
    """Write the page in `tag` if the wave has it, else in what the browser asks for."""
    offered = get_frozen_terms(wave).languages if wave else tuple(LANGUAGES)
    known = tag if tag in offered else None
    chosen = LANGUAGES[known] if known else best_language(request.accept_languages, offered)
    use_language(chosen)
    return chosen.tag


def survey_of(wave: Wave, tag: str) -> Survey:
    """The wave's survey in a language that is in use already."""
    return read_survey(
        effective_promise(wave), slug=wave.slug, tag=tag, promise_hash=wave.promise_hash
    )


def wants_json() -> bool:
    """Whether the page's script asks, not a browser for a page."""
    return request.accept_mimetypes.best == "application/json"


def show_resting(wave: Wave | None, state: str, *, late: bool = False) -> Response:
    """The kind page of a survey that takes no answers now; `late` after a try to send."""
    posted = wave is not None and request.method == "POST"
    status = 409 if posted else _RESTING_STATUS[state]
    if late and wants_json():
        response = jsonify(closed=True, state=state)
        response.status_code = status
        response.cache_control.no_store = True
        return response
    values = _wave_values(wave) if wave else {}
    return make_response(
        render_template("responses/resting.html", state=state, late=late, **values), status
    )


def _wave_values(wave: Wave) -> dict[str, object]:
    promise = sealed_promise(wave)
    dates = {name: date.fromisoformat(promise["wave"][name]) for name in ("opens_on", "closes_on")}
    return {
        "place": isolate(promise["property"]["name"]),
        "open_date": show_day(dates["opens_on"]),
        "close_date": show_day(dates["closes_on"]),
        "report_date": show_day(promise["wave"]["report_by"]),
        "results_url": url_for("reports.public_results", slug=promise["property"]["slug"]),
        "promise_url": url_for("waves.promise", text=wave.promise_hash),
    }
