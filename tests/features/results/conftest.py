"""Waves that have been answered, for the tests of releases."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from flask import Flask

from survey.communities.models import Property
from survey.db import db, transaction
from survey.responses.services import close_ballot_box, open_ballot_box
from survey.results.checking import ask_for_check
from survey.results.models import Release
from survey.results.services import make_release
from tests.factories.sendings import send_answers
from tests.factories.waves import Fieldwork, launch_wave_for_tests, pulse
from tests.support.frozen_clock import FrozenClock

Answer = Callable[..., Fieldwork]
Finish = Callable[..., Release]


def open_wave(fieldwork: Fieldwork, clock: FrozenClock) -> None:
    """Close and open a wave at its last moment, without releasing it."""
    clock.set(max(clock(), fieldwork.wave.closes_at))
    with transaction():
        close_ballot_box(wave=fieldwork.wave, now=clock())
    with transaction():
        open_ballot_box(wave=fieldwork.wave, passphrase=None, now=clock())


def answers_of(draw: Random, favor: float) -> dict[str, Any]:
    """A full answer set to the pulse; `favor` is the chance of the best half of a scale."""
    answers: dict[str, Any] = {}
    for item in pulse().closed_items:
        values = pulse().scale_of(item).values
        good = draw.random() < favor
        answers[item.id] = draw.choice(values[len(values) // 2 :] if good else values)
    return answers | {"opn_01": "A bench by the pond."}


@pytest.fixture
def answer(app: Flask, frozen_clock: FrozenClock) -> Answer:
    """Return a function that launches a wave and has adults answer it by their codes."""

    def answer(
        number: int,
        *,
        place_id: int | None = None,
        seed: int = 1,
        favor: float = 0.5,
        mode: str | None = None,
        **launch: Any,
    ) -> Fieldwork:
        place = None if place_id is None else db.session.get_one(Property, place_id)
        fieldwork = launch_wave_for_tests(frozen_clock(), place=place, **launch)
        linked = launch.get("access") == "link"
        codes = [None] * number if linked else Random(seed).sample(fieldwork.codes, number)
        draw = Random(seed)
        sets = ((code, answers_of(draw, favor)) for code in codes)
        send_answers(fieldwork, sets, frozen_clock(), mode=mode)
        return fieldwork

    return answer


@pytest.fixture
def finish(frozen_clock: FrozenClock) -> Finish:
    """Return a function that closes, opens and releases a wave at its last moment."""

    def finish(fieldwork: Fieldwork, passphrase: str | None = None) -> Release:
        frozen_clock.set(max(frozen_clock(), fieldwork.wave.ends_at))
        with transaction():
            close_ballot_box(wave=fieldwork.wave, now=frozen_clock())
        with transaction():
            open_ballot_box(wave=fieldwork.wave, passphrase=passphrase, now=frozen_clock())
        with transaction():
            return make_release(wave=fieldwork.wave, now=frozen_clock())

    return finish


@pytest.fixture
def opened(answer: Answer, frozen_clock: FrozenClock) -> Fieldwork:
    """Return a wave that is opened and waits for its check."""
    fieldwork = answer(40)
    open_wave(fieldwork, frozen_clock)
    with transaction():
        ask_for_check(wave=fieldwork.wave, now=frozen_clock())
    return fieldwork
