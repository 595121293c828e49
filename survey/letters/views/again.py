"""A letter that was lost: printed again with the same codes, for one home."""

from __future__ import annotations

from flask import Response

from survey import clock
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.letters.homes import find_homes
from survey.letters.making import print_homes
from survey.letters.rendering import Look
from survey.letters.services import check_printable, record_printed_again
from survey.letters.views.blueprint import bp, get_sending_to_all, secret_file
from survey.letters.views.letters import make_again_form, show_page
from survey.web.sentences import sentence_for


@bp.post("/staff/waves/<wave_id>/letters/again")
def again(wave_id: str) -> Response | str | tuple[str, int]:
    """Print it again. That one was is written down, not which, and nothing is kept of it."""
    sending = get_sending_to_all(wave_id)
    form = make_again_form()
    if not form.validate_on_submit():
        return show_page(sending, again=form)
    look = Look(form.shape.data, form.paper.data, form.returned_to.data or "")
    try:
        check_printable(sending.wave, clock.now())
        homes = find_homes(sending.wave, form.door.data or "")
    except SurveyError as error:
        form.door.errors = [sentence_for(error)]
        return show_page(sending, again=form)
    pdf = print_homes(sending.wave, sending.place, homes, look, form.contact.data)
    with transaction():
        record_printed_again(wave=sending.wave, actor=sending.person, now=clock.now())
    name = f"letter-{sending.name}.pdf"
    return secret_file(Response(pdf, mimetype="application/pdf"), name)
