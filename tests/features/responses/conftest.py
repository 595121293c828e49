"""Fixtures of the ballot box."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from survey.db import transaction
from survey.responses.services import Sent, seal_response
from survey.waves.known import find_known_wave
from tests.factories.answer_sets import answers_of
from tests.factories.ballot_boxes import Box, Plan, make_box
from tests.support.frozen_clock import FrozenClock

Send = Callable[..., Sent]


@pytest.fixture
def plan(frozen_clock: FrozenClock) -> Plan:
    """Return the plan of a wave that opens now."""
    return Plan(opens_at=frozen_clock())


@pytest.fixture
def box(app: Flask, plan: Plan) -> Box:
    """Return an open wave of twelve homes with codes, in server custody."""
    return make_box(plan)


@pytest.fixture
def send(frozen_clock: FrozenClock) -> Send:
    """Return a function that sends the answers of a home, in a transaction."""

    def send(box: Box, home: int, **other: object) -> Sent:
        with transaction():
            return seal_response(wave=box.wave, **sending(box, home, frozen_clock(), **other))

    return send


@pytest.fixture
def send_alone(frozen_clock: FrozenClock) -> Send:
    """Return a function that sends as the page does: an act of its own, of a wave in memory."""

    def send_alone(box: Box, home: int, **other: object) -> Sent:
        wave = find_known_wave(box.slug)
        assert wave is not None
        return seal_response(wave=wave, **sending(box, home, frozen_clock(), **other))

    return send_alone


def sending(box: Box, home: int, moment: datetime, **other: object) -> Any:
    """What a home sends; the arguments of seal_response but for the wave."""
    return {
        "code": box.codes[home],
        "submission_id": None,
        "answers": answers_of(home),
        "language": "en",
        "mode": "code",
        "now": moment,
        **other,
    }
