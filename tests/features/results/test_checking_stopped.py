"""A check that is killed, fails, or meets another one.

CK4 Killed at any step nothing is half done, and the next worker releases, once.
CK5 What stops a check is kept as a code: no message, no figure, in the row nor in the log.
CK10 Two waves of a property that are published at the same moment: one of them is prepared again.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.results import checking, services
from survey.results.checking import LEASE, run_check
from survey.results.ledger import verify_chain
from survey.results.models import ReleaseCheck
from survey.results.services import Prepared, recompute_release
from tests.factories.waves import Fieldwork
from tests.features.results.checks import check_of, count_releases
from tests.features.results.conftest import Answer, open_wave
from tests.support.backends import BOTH_DATABASES
from tests.support.frozen_clock import FrozenClock

pytestmark = BOTH_DATABASES


class Killed(BaseException):
    """The end of the process: nothing that catches errors may catch it."""


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
