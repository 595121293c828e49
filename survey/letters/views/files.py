"""Files that wait to be printed: handed out, which is written down, and deleted."""

from __future__ import annotations

import io
import zipfile

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response as AnyResponse

from survey import clock
from survey.core.errors import SurveyError
from survey.db import after_commit, checkpoint, db, transaction
from survey.letters.models import Printing
from survey.letters.queries import count_parts, get_printing, read_key, read_part
from survey.letters.services import delete_printing
from survey.letters.views.blueprint import bp, get_sending, secret_file
from survey.waves.services import record_codes_listed


@bp.post("/staff/waves/<wave_id>/letters/<printing_id>/file")
def file(wave_id: str, printing_id: str) -> Response:
    """Hand out all letters: one PDF, or several in a ZIP file."""
    sending = get_sending(wave_id)
    printing = get_printing(sending.wave, printing_id, clock.now())
    if printing.made_at is None:
        raise SurveyError("conflict", "letters_not_made")
    key, files, shape = read_key(printing), count_parts(printing), printing.shape
    name = f"{shape}-{sending.name}"
    if files == 1:
        response = Response(read_part(printing_id, 1, key), mimetype="application/pdf")
    else:
        response = Response(_zip(printing_id, key, files, name), mimetype="application/zip")
    with transaction():
        record_codes_listed(wave=sending.wave, actor=sending.person, way="letters", now=clock.now())
    return secret_file(response, f"{name}.{'pdf' if files == 1 else 'zip'}")


@bp.post("/staff/waves/<wave_id>/letters/<printing_id>/delete")
def delete(wave_id: str, printing_id: str) -> AnyResponse:
    """They are printed: nothing is left of them. Pressed twice it is the same."""
    sending = get_sending(wave_id)
    with transaction():
        printing = db.session.get(Printing, printing_id)
        if printing is not None and printing.wave_id == wave_id:
            delete_printing(printing)
            after_commit(checkpoint)
    flash(_("The file is deleted, with the key to every copy of it."))
    return redirect(url_for("letters.show", wave_id=sending.wave.id))


def _zip(printing_id: str, key: bytes, files: int, name: str) -> bytes:
    """All PDF files in one ZIP file, whole or not at all: PDF files are small already."""
    held = io.BytesIO()
    digits = len(str(files))
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as packed:
        for number in range(1, files + 1):
            entry = zipfile.ZipInfo(f"{name}-{number:0{digits}}-of-{files}.pdf")
            packed.writestr(entry, read_part(printing_id, number, key))
    return held.getvalue()
