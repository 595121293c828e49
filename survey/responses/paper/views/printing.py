"""Printing: which sheet, in which language and size, and where residents hand it in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from flask import Response, make_response, render_template

from forms.paper import PrintSheetsForm
from survey import clock
from survey.accounts.access import signed_in
from survey.communities.days import day_at
from survey.communities.queries import get_property
from survey.responses.paper.printing import Returning, render_questionnaire
from survey.responses.paper.queries import get_printed_wave
from survey.responses.paper.views.blueprint import bp
from survey.waves.promise import effective_promise
from survey.web.locales import LANGUAGES, current_language

DAYS_TO_TYPE_IN: Final = 3
"""Proposed between the last day to hand in and the last day of the survey."""


@bp.route("/waves/<wave_id>/paper", methods=["GET", "POST"])
def print_sheets(wave_id: str) -> str | Response | tuple[str, int]:
    """Ask how; then give the PDF, which is stored nowhere."""
    wave = get_printed_wave(signed_in(), wave_id)
    place = get_property(wave.property_id)
    promise = effective_promise(wave)
    first, last = day_at(place, clock.now()), date.fromisoformat(promise["wave"]["closes_on"])
    offered = [(tag, one.name) for tag, one in LANGUAGES.items() if tag in promise["languages"]]
    form = PrintSheetsForm(
        language=_own_language(promise["languages"]),
        size="normal",
        paper="letter",
        last_day=max(first, last - timedelta(days=DAYS_TO_TYPE_IN)),
    )
    form.offer(offered, first=first, last=last)
    if wave.state != "open" or not form.validate_on_submit():
        page = render_template("paper/print_sheets.html", wave=wave, place=place, form=form)
        return (page, 400) if form.errors else page
    pdf = render_questionnaire(
        promise,
        promise_hash=wave.promise_hash,
        tag=form.language.data,
        paper=form.paper.data,
        size=form.size.data,
        returning=Returning(form.where.data or "", form.last_day.data or last),
    )
    name = f"{place.slug}-wave-{wave.number}-{form.language.data}-{form.size.data}.pdf"
    return _as_file(pdf, name)


def _own_language(offered: list[str]) -> str:
    tag = current_language().tag
    return tag if tag in offered else offered[0]


def _as_file(pdf: bytes, name: str) -> Response:
    response = make_response(pdf)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
