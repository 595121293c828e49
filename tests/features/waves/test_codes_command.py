"""The codes of a wave on the command line; letters with them are in tests/features/letters.

CP1  The command writes CSV to the output and its warning beside it; that it did is written down.
CP2  A wave that is not there has a sentence. The list of waves names no code.
"""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask import Flask
from sqlalchemy import select

from survey.accounts.models import AuditEvent
from survey.core.promise.document import short_hash
from survey.db import db
from survey.waves.queries import list_code_roles
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock

CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")


@pytest.fixture
def made(app: Flask, frozen_clock: FrozenClock) -> Fieldwork:
    """An open wave with codes."""
    return launch_wave_for_tests(frozen_clock())


def test_command(app: Flask, made: Fieldwork) -> None:
    """CP1"""
    result = app.test_cli_runner().invoke(args=["waves", "codes", made.slug])
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["code"] for row in rows] == made.codes
    assert (rows[0]["part"], rows[0]["home"], rows[0]["adult"]) == ("Full-price homes", "1", "1")
    assert "delete the file once the letters are sent" in result.stderr
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.action == "wave.codes_listed"
    assert event.details == {"way": "cli", "role": "operator"}
    assert list_code_roles(made.wave) == ["operator"]


def test_command_without_a_wave(app: Flask) -> None:
    """CP2"""
    result = app.test_cli_runner().invoke(args=["waves", "codes", "nothing"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "There is no wave with the id or slug 'nothing'." in result.stderr


def test_list_command(app: Flask, made: Fieldwork) -> None:
    """CP2"""
    result = app.test_cli_runner().invoke(args=["waves", "list"])
    assert result.stdout.split("\t")[:1] == [made.wave_id]
    assert f"/s/{made.slug}" in result.stdout
    assert short_hash(made.wave.promise_hash) in result.stdout
    assert CODE.findall(result.stdout) == []
