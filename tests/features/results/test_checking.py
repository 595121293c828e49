"""The check in the background.

CK1 Opening asks for a check and starts its worker once that is committed; done, it is released.
CK2 Pressing Open or "Check again" twice, in a second tab or after the end, changes nothing.
CK3 One worker at a time has the lease; one that is not heard of for two minutes is replaced.
CK4 Killed at any step nothing is half done, and the next worker releases, once.
CK5 What stops a check is kept as a code: no message, no figure, in the row nor in the log.
CK6 Progress is written at most every second, never goes back, and keeps the lease alive.
CK7 The page says being checked, with progress; then what stopped it, or the number of the check.
CK8 When other releases come in between, it is prepared again.
CK9 Tidy and the command check what waits, in their own process; a process of its own does, too.
CK10 Two waves of a property that are published at the same moment: one of them is prepared again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from survey.accounts.models import AuditEvent, Role
from survey.communities.models import Property
from survey.core.disclosure import clearing
from survey.core.disclosure.clearing import Cleared
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.results import aggregation, checking, services, workers
from survey.results.checking import LEASE, ask_for_check, run_check
from survey.results.ledger import verify_chain
from survey.results.models import Release, ReleaseCheck
from survey.results.queries import find_check, find_release
from survey.results.services import Prepared, make_release, recompute_release
from tests.factories.accounts import make_person, sign_in
from tests.factories.waves import Fieldwork
from tests.features.results.conftest import Answer
from tests.features.results.test_ledger import open_wave
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import heading_of, words_of

ROOT = Path(__file__).resolve().parents[3]


class Killed(BaseException):
    """The end of the process: nothing that catches errors may catch it."""


@pytest.fixture
def opened(answer: Answer, frozen_clock: FrozenClock) -> Fieldwork:
    """Return a wave that is opened and waits for its check."""
    fieldwork = answer(40)
    open_wave(fieldwork, frozen_clock)
    with transaction():
        ask_for_check(wave=fieldwork.wave, now=frozen_clock())
    return fieldwork


@pytest.fixture
def manager(client: FlaskClient, opened: Fieldwork) -> FlaskClient:
    """Return the browser of whoever manages the property."""
    place = db.session.get_one(Property, opened.wave.property_id)
    person = make_person(
        "Alice", organization=place.organization, role=Role.MANAGER, properties=[place]
    )
    return sign_in(client, person)


def check_of(fieldwork: Fieldwork) -> ReleaseCheck:
    db.session.rollback()
    found = find_check(fieldwork.wave_id)
    assert found is not None
    return found


def count_releases() -> int:
    return db.session.scalar(select(func.count()).select_from(Release)) or 0


def press(client: FlaskClient, fieldwork: Fieldwork, act: str) -> int:
    db.session.remove()
    return client.post(f"/staff/waves/{fieldwork.wave_id}/{act}").status_code


def wave_page(client: FlaskClient, fieldwork: Fieldwork) -> Any:
    db.session.remove()
    return client.get(f"/staff/waves/{fieldwork.wave_id}")


def test_ck1_done(opened: Fieldwork) -> None:
    """CK1"""
    assert check_of(opened).state == "waiting"
    assert run_check(opened.wave_id) == "done"
    check = check_of(opened)
    assert (check.state, check.token, check.error, check.attempts) == ("done", None, None, 1)
    assert opened.wave.state == "released"
    assert verify_chain() == ()
    assert recompute_release(opened.wave) is True


def test_ck1_the_button(
    client: FlaskClient,
    answer: Answer,
    frozen_clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """CK1: the worker is started after the commit, by then the opening can be seen."""
    fieldwork = answer(20)
    place = db.session.get_one(Property, fieldwork.wave.property_id)
    alice = make_person(
        "Alice", organization=place.organization, role=Role.MANAGER, properties=[place]
    )
    sign_in(client, alice)
    press(client, fieldwork, "close")
    started: list[str] = []

    def start(wave_id: str) -> None:
        with db.engine.connect() as other:
            started.append(other.exec_driver_sql("SELECT state FROM release_check").scalar_one())

    monkeypatch.setattr("survey.results.views.start_check", start)
    for _press in range(3):
        assert press(client, fieldwork, "open") == 303
    assert started == ["waiting"]
    assert fieldwork.wave.state == "opened"
    acts = db.session.scalars(select(AuditEvent.action).where(AuditEvent.action == "wave.opened"))
    assert len(acts.all()) == 1
    frozen_clock.forward(minutes=2)
    press(client, fieldwork, "open")
    assert started == ["waiting", "waiting"]  # the first one was never heard of


def test_ck2_harmless(manager: FlaskClient, opened: Fieldwork, frozen_clock: FrozenClock) -> None:
    """CK2"""
    assert run_check(opened.wave_id) == "done"
    body = db.session.scalars(select(Release.body)).one()
    assert run_check(opened.wave_id) == "busy"
    for act in ("open", "check", "open"):
        assert press(manager, opened, act) == 303
    assert db.session.scalars(select(Release.body)).one() == body
    assert check_of(opened).state == "done"
    assert verify_chain() == ()


def test_ck2_too_early(client: FlaskClient, answer: Answer, frozen_clock: FrozenClock) -> None:
    """CK2: a wave that is not opened, or is cancelled, has nothing to check."""
    fieldwork = answer(12)
    for state, code in (("open", "wave_not_opened"), ("cancelled", "wave_cancelled")):
        with transaction():
            fieldwork.wave.state = state
        with pytest.raises(SurveyError) as refused, transaction():
            ask_for_check(wave=fieldwork.wave, now=frozen_clock())
        assert refused.value.code == code
    assert find_check(fieldwork.wave_id) is None


def test_ck3_one_worker(
    opened: Fieldwork, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CK3: the second is turned away, the one after the lease goes on, the first one gives up."""
    real = aggregation.clear_release
    endings: list[str] = []

    def interrupted(*given: Any, progress: Any = None, **named: Any) -> Any:
        if not endings:
            endings.append(run_check(opened.wave_id))
            frozen_clock.forward(seconds=LEASE.seconds)
            endings.append(run_check(opened.wave_id))
            progress(1, 2)
        return real(*given, progress=progress, **named)

    monkeypatch.setattr(services, "clear_release", interrupted)
    assert run_check(opened.wave_id) == "busy"
    assert endings == ["busy", "done"]
    assert (count_releases(), check_of(opened).state, check_of(opened).attempts) == (1, "done", 2)


