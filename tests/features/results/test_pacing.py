"""How long a check took tells nothing: results appear at marks, and the bar shows the time.

PC1 Two checks of 3 and of 50 seconds look the same at every moment, and end at the same one.
PC2 One that takes longer than the first mark waits for the next.
PC3 The lease is kept while it waits, so that no other worker begins anew.
PC4 Marks are farther apart where many live or many breakdowns are shown; none in the demo.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from survey.db import db, transaction
from survey.results import aggregation, checking, services
from survey.results.checking import LEASE, ask_for_check, run_check
from survey.results.outcome import tell_outcome
from survey.results.pacing import LONG, SHORT, next_mark, pace_of
from tests.factories.waves import Fieldwork
from tests.features.results.checks import check_of
from tests.support.frozen_clock import FrozenClock

BEGAN = datetime(2026, 8, 3, 12, 0)  # noqa: DTZ001  (only differences count)


Seen = tuple[float, str, int | None]
"""Seconds since the check began, and what the page says then."""


@pytest.fixture(autouse=True)
def _in_production(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a worker of its own, as in production."""
    settings = replace(app.extensions["settings"], mode="production", checking="process")
    monkeypatch.setitem(app.extensions, "settings", settings)


def watch(
    opened: Fieldwork, at: FrozenClock, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> list[Seen]:
    """What the page shows from second to second while a check of some seconds runs."""
    began = at()
    seen: list[Seen] = []
    real = aggregation.clear_release

    def look(for_seconds: float) -> None:
        for _second in range(round(for_seconds)):
            at.forward(seconds=1)
            outcome = tell_outcome(opened.wave, at())
            seen.append(((at() - began).total_seconds(), outcome.state, outcome.percent))

    def work(*given: Any, progress: Any = None, **named: Any) -> Any:
        for second in range(seconds):
            look(1)
            progress(second, seconds)
        return real(*given, **named)

    monkeypatch.setattr(services, "clear_release", work)
    monkeypatch.setattr(checking, "sleep", look)
    assert run_check(opened.wave_id) == "done"
    return seen


@pytest.mark.parametrize("seconds", [3, 50])
def test_pc1_quick_and_slow_look_alike(
    opened: Fieldwork, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    """PC1"""
    began = frozen_clock()
    seen = watch(opened, frozen_clock, monkeypatch, seconds)
    assert seen == [
        (second, "checking", min(100 * second // 60 // 5 * 5, 95)) for second in range(1, 61)
    ]
    assert (check_of(opened).started_at, check_of(opened).finished_at) == (began, began + SHORT)
    assert opened.wave.released_at == began


def test_pc2_pc3_the_next_mark(
    opened: Fieldwork, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PC2, PC3"""
    others: list[bool] = []
    real_wait = checking._Heartbeat.wait_for_the_mark

    def wait(beat: checking._Heartbeat) -> None:
        real_wait(beat)
        frozen_clock.forward(seconds=LEASE.seconds - 2)
        with transaction():
            others.append(ask_for_check(wave=opened.wave, now=frozen_clock()))

    monkeypatch.setattr(checking._Heartbeat, "wait_for_the_mark", wait)
    seen = watch(opened, frozen_clock, monkeypatch, 61)
    assert (len(seen), seen[-1]) == (120, (120, "checking", 95))
    assert others == [False]


@pytest.mark.parametrize(
    ("took", "mark"), [(0, 60), (1, 60), (60, 60), (60.5, 120), (120, 120), (121, 180)]
)
def test_pc2_marks(took: float, mark: float) -> None:
    """PC2"""
    found = next_mark(BEGAN, BEGAN + timedelta(seconds=took), SHORT)
    assert (found - BEGAN).total_seconds() == mark


def test_pc4_how_far_apart(app: Flask, opened: Fieldwork) -> None:
    """PC4"""
    wave = opened.wave
    assert pace_of(wave) == SHORT
    promise = json.loads(wave.promise)
    with db.session.no_autoflush:
        wave.frame_adults = 421
        assert pace_of(wave) == LONG
        wave.frame_adults = None
        assert pace_of(wave) == SHORT
        wave.promise = json.dumps({**promise, "cuts": [*promise["cuts"], {}, {}, {}]})
        assert pace_of(wave) == LONG
        db.session.rollback()
    for other in ({"mode": "demo"}, {"checking": "inline"}):
        app.extensions["settings"] = replace(app.extensions["settings"], **other)
        assert pace_of(opened.wave) is None
        app.extensions["settings"] = replace(
            app.extensions["settings"], mode="production", checking="process"
        )
