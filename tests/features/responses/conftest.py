"""Fixtures of the ballot box."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from survey.db import transaction
from survey.responses.services import Sent, seal_response
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
    """Return a function that sends the answers of a home, as the page does."""

    def send(box: Box, home: int, **other: object) -> Sent:
        given = {
            "code": box.codes[home],
            "submission_id": None,
            "answers": answers_of(home),
            "language": "en",
            "mode": "code",
            "now": frozen_clock(),
            **other,
        }
        with transaction():
            return seal_response(wave=box.wave, **given)  # type: ignore[arg-type]

    return send
