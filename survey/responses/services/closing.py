"""Closing: no envelope is accepted any more, and what is in the box is fixed for all to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from survey.core.errors import SurveyError
from survey.core.promise.kinds import MOVE_IN
from survey.core.sealing.envelopes import BoxMeasure
from survey.db import after_commit, checkpoint, db
from survey.keys.store import get_key_store
from survey.letters.services import forget_printings
from survey.messages.services import forget_refusals
from survey.responses.queries import iterate_envelopes
from survey.waves.models import AccessCode, Wave, WaveHome
from survey.waves.services.holding import hold_wave
from survey.waves.services.moving_in import fix_frame


@dataclass(frozen=True, slots=True)
class Closing:
    """How many envelopes, and the hash over all of them (64 hexadecimal characters)."""

    count: int
    digest: str


def close_ballot_box(*, wave: Wave, now: datetime) -> Closing:
    """Close the wave; once it is closed, gives back what was fixed then.

    The box secret and the codes go with the closing, not only with the opening: "once the survey
    closes, nothing that is kept connects an answer to a code" has to be true on the days
    between, too. Reads every envelope. Raises SurveyError "wave_cancelled".
    """
    held = hold_wave(wave.id)
    wave_id = held.id
    if held.state == "cancelled":
        raise SurveyError("conflict", "wave_cancelled")
    if held.state == "closed":
        after_commit(lambda: destroy_box_secret(wave_id))
    if held.state != "open":
        return get_closing(held)
    fixed = measure_ballot_box(held.id)
    held.state, held.closed_at = "closed", now
    held.envelope_count, held.envelope_digest = fixed.count, fixed.digest
    if held.kind == MOVE_IN:
        fix_frame(held)
    forget_printings(wave_id)
    forget_refusals(wave_id)
    for table in (AccessCode, WaveHome):
        db.session.execute(delete(table).where(table.wave_id == wave_id))
    db.session.flush()
    after_commit(lambda: destroy_box_secret(wave_id))
    return fixed


def close_overdue_box(*, wave: Wave, now: datetime) -> Closing:
    """Close the wave if its last day is over; raises SurveyError "fieldwork_not_over" otherwise.

    For whoever closes by the calendar: looks again once it has the wave for itself, since
    fieldwork may have been extended meanwhile. Else as `close_ballot_box`.
    """
    held = hold_wave(wave.id)
    if held.state == "open" and now < held.ends_at:
        raise SurveyError("conflict", "fieldwork_not_over")
    return close_ballot_box(wave=held, now=now)


def destroy_box_secret(wave_id: str) -> None:
    """Make it impossible to tell which envelope a code or a receipt belongs to; idempotent.

    Call it only once the closing is committed.
    """
    get_key_store().destroy_box(wave_id)
    checkpoint()


def measure_ballot_box(wave_id: str) -> Closing:
    """Count and hash of the envelopes as they lie there now; reads every one."""
    measure = BoxMeasure()
    for envelope in iterate_envelopes(wave_id):
        measure.add(envelope)
    return Closing(measure.count, measure.digest)


def get_closing(wave: Wave) -> Closing:
    """What was fixed when the wave was closed; raises SurveyError "wave_not_closed"."""
    if wave.envelope_count is None or wave.envelope_digest is None:
        raise SurveyError("conflict", "wave_not_closed")
    return Closing(wave.envelope_count, wave.envelope_digest)