STEPS: dict[str, tuple[Any, str]] = {
    "taking": (checking, "_take"),
    "preparing": (services, "clear_release"),
    "prepared": (checking, "prepare_release"),
    "entering": (services, "enter_release"),
    "publishing": (checking, "publish_release"),
    "finishing": (checking, "_finish"),
}


def dying(step: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    def last(*given: Any, **named: Any) -> None:
        if not before:
            step(*given, **named)
        raise Killed

    return last


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_ck4_killed(
    opened: Fieldwork,
    frozen_clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    before: bool,
) -> None:
    """CK4"""
    place, name = STEPS[step]
    with monkeypatch.context() as patch:
        patch.setattr(place, name, dying(getattr(place, name), before=before))
        with pytest.raises(Killed):
            run_check(opened.wave_id)
    db.session.rollback()
    assert (count_releases(), opened.wave.state) == (0, "opened")
    assert verify_chain() == ()
    frozen_clock.forward(seconds=LEASE.seconds)
    assert run_check(opened.wave_id) == "done"
    assert (count_releases(), opened.wave.state) == (1, "released")
    assert verify_chain() == ()
    assert recompute_release(opened.wave) is True


def test_ck5_failed(
    opened: Fieldwork, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """CK5"""

    def break_down(*_given: Any, **_named: Any) -> None:
        raise ValueError("unfavorable among the 12 of D is 12")

    with monkeypatch.context() as patch:
        patch.setattr(services, "clear_release", break_down)
        assert run_check(opened.wave_id) == "failed"
    check = check_of(opened)
    assert (check.state, check.error, check.token) == ("failed", "check_failed", None)
    assert "kind=ValueError place=break_down" in caplog.text
    assert "unfavorable" not in caplog.text
    kept = [str(getattr(check, column.name)) for column in ReleaseCheck.__table__.columns]
    assert [value for value in kept if "unfavorable" in value] == []
    assert run_check(opened.wave_id) == "done"


def test_ck6_progress(
    opened: Fieldwork, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CK6: 3 of 4 within the first second is not written; 5 of 10 is less than 3 of 4."""
    real = aggregation.clear_release
    seen: list[tuple[int, int, timedelta]] = []

    def work(*given: Any, progress: Any = None, **named: Any) -> Any:
        for done, total, seconds in ((1, 4, 1), (3, 4, 0), (5, 10, 1), (9, 10, 100)):
            frozen_clock.forward(seconds=seconds)
            progress(done, total)
            check = check_of(opened)
            seen.append((check.done, check.total, check.leased_until - frozen_clock()))
        return real(*given, **named)

    monkeypatch.setattr(services, "clear_release", work)
    assert run_check(opened.wave_id) == "done"
    assert seen == [(1, 4, LEASE), (1, 4, LEASE), (3, 4, LEASE), (9, 10, LEASE)]


def test_ck7_the_page(
    manager: FlaskClient,
    opened: Fieldwork,
    frozen_clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """CK7"""
    with transaction():
        check = check_of(opened)
        check.state, check.done, check.total = "running", 29, 60
    page = wave_page(manager, opened)
    html = page.get_data(as_text=True)
    assert "The results are being checked" in words_of(page)
    assert '<progress max="100" value="45"' in html  # 48 %, in steps of five
    assert '<meta http-equiv="refresh" content="5">' in html
    assert "Check again" not in html
    frozen_clock.forward(seconds=LEASE.seconds)
    page = wave_page(manager, opened)
    assert "The check of the results stopped" in words_of(page)
    assert "http-equiv" not in page.get_data(as_text=True)
    assert press(manager, opened, "check") == 303
    page = wave_page(manager, opened)
    release = find_release(opened.wave_id)
    assert release is not None
    document = json.loads(release.body)
    shown = document.get("method", {}).get("reference") or release.sha256[:4]
    assert shown in words_of(page)
    assert "http-equiv" not in page.get_data(as_text=True)
    assert "out" in heading_of(page)


def test_ck7_what_stopped_it(manager: FlaskClient, opened: Fieldwork) -> None:
    """CK7: a code with a sentence, and one without."""
    for code, said in (
        ("ledger_incomplete", "flask disclosure ledger verify"),
        ("rank_deficient", "Something broke while the results were checked."),
    ):
        with transaction():
            check = check_of(opened)
            check.state, check.error = "failed", code
        assert said in words_of(wave_page(manager, opened))


def test_ck7_more_withheld(
    manager: FlaskClient, opened: Fieldwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CK7: one neutral sentence, and only where a first proposal was refused."""
    sentence = "More figures were withheld than in the first proposal."
    real = clearing.clear

    def refused_once(*given: Any, **named: Any) -> Cleared:
        return replace(real(*given, **named), attempts=2)

    monkeypatch.setattr(aggregation, "clear", refused_once)
    assert run_check(opened.wave_id) == "done"
    assert sentence in words_of(wave_page(manager, opened))
    release = find_release(opened.wave_id)
    assert release is not None
    assert "attempts" not in release.body
    with transaction():
        check_of(opened).more_withheld = False
    assert sentence not in words_of(wave_page(manager, opened))


def test_ck8_others_in_between(
    answer: Answer,
    opened: Fieldwork,
    frozen_clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """CK8"""
    other = answer(30, place_id=opened.wave.property_id, seed=5)
    open_wave(other, frozen_clock)
    real = services.prepare_release
    prepared: list[int] = []

    def slow(**named: Any) -> Prepared:
        made = real(**named)
        if not prepared:
            with transaction():
                make_release(wave=other.wave, now=frozen_clock())
        prepared.append(made.position)
        return made

    monkeypatch.setattr(checking, "prepare_release", slow)
    assert run_check(opened.wave_id) == "done"
    assert len(set(prepared)) == len(prepared) == 2
    assert verify_chain() == ()
    assert recompute_release(opened.wave) is True


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


def test_ck10_at_the_same_moment(
    app: Flask, answer: Answer, opened: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """CK10: both were prepared against the same ledger."""
    other = answer(30, place_id=opened.wave.property_id, seed=5)
    open_wave(other, frozen_clock)
    prepared = [
        services.prepare_release(wave=one.wave, now=frozen_clock()) for one in (opened, other)
    ]
    db.session.remove()
    ready = Barrier(2)

    def publish(one: Prepared) -> str:
        with app.app_context():
            ready.wait(timeout=30)
            try:
                with transaction():
                    services.publish_release(one)
            except SurveyError as error:
                return error.code
            finally:
                db.session.remove()
            return "published"

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(publish, prepared))
    assert sorted(said) == ["ledger_moved", "published"]
    late = (opened, other)[said.index("ledger_moved")]
    assert run_check(late.wave_id) == "done"
    assert (count_releases(), verify_chain()) == (2, ())


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
