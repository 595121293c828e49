"""Opening a ballot box of 100,000 envelopes, against the bare decryptions of the same envelopes.

The baseline decrypts both texts of each envelope with a key that is loaded already, from memory,
and throws them away: one process alone, and then as many processes at once as the opening has,
started before. Ours reads the envelopes from the database, checks their hash, starts its processes,
decrypts, checks every answer, recodes, shuffles, writes what is kept and empties the box, in one
transaction. For everything by one processor:  taskset -c 0 ./porchlight bench opening
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context

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
from survey.responses.services import close_ballot_box, open_ballot_box, unsealing
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


@dataclass(frozen=True, slots=True)
class Bare:
    """The baseline, as a value that goes to other processes: the key as its scalar."""

    opening_key: bytes
    wave_id: str
    texts: Texts

    def decrypt(self, times: int) -> float:
        """Milliseconds that this process takes for both texts of so many envelopes."""
        key = load_opening_key(self.opening_key).key
        answers, slip = answers_info(self.wave_id), slip_info(self.wave_id)
        began = time.perf_counter()
        for number in range(times):
            sealed = self.texts[number % DIFFERENT]
            _SUITE.decrypt(sealed[0], key, answers)
            _SUITE.decrypt(sealed[1], key, slip)
        return (time.perf_counter() - began) * 1000


def measure() -> Iterator[Result]:
    """One opening; the bare decryptions are timed half before and half after it."""
    fieldwork = launch_wave_for_tests(datetime.now(UTC), access="link", cuts=())
    wave_id = fieldwork.wave_id
    texts = _seal(fieldwork)
    _fill(wave_id, texts)
    with transaction():
        close_ballot_box(wave=_wave(wave_id), now=datetime.now(UTC))
    processes = min(unsealing._processors(), unsealing.MOST)
    bare = Bare(_opening_key(wave_id), wave_id, texts)
    before = _time_bare(bare, processes)
    ours = _time_opening(wave_id)
    after = _time_bare(bare, processes)
    what = f"open {ENVELOPES} envelopes, {db.engine.dialect.name}"
    yield _compare(f"{what}, to one processor's", ours, before[0], after[0])
    if processes > 1:
        yield _compare(f"  the same, to {processes} processors'", ours, before[1], after[1])


def _time_opening(wave_id: str) -> float:
    """Milliseconds of an opening, with its commit and the end of its secrets."""
    began = time.perf_counter()
    with transaction():
        open_ballot_box(wave=_wave(wave_id), passphrase=None, now=datetime.now(UTC))
    return (time.perf_counter() - began) * 1000


def _time_bare(bare: Bare, processes: int) -> tuple[float, float]:
    """Milliseconds for half of the decryptions: by one process alone, and by so many at once."""
    half = ENVELOPES // 2
    alone = bare.decrypt(half)
    spawn = get_context("spawn")
    started = spawn.Barrier(processes + 1)
    with spawn.Pool(processes, initializer=started.wait) as pool:
        started.wait()
        together = max(pool.map(bare.decrypt, [half // processes] * processes, chunksize=1))
    return alone, together


def _compare(what: str, ours: float, before: float, after: float) -> Result:
    """A line of the table: an opening beside the two halves of its baseline, in milliseconds."""
    return Result(
        what=what,
        baseline_ms=before + after,
        ours_ms=ours,
        ratio=ours / (before + after),
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
