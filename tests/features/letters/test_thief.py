"""Somebody copies the database, its log and its files while letters wait, and again afterwards.

T1  While a file waits, nothing outside of the key store holds a code, an address or a PDF.
T2  No key that lies in the database opens it, and another printing's key does not either.
T3  After it is deleted no key is left: the first copy stays noise for good.
T4  No log line and no audit entry holds a code or a door.
T5  While all letters are handed out, the server keeps none of it in a file.
"""

from __future__ import annotations

import logging
from typing import Any

import pytest
import urllib3
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url, select

from survey.core.errors import SurveyError
from survey.db import db
from survey.jobs import working
from survey.keys.key_files import get_letter_keys
from survey.letters import jobs
from survey.letters.models import PrintedPart, Printing
from survey.letters.sealing import open_part
from tests.factories.waves import Fieldwork
from tests.features.letters.test_printing import address, make
from tests.journeys.thief import copy_tables, keys_in
from tests.support.backends import BOTH_DATABASES
from tests.support.burglary import _sqlite_files
from tests.support.small_server import small_server

pytestmark = BOTH_DATABASES


def files_of_the_database() -> dict[str, bytes]:
    """What lies on the disk; on PostgreSQL the rows alone, whose files hold the same bytes."""
    db.session.rollback()
    if make_url(str(db.engine.url)).get_backend_name() == "sqlite":
        return _sqlite_files()
    return {"rows": repr(copy_tables()).encode()}


def test_thief_of_a_waiting_file(
    greta: FlaskClient, wave: Fieldwork, caplog: pytest.LogCaptureFixture
) -> None:
    """T1 to T4"""
    codes = wave.codes
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("sqlalchemy.engine").setLevel(logging.DEBUG)
        file = make(greta, wave, shape="slips")
        pdf = greta.post(file).data
    logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)
    assert pdf.startswith(b"%PDF")
    printing_id = db.session.scalars(select(Printing.id)).one()
    sealed = db.session.scalars(select(PrintedPart.sealed)).one()
    key = get_letter_keys().find(printing_id)
    assert key is not None
    assert open_part(sealed, key, printing_id=printing_id, number=1) == pdf

    stolen, rows = files_of_the_database(), copy_tables()
    secrets = [code.encode() for code in codes] + [code.replace("-", "").encode() for code in codes]
    secrets += [b"10 Elm St", b"%PDF-1", pdf[200:240], key, key.hex().encode()]
    assert [one for one in secrets if any(one in content for content in stolen.values())] == []
    for guess in keys_in([rows]):
        with pytest.raises(InvalidTag):
            AESGCM(guess).decrypt(
                sealed[:12], sealed[12:], f"porchlight letters v1|{printing_id}|1".encode()
            )
    with pytest.raises(SurveyError, match="letters_gone"):
        open_part(sealed, key, printing_id=printing_id, number=2)

    greta.post(address(wave, f"/{printing_id}/delete"))
    assert get_letter_keys().find(printing_id) is None
    left = [path for path in get_letter_keys()._folder.iterdir() if key in path.read_bytes()]
    assert left == []
    assert not any(sealed in content for content in files_of_the_database().values())
    working.work_until_idle([jobs.FORGET])

    trail = repr(copy_tables()["audit_event"])
    for code in codes:
        assert code not in caplog.text
        assert code.replace("-", "") not in caplog.text
        assert code not in trail
    assert "2-10" not in trail
    assert "10 Elm St" not in caplog.text


def test_nothing_of_an_answer_lies_on_the_disk(app: Flask) -> None:
    """T5: waitress would put an answer of more than a megabyte into a file, in the clear."""
    letters = b"2CDE-FGHJ-KLMN" * 1_000_000

    def hand_out(_environ: object, begin: Any) -> list[bytes]:
        begin("200 OK", [("Content-Length", str(len(letters)))])
        return [letters]

    with small_server(app, hand_out) as (address_of_it, files):
        answer = urllib3.request("GET", address_of_it)
    assert (answer.data == letters, files) == (True, [])
