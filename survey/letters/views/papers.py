"""Paper without secrets: test pages, posters and table tents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import Response, request

from survey.core.errors import SurveyError
from survey.letters.making import print_samples
from survey.letters.posters import render_poster, render_tent
from survey.letters.rendering import ON_A_PAGE, Look
from survey.letters.views.blueprint import Sending, bp, get_sending, get_sending_to_all
from survey.letters.words import INVITATION, REMINDER
from survey.pdf.papers import PAPERS
from survey.waves.promise import sealed_promise

AGE_SECONDS: Final = 3600


@bp.get("/staff/waves/<wave_id>/letters/test")
def samples(wave_id: str) -> Response:
    """The first sheet in one language, with a code that leads nowhere.

    One language at a time: laying out fifteen takes half a minute on a small machine.
    """
    sending = get_sending(wave_id)
    languages = sealed_promise(sending.wave)["languages"]
    look = Look(_one_of(request.args.get("shape"), tuple(ON_A_PAGE)), _paper())
    pdf = print_samples(
        sending.wave,
        sending.place,
        look,
        _one_of(request.args.get("contact"), (INVITATION, REMINDER)),
        [_one_of(request.args.get("language"), languages)],
    )
    return _show(pdf, sending, "test")


@bp.get("/staff/waves/<wave_id>/posters/<tag>")
def poster(wave_id: str, tag: str) -> Response:
    """A poster in one language."""
    sending = get_sending_to_all(wave_id)
    try:
        pdf = render_poster(sending.wave, sending.place, tag, _paper())
    except KeyError as error:
        raise SurveyError("missing", "no_such_wave") from error
    return _show(pdf, sending, f"poster-{tag}")


@bp.get("/staff/waves/<wave_id>/tent")
def tent(wave_id: str) -> Response:
    """A table tent with every language."""
    sending = get_sending_to_all(wave_id)
    return _show(render_tent(sending.wave, sending.place, _paper()), sending, "table-tent")


def _paper() -> str:
    return _one_of(request.args.get("paper"), PAPERS)


def _one_of(asked: str | None, offered: Sequence[str]) -> str:
    """What the address asks for; the first that there is where it asks for nothing."""
    if asked is None:
        return offered[0]
    if asked not in offered:
        raise SurveyError("missing", "no_such_wave")
    return asked


def _show(pdf: bytes, sending: Sending, name: str) -> Response:
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}-{sending.name}.pdf"'
    response.headers["Cache-Control"] = f"private, max-age={AGE_SECONDS}"
    return response
