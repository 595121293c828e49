"""Closing.

1. Count and hash of the sorted envelopes are fixed on the wave; closing again changes nothing.
2. The database itself refuses envelopes and another count after closing.
3. A cancelled or unknown wave cannot be closed.
4. Once a wave is closed, whoever holds the key store and every printed code can open envelopes but
   not tell whose they are: the box secret and the codes are gone before anything is opened.
5. A process killed between the closing and the destroying leaves that to the next run.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DatabaseError

from survey.core.errors import SurveyError
from survey.core.sealing.codes import normalize_code
from survey.core.sealing.envelopes import envelopes_digest, open_answers
from survey.core.sealing.slots import slot_for_code
from survey.db import db, transaction
from survey.keys.store import get_key_store
from survey.responses.models import Envelope
from survey.responses.services import (
    Closing,
    cancel_wave,
    close_ballot_box,
    destroy_leftover_secrets,
)
from survey.waves.models import AccessCode, Wave
from tests.factories.ballot_boxes import Box
from tests.features.responses.conftest import Send
from tests.support.backends import BOTH_DATABASES
from tests.support.frozen_clock import FrozenClock

pytestmark = BOTH_DATABASES


def test_fixed_at_closing(box: Box, send: Send, frozen_clock: FrozenClock) -> None:
    """1."""
    for home in (7, 2, 5):
        send(box, home)
    envelopes = db.session.execute(
        select(Envelope.slot, Envelope.answers, Envelope.slip).where(
            Envelope.wave_id == box.wave_id
        )
    )
    expected = Closing(3, envelopes_digest((row.slot, row.answers, row.slip) for row in envelopes))
    closed_at = frozen_clock()
    for _ in range(2):
        with transaction():
            assert close_ballot_box(wave=box.wave, now=frozen_clock()) == expected
        frozen_clock.forward(hours=1)
    wave = box.wave
    assert (wave.state, wave.closed_at) == ("closed", closed_at)
    assert (wave.envelope_count, wave.envelope_digest) == (3, expected.digest)


def test_empty_box(box: Box, frozen_clock: FrozenClock) -> None:
    """1."""
    with transaction():
        closing = close_ballot_box(wave=box.wave, now=frozen_clock())
    assert closing == Closing(0, envelopes_digest([]))


def test_the_database_refuses(box: Box, send: Send, frozen_clock: FrozenClock) -> None:
    """2."""
    send(box, 1)
    with transaction():
        close_ballot_box(wave=box.wave, now=frozen_clock())
    stuffed = insert(Envelope).values(wave_id=box.wave_id, slot=bytes(32), answers=b"", slip=b"")
    recounted = update(Wave).where(Wave.id == box.wave_id).values(envelope_count=2)
    for statement in (stuffed, recounted):
        with pytest.raises(DatabaseError, match=r"closed|fixed"), transaction():
            db.session.execute(statement)


def test_cannot_be_closed(box: Box, frozen_clock: FrozenClock) -> None:
    """3."""
    with transaction():
        cancel_wave(wave=box.wave, now=frozen_clock())
    for wave, code in ((box.wave, "wave_cancelled"), (SimpleNamespace(id="x"), "unknown_wave")):
        with pytest.raises(SurveyError, match=code), transaction():
            close_ballot_box(wave=wave, now=frozen_clock())  # type: ignore[arg-type]


def _owners(box: Box) -> dict[str, bytes]:
    """The attack: for each printed code, the envelope that the key store's secret leads to."""
    slots = set(db.session.scalars(select(Envelope.slot).where(Envelope.wave_id == box.wave_id)))
    secret = get_key_store().get(box.wave_id).box_secret
    if not secret:
        return {}
    found = {code: slot_for_code(secret, normalize_code(code) or "") for code in box.codes}
    return {code: slot for code, slot in found.items() if slot in slots}


def test_nobody_can_link_after_closing(box: Box, send: Send, frozen_clock: FrozenClock) -> None:
    """4. The same attack finds all three before the closing."""
    for home in (7, 2, 5):
        send(box, home)
    assert len(_owners(box)) == 3
    with transaction():
        close_ballot_box(wave=box.wave, now=frozen_clock())
    assert _owners(box) == {}
    codes = select(AccessCode).where(AccessCode.wave_id == box.wave_id)
    assert db.session.scalars(codes).all() == []
    sealed = select(Envelope.answers).where(Envelope.wave_id == box.wave_id)
    key = get_key_store().get(box.wave_id).opening_key
    assert key is not None
    assert all(open_answers(key, one, wave_id=box.wave_id) for one in db.session.scalars(sealed))


def test_what_a_killed_closing_leaves(
    box: Box, send: Send, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """5."""
    send(box, 3)
    store = type(get_key_store())
    with monkeypatch.context() as killed:
        killed.setattr(store, "destroy_box", lambda _self, _wave: None)
        with transaction():
            close_ballot_box(wave=box.wave, now=frozen_clock())
    assert len(_owners(box)) == 1
    assert destroy_leftover_secrets() == []
    assert _owners(box) == {}
