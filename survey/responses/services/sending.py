"""Sending an answer set and taking it back, until the wave closes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete

from survey.core.errors import SurveyError
from survey.core.sealing.codes import code_check, normalize_code
from survey.core.sealing.envelopes import Slip, is_sealed, seal_answers, seal_slip
from survey.core.sealing.receipts import find_slot, normalize_receipt, receipt_for
from survey.core.sealing.slots import slot_for_code, slot_for_submission
from survey.db import db
from survey.db.single import read_row, write_rows
from survey.keys.store import get_key_store
from survey.responses.models import Envelope
from survey.responses.queries import find_stratum_of_code, list_slots
from survey.responses.services.locking import SHARED, refuse_unless_accepting, share_accepting_wave
from survey.responses.terms import get_frozen_terms
from survey.waves.known import KnownWave
from survey.waves.models import Wave

_PLACE: Final = """
    INSERT INTO envelope (wave_id, slot, answers, slip)
    SELECT id, :slot, :answers, :slip FROM wave WHERE id = :wave_id AND state = 'open' {lock}
    ON CONFLICT (wave_id, slot) DO UPDATE SET answers = excluded.answers, slip = excluded.slip
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the resident gets back: twelve letters, the same however often they send."""

    receipt: str


def seal_response(
    *,
    wave: Wave | KnownWave,
    code: str | None,
    submission_id: str | None,
    answers: Mapping[str, object] | bytes,
    language: str,
    mode: str,
    now: datetime,
) -> Sent:
    """Put answers into the slot of a code, or of a submission id where there are none.

    answers: checked, to be sealed here; or bytes that a phone has sealed, which nobody can check
    before the opening. Replaces what the slot held. Outside of a transaction it is an act of its
    own, on the disk when this returns. Raises SurveyError "wave_not_open_yet", "wave_closed",
    "wave_cancelled", "unknown_code", "unknown_language", "not_sealed", "secrets_gone".
    """
    refuse_unless_accepting(wave, now=now)
    try:
        box_secret = get_key_store().get(wave.id).box_secret
        stratum, slot = _find_slot(wave, box_secret, code, submission_id)
    except SurveyError:
        _refuse_if_ended(wave.id)  # with the wave its codes and its secret are gone
        raise
    terms = get_frozen_terms(wave)
    if language not in terms.languages:
        raise SurveyError("input", "unknown_language")
    slip = Slip(stratum, mode, language, terms.version, _sealed_by(answers))
    placed = _place_envelope(
        wave.id,
        slot,
        answers=_seal(wave, answers, size=terms.answers_size),
        slip=seal_slip(wave.public_key, slip, wave_id=wave.id),
    )
    if not placed:
        _refuse_if_ended(wave.id)
        raise SurveyError("missing", "unknown_wave")
    return Sent(receipt_for(box_secret, slot))


def _sealed_by(answers: Mapping[str, object] | bytes) -> str:
    return "phone" if isinstance(answers, bytes) else "server"


def _seal(wave: Wave | KnownWave, answers: Mapping[str, object] | bytes, *, size: int) -> bytes:
    """Sealed answers of the one size that all of the wave have; SurveyError "not_sealed"."""
    if not isinstance(answers, bytes):
        return seal_answers(wave.public_key, answers, size=size, wave_id=wave.id)
    if not is_sealed(answers, size=size):
        raise SurveyError("input", "not_sealed")
    return answers


def withdraw_response(*, wave: Wave | KnownWave, receipt: str, now: datetime) -> bool:
    """Take back the envelope that a receipt belongs to; False when there is none.

    Costs one HMAC per envelope of the wave. Raises as `seal_response` does once the wave does
    not accept any more.
    """
    share_accepting_wave(wave.id, now=now)
    typed = normalize_receipt(receipt)
    if typed is None:
        return False
    box_secret = get_key_store().get(wave.id).box_secret
    slot = find_slot(box_secret, typed, list_slots(wave.id))
    if slot is None:
        return False
    db.session.execute(delete(Envelope).where(Envelope.wave_id == wave.id, Envelope.slot == slot))
    return True


def _refuse_if_ended(wave_id: str) -> None:
    """Raise SurveyError "wave_cancelled" or "wave_closed" for a wave that is not open any more."""
    row = read_row("SELECT state FROM wave WHERE id = :id", {"id": wave_id})
    if row is not None and row[0] != "open":
        ended = "cancelled" if row[0] == "cancelled" else "closed"
        raise SurveyError("conflict", f"wave_{ended}")


def _find_slot(
    wave: Wave | KnownWave, box_secret: bytes, code: str | None, submission_id: str | None
) -> tuple[str | None, bytes]:
    """Stratum and slot. A wave with codes takes nothing without one."""
    if wave.access == "codes":
        typed = normalize_code(code or "")
        if typed is None:
            raise SurveyError("missing", "unknown_code")
        stratum = find_stratum_of_code(wave.id, code_check(box_secret, typed))
        return stratum, slot_for_code(box_secret, typed)
    return None, slot_for_submission(box_secret, submission_id or "")


def _place_envelope(wave_id: str, slot: bytes, *, answers: bytes, slip: bytes) -> int:
    """How many envelopes were placed: one, or none where the wave is not open any more.

    One statement, so that two sendings at the same moment still leave one envelope, and so that
    no closing can slip between looking at the wave and writing: see services/locking.py.
    """
    values = {"wave_id": wave_id, "slot": slot, "answers": answers, "slip": slip}
    lock = "" if db.engine.dialect.name == "sqlite" else SHARED
    return write_rows(_PLACE.format(lock=lock), values)
