"""Killed at any moment, nothing is lost and nothing is doubled.

1. An opening that fails inside any step leaves the closed box as it was; opening again succeeds.
2. So does one whose process dies there; dead after the commit, only the secrets are left to
   destroy, and opening again destroys them.
3. A server killed while residents send: exactly the acknowledged envelopes are in the box (and at
   most the one being sent), and sending everything again doubles nothing.
4. The processes that read envelopes for an opening end with it, however it dies.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest
from flask import Flask
from sqlalchemy import select

from survey.core.sealing.slots import slot_for_code
from survey.db import db, transaction
from survey.keys.store import get_key_store
from survey.responses.models import Comment, Envelope, OpenedAnswer
from survey.responses.queries import count_envelopes
from survey.responses.services import close_ballot_box, open_ballot_box
from survey.responses.services.closing import measure_ballot_box
from tests.factories.answer_sets import closed_answers_of, comment_of
from tests.factories.ballot_boxes import Box
from tests.features.responses.conftest import Send
from tests.support import doomed
from tests.support.backends import BOTH_DATABASES
from tests.support.frozen_clock import FrozenClock

pytestmark = BOTH_DATABASES

ROOT = Path(__file__).resolve().parents[3]
SENT = range(8)
DYING = (
    "after writing answers",
    "after emptying",
    "before destroying secrets",
    "after unlinking secrets",
)
"""Steps at which a real process dies; the test of failing steps walks through all of them."""


@pytest.fixture
def closed(box: Box, send: Send, frozen_clock: FrozenClock) -> Box:
    """Return a closed wave in which eight homes have answered, one of them twice."""
    for home in [*SENT, 3]:
        send(box, home)
    with transaction():
        close_ballot_box(wave=box.wave, now=frozen_clock())
    return box


def everything(box: Box) -> tuple[list[str], list[str]]:
    """Opened answers and comments, sorted."""
    of_wave = OpenedAnswer.wave_id == box.wave_id
    answers = db.session.scalars(select(OpenedAnswer.answers).where(of_wave))
    comments = db.session.scalars(select(Comment.text).where(Comment.wave_id == box.wave_id))
    return sorted(str(json.loads(one)) for one in answers), sorted(comments)


def expected() -> tuple[list[str], list[str]]:
    """What must be there once the wave is opened, each exactly once."""
    answers = (dict(sorted(closed_answers_of(home).items())) for home in SENT)
    return sorted(map(str, answers)), [comment_of(home) for home in SENT]


def open_again(box: Box, now: FrozenClock) -> None:
    """Open, as whoever finds the wave not yet opened does."""
    with transaction():
        open_ballot_box(wave=box.wave, passphrase=None, now=now())


def environment(app: Flask, folder: Path) -> dict[str, str]:
    """What a server of its own needs to stand on this test's database and key store."""
    return {
        **os.environ,
        "PORCHLIGHT_MODE": "demo",
        "PORCHLIGHT_HOME": str(folder / "home"),
        "PORCHLIGHT_KEY_STORE": str(app.extensions["settings"].key_store_dir),
        "PORCHLIGHT_SECRET_KEY": "a secret for tests, long enough to be one",
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
    }


def start(app: Flask, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a process that is going to die."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.doomed", *arguments],
        cwd=ROOT,
        env=environment(app, folder),
        stdout=subprocess.PIPE,
        text=True,
    )


def still_closed(box: Box, before: object) -> bool:
    """Whether the box is exactly as it was at closing, and its secrets are there."""
    db.session.rollback()
    same = measure_ballot_box(box.wave_id) == before and box.wave.state == "closed"
    return same and everything(box) == ([], []) and get_key_store().has(box.wave_id)


@pytest.mark.parametrize("step", sorted(set(doomed.STEPS) - doomed.COMMITTED))
def test_failing_step(
    closed: Box, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """1."""
    before = measure_ballot_box(closed.wave_id)
    place, name = doomed.STEPS[step]
    working = getattr(place, name)

    def fail(*given: object, **named: object) -> None:
        working(*given, **named)
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(place, name, fail)
        with pytest.raises(MemoryError):
            open_again(closed, frozen_clock)
    assert still_closed(closed, before)
    open_again(closed, frozen_clock)
    assert everything(closed) == expected()


@pytest.mark.parametrize("step", DYING)
def test_dying_at_a_step(
    app: Flask, closed: Box, frozen_clock: FrozenClock, tmp_path: Path, step: str
) -> None:
    """2."""
    before = measure_ballot_box(closed.wave_id)
    db.session.rollback()
    moment = frozen_clock().isoformat()
    died = start(app, tmp_path, "open", closed.wave_id, step, moment)
    died.communicate(timeout=120)
    assert died.returncode == doomed.DEAD
    if step in doomed.COMMITTED:
        db.session.rollback()
        assert closed.wave.state == "opened"
        assert get_key_store().has(closed.wave_id) == (step == "before destroying secrets")
    else:
        assert still_closed(closed, before)
    open_again(closed, frozen_clock)
    assert everything(closed) == expected()
    assert (count_envelopes(closed.wave_id), get_key_store().list()) == (0, [])


def slots_of(box: Box, homes: Sequence[int]) -> set[bytes]:
    """The slots in which these homes' envelopes must lie."""
    return {slot_for_code(box.secrets.box_secret, box.codes[home]) for home in homes}


def test_killed_while_sending(
    app: Flask, box: Box, frozen_clock: FrozenClock, tmp_path: Path
) -> None:
    """3."""
    moment = frozen_clock().isoformat()
    db.session.rollback()
    server = start(app, tmp_path, "send", box.wave_id, moment, *box.codes)
    assert server.stdout is not None
    acknowledged = [int(server.stdout.readline()) for _ in range(5)]
    server.kill()
    rest, _ = server.communicate(timeout=60)
    acknowledged += [int(line) for line in rest.split()]
    there = set(db.session.scalars(select(Envelope.slot)))
    assert slots_of(box, acknowledged) <= there
    assert len(there) <= len(acknowledged) + 1
    again = start(app, tmp_path, "send", box.wave_id, moment, *box.codes)
    again.communicate(timeout=120)
    db.session.rollback()
    assert set(db.session.scalars(select(Envelope.slot))) == slots_of(box, range(len(box.codes)))


def test_dying_while_others_read(
    app: Flask, closed: Box, frozen_clock: FrozenClock, tmp_path: Path
) -> None:
    """4."""
    before = measure_ballot_box(closed.wave_id)
    db.session.rollback()
    died = start(app, tmp_path, "share", closed.wave_id, frozen_clock().isoformat())
    said, _ = died.communicate(timeout=120)
    assert died.returncode == doomed.DEAD
    readers = [int(word) for word in said.split()]
    assert len(readers) == 2
    left = [psutil.Process(reader) for reader in readers if psutil.pid_exists(reader)]
    _, alive = psutil.wait_procs(left, timeout=30)
    assert alive == []
    assert still_closed(closed, before)
    open_again(closed, frozen_clock)
    assert everything(closed) == expected()
