"""Destroying.

1. Cancelling leaves the promise and nothing else, at every state before the release.
2. Released waves cannot be cancelled; their answers go on the promised day and not before.
3. Envelopes that were not opened die on the promised day, keys and all.
4. Secrets that a killed process left behind are found; an open wave's are never touched.
5. Secrets are destroyed only after the commit: a failing transaction keeps them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from survey.core.errors import SurveyError
from survey.db import db, transaction
from survey.keys.store import get_key_store
from survey.responses.queries import (
    count_comments,
    count_envelopes,
    count_opened,
    list_waves_with_answers_due,
    list_waves_with_envelopes_due,
)
from survey.responses.services import (
    cancel_wave,
    close_ballot_box,
    destroy_leftover_secrets,
    destroy_opened_answers,
    destroy_unopened,
    open_ballot_box,
)
from survey.waves.models import AccessCode, PromiseTightening
from tests.factories.ballot_boxes import Box, Plan, make_box
from tests.features.responses.conftest import Send
from tests.support.backends import BOTH_DATABASES
from tests.support.frozen_clock import FrozenClock

pytestmark = BOTH_DATABASES


def bring_to(box: Box, state: str, now: FrozenClock) -> None:
    """Take a wave on to "closed", "opened" or "released"."""
    if state == "open":
        return
    with transaction():
        close_ballot_box(wave=box.wave, now=now())
    if state == "closed":
        return
    with transaction():
        open_ballot_box(wave=box.wave, passphrase=None, now=now())
    if state == "released":
        with transaction():
            box.wave.state, box.wave.released_at = "released", now()


def counts(box: Box) -> tuple[int, int, int, int]:
    """Envelopes, codes, opened answers, comments."""
    codes = db.session.scalar(select(func.count()).select_from(AccessCode)) or 0
    wave_id = box.wave_id
    return count_envelopes(wave_id), codes, count_opened(wave_id), count_comments(wave_id)


@pytest.mark.parametrize(
    ("state", "before"),
    [("open", (1, 12, 0, 0)), ("closed", (1, 0, 0, 0)), ("opened", (0, 0, 1, 1))],
)
def test_cancelling(
    box: Box, send: Send, frozen_clock: FrozenClock, state: str, before: tuple[int, ...]
) -> None:
    """1."""
    send(box, 3)
    bring_to(box, state, frozen_clock)
    assert counts(box) == before
    for _ in range(2):
        with transaction():
            cancel_wave(wave=box.wave, now=frozen_clock())
    assert counts(box) == (0, 0, 0, 0)
    assert get_key_store().list() == []
    assert (box.wave.state, box.wave.cancelled_at) == ("cancelled", frozen_clock())


def test_released(box: Box, send: Send, frozen_clock: FrozenClock) -> None:
    """2."""
    send(box, 3)
    bring_to(box, "released", frozen_clock)
    with pytest.raises(SurveyError, match="wave_released"), transaction():
        cancel_wave(wave=box.wave, now=frozen_clock())
    frozen_clock.forward(days=29)
    with pytest.raises(SurveyError, match="not_due_yet"), transaction():
        destroy_opened_answers(wave=box.wave, now=frozen_clock())
    assert counts(box) == (0, 0, 1, 1)
    frozen_clock.forward(days=1)
    for _ in range(2):
        with transaction():
            destroy_opened_answers(wave=box.wave, now=frozen_clock())
    assert counts(box) == (0, 0, 0, 0)
    assert (box.wave.state, box.wave.answers_destroyed_at) == ("released", frozen_clock())


def test_sooner_when_tightened(box: Box, send: Send, frozen_clock: FrozenClock) -> None:
    """2."""
    bring_to(box, "released", frozen_clock)
    with transaction():
        change = {"answers_destroyed_after_days": 10}
        db.session.add(
            PromiseTightening(wave_id=box.wave_id, change=change, made_at=frozen_clock())
        )
    frozen_clock.forward(days=10)
    with transaction():
        destroy_opened_answers(wave=box.wave, now=frozen_clock())
    assert box.wave.answers_destroyed_at == frozen_clock()


@pytest.mark.parametrize("state", ["open", "closed", "opened"])
def test_only_released_answers_are_destroyed(
    box: Box, frozen_clock: FrozenClock, state: str
) -> None:
    """2."""
    bring_to(box, state, frozen_clock)
    frozen_clock.forward(days=400)
    with pytest.raises(SurveyError, match="wave_not_released"), transaction():
        destroy_opened_answers(wave=box.wave, now=frozen_clock())


@pytest.mark.parametrize("state", ["open", "closed"])
def test_unopened(box: Box, send: Send, frozen_clock: FrozenClock, state: str) -> None:
    """3. 21 days open and 60 more."""
    send(box, 3)
    bring_to(box, state, frozen_clock)
    frozen_clock.forward(days=80)
    with pytest.raises(SurveyError, match="not_due_yet"), transaction():
        destroy_unopened(wave=box.wave, now=frozen_clock())
    frozen_clock.forward(days=1)
    with transaction():
        destroy_unopened(wave=box.wave, now=frozen_clock())
    assert counts(box) == (0, 0, 0, 0)
    assert (box.wave.state, get_key_store().list()) == ("cancelled", [])


@pytest.mark.parametrize("state", ["opened", "released"])
def test_opened_is_not_unopened(box: Box, frozen_clock: FrozenClock, state: str) -> None:
    """3."""
    bring_to(box, state, frozen_clock)
    frozen_clock.forward(days=400)
    with pytest.raises(SurveyError, match="wave_opened"), transaction():
        destroy_unopened(wave=box.wave, now=frozen_clock())


def test_leftover_secrets(app: Flask, plan: Plan, frozen_clock: FrozenClock) -> None:
    """4. Three waves with secrets, and one launch that is not yet committed."""
    boxes = {state: make_box(plan) for state in ("open", "closed", "opened")}
    for state, box in boxes.items():
        bring_to(box, state, frozen_clock)
    store = get_key_store()
    store.put(boxes["opened"].wave_id, boxes["opened"].secrets)
    store.put("not-yet-committed", boxes["open"].secrets)
    assert destroy_leftover_secrets() == [boxes["opened"].wave_id]
    left = {boxes["open"].wave_id, boxes["closed"].wave_id, "not-yet-committed"}
    assert set(store.list()) == left


def test_what_is_due(app: Flask, plan: Plan, frozen_clock: FrozenClock) -> None:
    """2 and 3. Each kind is found on its day, among waves of every state, and not before."""
    boxes = {state: make_box(plan) for state in ("open", "closed", "opened", "released")}
    for state, box in boxes.items():
        bring_to(box, state, frozen_clock)
    found = []
    for day in (29, 30, 80, 81):
        frozen_clock.set(plan.opens_at + timedelta(days=day))
        due = list_waves_with_answers_due, list_waves_with_envelopes_due
        found.append([{wave.id for wave in one(frozen_clock())} for one in due])
    released = {boxes["released"].wave_id}
    unopened = {boxes["open"].wave_id, boxes["closed"].wave_id}
    assert found == [[set(), set()], [released, set()], [released, set()], [released, unopened]]


@pytest.mark.parametrize("act", [cancel_wave, open_ballot_box])
def test_secrets_outlive_a_failing_transaction(
    box: Box, send: Send, frozen_clock: FrozenClock, act: Callable[..., object]
) -> None:
    """5. The worst order would be: secrets gone, envelopes back."""
    send(box, 3)
    bring_to(box, "closed", frozen_clock)
    more = {"passphrase": None} if act is open_ballot_box else {}

    def fail() -> None:
        with transaction():
            act(wave=box.wave, now=frozen_clock(), **more)
            raise ConnectionError("the disk went away")

    with pytest.raises(ConnectionError):
        fail()
    assert counts(box) == (1, 0, 0, 0)
    assert get_key_store().get(box.wave_id) == box.secrets.without_box()


def test_never_outside_a_transaction(box: Box, frozen_clock: FrozenClock) -> None:
    """5. Without one, nothing would ever be committed nor destroyed: so it fails at once."""
    with pytest.raises(RuntimeError, match="transaction"):
        cancel_wave(wave=box.wave, now=frozen_clock() + timedelta(days=1))
    db.session.rollback()
    assert get_key_store().has(box.wave_id)
