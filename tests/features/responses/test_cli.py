"""Commands: `flask waves close` and `cancel`.

1. They do their act, commit it, and say what they did.
2. A refusal or an unknown wave ends with a sentence and a failing status, not a traceback.
"""

from __future__ import annotations

import pytest
from flask import Flask

from survey.keys.store import get_key_store
from tests.factories.ballot_boxes import Box
from tests.features.responses.conftest import Send
from tests.features.responses.test_destroying import bring_to
from tests.support.frozen_clock import FrozenClock


@pytest.mark.parametrize("name", ["wave_id", "slug"])
def test_close(app: Flask, box: Box, send: Send, name: str) -> None:
    """1."""
    send(box, 3)
    argument = box.wave_id if name == "wave_id" else box.wave.slug
    result = app.test_cli_runner().invoke(args=["waves", "close", argument])
    assert result.exit_code == 0
    assert result.output == f"1 envelopes, hash {box.wave.envelope_digest}\n"
    assert box.wave.state == "closed"


def test_cancel_asks_first(app: Flask, box: Box) -> None:
    """1."""
    runner = app.test_cli_runner()
    assert runner.invoke(args=["waves", "cancel", box.wave_id], input="n\n").exit_code == 1
    assert get_key_store().has(box.wave_id)
    assert runner.invoke(args=["waves", "cancel", box.wave_id, "--yes"]).exit_code == 0
    assert (box.wave.state, get_key_store().list()) == ("cancelled", [])


def test_refusals(app: Flask, box: Box, frozen_clock: FrozenClock) -> None:
    """2."""
    bring_to(box, "released", frozen_clock)
    runner = app.test_cli_runner()
    refused = runner.invoke(args=["waves", "cancel", box.wave_id, "--yes"])
    unknown = runner.invoke(args=["waves", "close", "nowhere"])
    assert (refused.exit_code, unknown.exit_code) == (1, 1)
    assert "wave_released" in refused.output
    assert "nowhere" in unknown.output
