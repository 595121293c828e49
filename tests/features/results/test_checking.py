"""The check in the background: what asks for it, who does it, what its page says.

CK1 Opening asks for a check and starts its worker once that is committed; done, it is released.
CK2 Pressing Open or "Check again" twice, in a second tab or after the end, changes nothing.
CK3 One worker at a time has the lease; one that is not heard of for two minutes is replaced.
CK6 Progress is written at most every second, never goes back, and keeps the lease alive.
CK7 The page says being checked, with progress; then what stopped it, or the number of the check.
CK8 When other releases come in between, it is prepared again.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from survey.accounts.models import AuditEvent, Role
from survey.communities.models import Property
from survey.core.disclosure import clearing
from survey.core.disclosure.clearing import Cleared
from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.results import aggregation, checking, services
from survey.results.checking import LEASE, ask_for_check, run_check
from survey.results.ledger import verify_chain
from survey.results.models import Release
from survey.results.queries import find_check, find_release
from survey.results.services import Prepared, make_release, recompute_release
from tests.factories.accounts import make_person, sign_in
from tests.factories.waves import Fieldwork
from tests.features.results.checks import check_of, count_releases
from tests.features.results.conftest import Answer, open_wave
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import heading_of, words_of


@pytest.fixture
def manager(client: FlaskClient, opened: Fieldwork) -> FlaskClient:
    """Return the browser of whoever manages the property."""
    place = db.session.get_one(Property, opened.wave.property_id)
    person = make_person(
        "Alice", organization=place.organization, role=Role.MANAGER, properties=[place]
    )
    return sign_in(client, person)


def press(client: FlaskClient, fieldwork: Fieldwork, act: str, **fields: str) -> int:
    db.session.remove()
    return client.post(f"/staff/waves/{fieldwork.wave_id}/{act}", data=fields).status_code


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
    press(client, fieldwork, "close", early="y")
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


def test_ck7_how_it_came_about(
    manager: FlaskClient, opened: Fieldwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CK7: the page does not say that a first proposal was refused (test_told_by_the_check.py)."""
    real = clearing.clear

    def refused_once(*given: Any, **named: Any) -> Cleared:
        return replace(real(*given, **named), attempts=2)

    monkeypatch.setattr(aggregation, "clear", refused_once)
    assert run_check(opened.wave_id) == "done"
    release = find_release(opened.wave_id)
    assert release is not None
    assert "attempts" not in release.body
    said = words_of(wave_page(manager, opened))
    assert "The results were checked before they were shown." in said
    assert not any(word in said for word in ("withheld", "first proposal", "refused"))


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
