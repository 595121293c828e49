"""Paper without secrets: test pages, posters and table tents."""

from __future__ import annotations

from typing import Final

from flask import Response, request

from survey.core.errors import SurveyError
from survey.letters.making import print_samples
from survey.letters.posters import render_poster, render_tent
from survey.letters.rendering import ON_A_PAGE, PAPERS, Look
from survey.letters.views.blueprint import Sending, bp, get_sending
from survey.letters.words import INVITATION, REMINDER
from survey.waves.promise import sealed_promise

AGE_SECONDS: Final = 3600


@bp.get("/staff/waves/<wave_id>/letters/test/<contact>/<shape>")
def samples(wave_id: str, contact: str, shape: str) -> Response:
    """The first sheet in each language, or in one, with a code that leads nowhere."""
    sending = get_sending(wave_id)
    if contact not in (INVITATION, REMINDER) or shape not in ON_A_PAGE:
        raise SurveyError("missing", "no_such_wave")
    look = Look(shape, _paper())
    tag = request.args.get("lang") or None
    if tag is not None and tag not in sealed_promise(sending.wave)["languages"]:
        raise SurveyError("missing", "no_such_wave")
    return _show(print_samples(sending.wave, sending.place, look, contact, tag), sending, "test")


@bp.get("/staff/waves/<wave_id>/posters/<tag>")
def poster(wave_id: str, tag: str) -> Response:
    """A poster in one language."""
    sending = get_sending(wave_id)
    try:
        pdf = render_poster(sending.wave, sending.place, tag, _paper())
    except KeyError as error:
        raise SurveyError("missing", "no_such_wave") from error
    return _show(pdf, sending, f"poster-{tag}")


@bp.get("/staff/waves/<wave_id>/tent")
def tent(wave_id: str) -> Response:
    """A table tent with every language."""
    sending = get_sending(wave_id)
    return _show(render_tent(sending.wave, sending.place, _paper()), sending, "table-tent")


def _paper() -> str:
    paper = request.args.get("paper", PAPERS[0])
    if paper not in PAPERS:
        raise SurveyError("missing", "no_such_wave")
    return paper


def _show(pdf: bytes, sending: Sending, name: str) -> Response:
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}-{sending.name}.pdf"'
    response.headers["Cache-Control"] = f"private, max-age={AGE_SECONDS}"
    return response
