"""Commands: `flask waves close`, `cancel`, `forget`.

1. They do their act, commit it, and say what they did.
2. A refusal or an unknown wave ends with a sentence and a failing status, not a traceback.
3. Forgetting destroys what is due, of every kind, and may run again.
"""

from __future__ import annotations

import pytest
from flask import Flask

from survey.keys.store import get_key_store
from tests.factories.ballot_boxes import Box, Plan, make_box
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


def test_forget(app: Flask, plan: Plan, frozen_clock: FrozenClock) -> None:
    """3. One wave each: unopened, released, opened with secrets left behind, and a young one."""
    boxes = {state: make_box(plan) for state in ("open", "released", "opened")}
    for state, box in boxes.items():
        bring_to(box, state, frozen_clock)
    left = boxes["opened"]
    get_key_store().put(left.wave_id, left.secrets)
    frozen_clock.forward(days=81)
    young = make_box(Plan(opens_at=frozen_clock()))
    runner = app.test_cli_runner()
    first, second = (runner.invoke(args=["waves", "forget"]).output for _ in range(2))
    assert sorted(first.splitlines()) == sorted(
        [
            f"{boxes['open'].wave_id}: destroyed",
            f"{boxes['released'].wave_id}: destroyed",
            f"{left.wave_id}: secrets destroyed",
        ]
    )
    assert second == ""
    assert get_key_store().list() == [young.wave_id]
