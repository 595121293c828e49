"""What several of the resident's views share: the wave's survey, its state, its languages."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Any, Final

from flask import Response, current_app, jsonify, make_response, render_template, request, url_for

from survey import clock
from survey.core.promise.document import has_exit_button
from survey.core.promise.extending import with_extensions
from survey.core.promise.tightening import fold
from survey.core.sealing.envelopes import answers_info
from survey.responses.document import Entrance, Seal, Survey, read_survey
from survey.responses.rendering import exit_url, render_document
from survey.responses.terms import get_frozen_terms
from survey.responses.views.ready import Ready, make_ready
from survey.waves.known import KnownWave
from survey.waves.promise import sealed_promise
from survey.waves.promise_words import isolate, show_day
from survey.waves.queries import Accepting, is_accepting
from survey.web.locales import LANGUAGES, best_language, current_language, use_language
from survey.web.recent import Recent, kept_in

MOST_KEPT: Final = 256
"""Waves times languages in use at a time, before one has to be rendered again."""

JSON: Final = "application/json"
_RESTING_STATUS: Final = {"not_yet": 200, "closed": 200, "cancelled": 200, "unknown": 404}


def get_survey(wave: KnownWave, tag: str) -> Survey:
    """The wave's survey in a language that is in use already; read once, and kept."""
    kept: Survey = _recent("surveys").get(
        _key(wave, tag),
        lambda: read_survey(
            promise_as_it_stands(wave),
            slug=wave.slug,
            tag=tag,
            promise_hash=wave.promise_hash,
            seal=Seal(wave.public_key, answers_info(wave.id), get_frozen_terms(wave).answers_size),
        ),
    )
    return kept


def get_document(wave: KnownWave, tag: str, *, entrance: Entrance = "own") -> Ready:
    """The wave's document in a language that is in use already; rendered once, and kept."""

    def make() -> Ready:
        rendered = render_document(get_survey(wave, tag), entrance=entrance)
        return make_ready(rendered, kiosk=entrance != "own")

    kept: Ready = _recent("documents").get((*_key(wave, tag), entrance), make)
    return kept


def find_document(wave: KnownWave, tag: str, *, entrance: Entrance) -> Ready | None:
    """The document if it is kept: none is made in a language that is not the wave's."""
    kept: Ready | None = _recent("documents").find((*_key(wave, tag), entrance))
    return kept


def promise_as_it_stands(wave: KnownWave) -> dict[str, Any]:
    """The promise with its tightenings, and with the last day to answer as it is now."""
    return with_extensions(fold(sealed_promise(wave), wave.tightenings), wave.extensions)


def _recent(name: str) -> Recent[Any]:
    return kept_in(current_app, f"resident_{name}", MOST_KEPT)


def _key(wave: KnownWave, tag: str) -> tuple[Hashable, ...]:
    """All that a page depends on: a promise never changes, but what is added to it does."""
    return (
        wave.promise_hash,
        len(wave.tightenings),
        len(wave.extensions),
        tag,
        request.script_root,
    )


def accepting_now(wave: KnownWave) -> Accepting:
    """Whether answers can be sent at this moment."""
    return is_accepting(wave, clock.now())


def choose_language(wave: KnownWave | None, tag: str | None = None) -> str:
    """Write the page in `tag` if the wave has it, else in what the browser asks for."""
    offered = get_frozen_terms(wave).languages if wave else tuple(LANGUAGES)
    known = tag if tag in offered else None
    chosen = LANGUAGES[known] if known else best_language(request.accept_languages, offered)
    use_language(chosen)
    return chosen.tag


def wants_json() -> bool:
    """Whether the page's script asks, not a browser for a page."""
    return request.headers.get("Accept") == JSON or request.accept_mimetypes.best == JSON


def show_resting(wave: KnownWave | None, state: str, *, late: bool = False) -> Response:
    """The kind page of a survey that takes no answers now; `late` after a try to send."""
    posted = wave is not None and request.method == "POST"
    status = 409 if posted else _RESTING_STATUS[state]
    if late and wants_json():
        response = jsonify(closed=True, state=state)
        response.status_code = status
        response.cache_control.no_store = True
        return response
    values = _wave_values(wave) if wave else {}
    # Only a survey that has ended for ever erases what waits on the phone.
    ended = wave.slug if wave and state in ("closed", "cancelled") else ""
    return make_response(
        render_template(
            "responses/resting.html",
            state=state,
            late=late,
            ended=ended,
            language_links=_language_links(wave),
            **values,
        ),
        status,
    )


def _language_links(wave: KnownWave | None) -> list[tuple[str, str, str, str]]:
    """The same address in each language of the wave; of Porchlight, where there is no wave."""
    slug = wave.slug if wave else (request.view_args or {}).get("slug", "")
    offered = get_frozen_terms(wave).languages if wave else tuple(LANGUAGES)
    return [
        (tag, one.name, one.direction, url_for("responses.survey", slug=slug, tag=tag))
        for tag, one in LANGUAGES.items()
        if tag in offered
    ]


def _wave_values(wave: KnownWave) -> dict[str, object]:
    promise = promise_as_it_stands(wave)
    tag = current_language().tag
    dates = {name: date.fromisoformat(promise["wave"][name]) for name in ("opens_on", "closes_on")}
    return {
        "exit_url": exit_url(exists=has_exit_button(promise)),
        "place": isolate(promise["property"]["name"]),
        "open_date": show_day(dates["opens_on"]),
        "close_date": show_day(dates["closes_on"]),
        "report_date": show_day(promise["wave"]["report_by"]),
        "results_url": url_for("reports.public_results", slug=promise["property"]["slug"], tag=tag),
        "promise_url": url_for("waves.promise", text=wave.promise_hash, tag=tag),
    }
