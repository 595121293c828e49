"""A check in the process of a command, and in one of its own.

CK4 Killed at any step nothing is half done, and the next worker releases, once.
CK9 Tidy and the command check what waits, in their own process; a process of its own does, too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from survey.db import db
from survey.results import workers
from survey.results.checking import run_check
from survey.results.ledger import verify_chain
from survey.results.services import recompute_release
from tests.factories.waves import Fieldwork
from tests.features.results.checks import check_of, count_releases
from tests.support.frozen_clock import FrozenClock

ROOT = Path(__file__).resolve().parents[3]


def test_ck9_commands(app: Flask, opened: Fieldwork, frozen_clock: FrozenClock) -> None:
    """CK9: the command releases; asked again it says what there is."""
    wave_id = opened.wave_id
    for _time in range(2):
        result = app.test_cli_runner().invoke(args=["results", "check", wave_id])
        db.session.remove()
        assert result.exit_code == 0
    assert count_releases() == 1


def test_ck9_tidy(app: Flask, opened: Fieldwork) -> None:
    """CK9: what was left waiting is checked within the hour."""
    wave_id = opened.wave_id
    db.session.remove()
    said = app.test_cli_runner().invoke(args=["waves", "tidy"]).output
    assert said == f"{wave_id}: released\n"


def test_ck9_how_a_process_is_started(
    app: Flask, opened: Fieldwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CK9: detached, with the server's own environment, and nothing of its open files."""
    calls: list[tuple[list[str], dict[str, Any]]] = []

    class Worker:
        def __init__(self, words: list[str], **options: Any) -> None:
            calls.append((words, options))

        def wait(self) -> int:
            return 0

    by_process = replace(app.extensions["settings"], checking="process")
    monkeypatch.setitem(app.extensions, "settings", by_process)
    monkeypatch.setattr(subprocess, "Popen", Worker)
    workers.start_check(opened.wave_id)
    words, options = calls[0]
    assert words[0] == sys.executable
    assert words[-3:] == ["results", "check", opened.wave_id]
    assert (options["start_new_session"], options["close_fds"]) == (True, True)
    assert "env" not in options


def environment(app: Flask, folder: Path) -> dict[str, str]:
    """What a process needs to stand on this test's database and key store."""
    return {
        "PORCHLIGHT_MODE": "demo",
        "PORCHLIGHT_HOME": str(folder / "home"),
        "PORCHLIGHT_KEY_STORE": str(app.extensions["settings"].key_store_dir),
        "PORCHLIGHT_SECRET_KEY": "a secret for tests, long enough to be one",
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
    }


def test_ck9_a_real_process(
    app: Flask, opened: Fieldwork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """CK9: it releases while the one that started it goes on."""
    for name, value in environment(app, tmp_path).items():
        monkeypatch.setenv(name, value)
    by_process = replace(app.extensions["settings"], checking="process")
    monkeypatch.setitem(app.extensions, "settings", by_process)
    db.session.rollback()
    workers.start_check(opened.wave_id)
    give_up = time.monotonic() + 50
    while check_of(opened).state != "done" and time.monotonic() < give_up:
        time.sleep(0.1)
    assert (check_of(opened).state, opened.wave.state) == ("done", "released")
    assert recompute_release(opened.wave) is True


DYING = """
import os, sys
from survey.factory import create_app
from survey.results import checking
finish = checking._finish
def last(*given, **named):
    finish(*given, **named)
    os._exit(9)
checking._finish = last
with create_app().app_context():
    checking.run_check(sys.argv[1])
"""


def test_ck4_a_real_process_dies(
    app: Flask, opened: Fieldwork, frozen_clock: FrozenClock, tmp_path: Path
) -> None:
    """CK4: with everything written and nothing committed, as when the power goes."""
    db.session.rollback()
    died = subprocess.run(
        [sys.executable, "-c", DYING, opened.wave_id],
        cwd=ROOT,
        env={**os.environ, **environment(app, tmp_path)},
        timeout=50,
        check=False,
    )
    assert died.returncode == 9
    assert (check_of(opened).state, count_releases(), opened.wave.state) == ("running", 0, "opened")
    assert verify_chain() == ()
    frozen_clock.set(check_of(opened).leased_until)
    assert run_check(opened.wave_id) == "done"
    assert count_releases() == 1
    assert recompute_release(opened.wave) is True


def test_ck9_a_process_that_cannot_start(
    app: Flask,
    opened: Fieldwork,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """CK9: the check goes on waiting."""

    def fail(*_given: Any, **_named: Any) -> None:
        raise OSError("no more processes")

    by_process = replace(app.extensions["settings"], checking="process")
    monkeypatch.setitem(app.extensions, "settings", by_process)
    monkeypatch.setattr(subprocess, "Popen", fail)
    workers.start_check(opened.wave_id)
    assert "check not started kind=OSError" in caplog.text
    assert check_of(opened).state == "waiting"
