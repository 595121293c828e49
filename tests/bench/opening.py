"""Opening a ballot box of 100,000 envelopes, against the bare decryptions of the same envelopes.

The baseline decrypts both texts of each envelope with a key that is loaded already, from memory,
and throws them away. Ours reads the envelopes from the database, checks their hash, decrypts,
checks every answer, recodes, shuffles, writes what is kept and empties the box, in one transaction.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from sqlalchemy import insert

from survey.core.sealing.envelopes import (
    Slip,
    answers_info,
    seal_answers,
    seal_slip,
    slip_info,
)
from survey.core.sealing.hpke import load_opening_key
from survey.core.sealing.padding import padded_size
from survey.db import db, transaction
from survey.keys.store import get_key_store
from survey.responses.models import Envelope
from survey.responses.services import close_ballot_box, open_ballot_box
from survey.responses.terms import get_terms
from survey.waves.models import Wave
from tests.bench.rounds import Result
from tests.factories.answer_sets import answers_of
from tests.factories.waves import Fieldwork, launch_wave_for_tests

ENVELOPES = 100_000
BATCH = 1_000
DIFFERENT = 500
"""So many different sealed texts; each is decrypted anew wherever it lies."""

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
Texts = list[tuple[bytes, bytes]]


def measure() -> Iterator[Result]:
    """One opening; the bare decryptions are timed half before and half after it."""
    fieldwork = launch_wave_for_tests(datetime.now(UTC), access="link", cuts=())
    wave_id = fieldwork.wave_id
    texts = _seal(fieldwork)
    _fill(wave_id, texts)
    key = load_opening_key(_opening_key(wave_id)).key
    with transaction():
        close_ballot_box(wave=_wave(wave_id), now=datetime.now(UTC))
    half = ENVELOPES // 2
    before = _decrypt(key, texts, wave_id, half)
    began = time.perf_counter()
    with transaction():
        open_ballot_box(wave=_wave(wave_id), passphrase=None, now=datetime.now(UTC))
    ours = (time.perf_counter() - began) * 1000
    after = _decrypt(key, texts, wave_id, half)
    bare = before + after
    yield Result(
        what=f"open {ENVELOPES} envelopes, {db.engine.dialect.name}",
        baseline_ms=bare,
        ours_ms=ours,
        ratio=ours / bare,
        low=ours / (2 * max(before, after)),
        high=ours / (2 * min(before, after)),
    )


def _wave(wave_id: str) -> Wave:
    return db.session.get_one(Wave, wave_id)


def _opening_key(wave_id: str) -> bytes:
    key = get_key_store().get(wave_id).opening_key
    assert key is not None, "the server holds this wave's key"
    return key


def _seal(fieldwork: Fieldwork) -> Texts:
    wave = _wave(fieldwork.wave_id)
    terms = get_terms(wave)
    size = padded_size(terms.questionnaire)
    slip = Slip(None, "link", "en", "0" * 16, "server")
    return [
        (
            seal_answers(wave.public_key, answers_of(number), size=size, wave_id=wave.id),
            seal_slip(wave.public_key, slip, wave_id=wave.id),
        )
        for number in range(DIFFERENT)
    ]


def _fill(wave_id: str, texts: Texts) -> None:
    for at in range(0, ENVELOPES, BATCH):
        rows = [
            {
                "wave_id": wave_id,
                "slot": number.to_bytes(32, "big"),
                "answers": texts[number % DIFFERENT][0],
                "slip": texts[number % DIFFERENT][1],
            }
            for number in range(at, at + BATCH)
        ]
        with transaction():
            db.session.execute(insert(Envelope), rows)


def _decrypt(key: object, texts: Texts, wave_id: str, times: int) -> float:
    """Milliseconds for both texts of so many envelopes."""
    answers, slip = answers_info(wave_id), slip_info(wave_id)
    began = time.perf_counter()
    for number in range(times):
        sealed = texts[number % DIFFERENT]
        _SUITE.decrypt(sealed[0], key, answers)  # type: ignore[arg-type]
        _SUITE.decrypt(sealed[1], key, slip)  # type: ignore[arg-type]
    return (time.perf_counter() - began) * 1000
