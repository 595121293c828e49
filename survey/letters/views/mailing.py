"""The file for an outside mail house: made while it is sent, kept nowhere, written down."""

from __future__ import annotations

from flask import Response

from survey import clock
from survey.db import transaction
from survey.letters.homes import list_letter_homes
from survey.letters.mailing import columns, iterate_csv, make_workbook, rows
from survey.letters.making import speaker
from survey.letters.services import check_printable
from survey.letters.views.blueprint import bp, get_sending_to_all, secret_file
from survey.letters.views.letters import make_mailing_form, show_page
from survey.letters.words import INVITATION
from survey.waves.services import record_codes_listed

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.post("/staff/waves/<wave_id>/letters/mailing")
def mailing(wave_id: str) -> Response | str | tuple[str, int]:
    """Every home with its address, salutation, language and codes, in the order of delivery."""
    sending = get_sending_to_all(wave_id)
    check_printable(sending.wave, clock.now())
    form = make_mailing_form()
    if not form.validate_on_submit():
        return show_page(sending)
    homes = list_letter_homes(sending.wave, form.sorted_by.data)
    say = speaker(sending.wave, sending.place, INVITATION)
    name = f"mailing-{sending.name}.{form.kind.data}"
    if form.kind.data == "xlsx":
        response = Response(make_workbook(homes, say), mimetype=WORKBOOK)
    else:
        lines = iterate_csv(columns(homes), list(rows(homes, say)))
        response = Response(lines, mimetype="text/csv")
    with transaction():
        record_codes_listed(wave=sending.wave, actor=sending.person, way="mailing", now=clock.now())
    return secret_file(response, name)
