"""Destroying: what was promised to end, ends. Rows go in the transaction, secrets after it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from survey.core.errors import SurveyError
from survey.db import after_commit, checkpoint, db
from survey.keys.store import get_key_store
from survey.letters.services import forget_printings
from survey.messages.services import forget_refusals
from survey.responses.models import Comment, Envelope, OpenedAnswer
from survey.responses.queries import answers_are_due, unopened_are_due
from survey.waves.models import AccessCode, ParticipationReading, Wave, WaveHome
from survey.waves.services.holding import hold_wave

_WITHOUT_SECRETS = ("opened", "released", "cancelled")


def cancel_wave(*, wave: Wave, now: datetime) -> None:
    """Destroy everything in a wave that was not released; calling it again finishes the rest.

    Raises SurveyError "wave_released".
    """
    held = hold_wave(wave.id)
    if held.state == "released":
        raise SurveyError("conflict", "wave_released")
    _end(held, now=now)


def destroy_unopened(*, wave: Wave, now: datetime) -> None:
    """End a wave that was not opened by the promised day, keys and all.

    Raises SurveyError "wave_opened" and, before that day, "not_due_yet".
    """
    held = hold_wave(wave.id)
    if held.state in ("opened", "released"):
        raise SurveyError("conflict", "wave_opened")
    if not unopened_are_due(held, now=now):
        raise SurveyError("refused", "not_due_yet")
    _end(held, now=now)


def destroy_opened_answers(*, wave: Wave, now: datetime) -> None:
    """Delete a released wave's opened answers and comments on the promised day; idempotent.

    Raises SurveyError "wave_not_released" and, before that day, "not_due_yet".
    """
    held = hold_wave(wave.id)
    if held.state != "released":
        raise SurveyError("conflict", "wave_not_released")
    if not answers_are_due(held, now=now):
        raise SurveyError("refused", "not_due_yet")
    _delete_opened(held.id)
    if held.answers_destroyed_at is None:
        held.answers_destroyed_at = now
    db.session.flush()
    after_commit(checkpoint)


def destroy_leftover_secrets() -> list[str]:
    """Destroy secrets that a killed process left behind; the ids of waves with none left.

    Only of waves known to be past opening: secrets without a wave may belong to a launch that
    is being committed at this moment.
    """
    store = get_key_store()
    wanted = select(Wave.id).where(Wave.id.in_(store.list()), Wave.state.in_(_WITHOUT_SECRETS))
    closed = select(Wave.id).where(Wave.id.in_(store.list()), Wave.state == "closed")
    for wave_id in db.session.scalars(closed):
        store.destroy_box(wave_id)
    left = sorted(db.session.scalars(wanted))
    for wave_id in left:
        store.destroy(wave_id)
    return left


def destroy_wave_secrets(wave_id: str) -> None:
    """Make every copy of a wave's envelopes and codes unreadable, wherever it lies; idempotent.

    Call it only once the state that needs no secrets is committed.
    """
    get_key_store().destroy(wave_id)
    checkpoint()


def empty_ballot_box(wave_id: str) -> None:
    """Delete a wave's envelopes, codes and its monitor's count, and who wanted no more of it."""
    forget_printings(wave_id)
    forget_refusals(wave_id)
    for table in (Envelope, AccessCode, WaveHome, ParticipationReading):
        db.session.execute(delete(table).where(table.wave_id == wave_id))


def _end(wave: Wave, *, now: datetime) -> None:
    """Leave nothing of a wave but its promise, and say since when."""
    wave_id = wave.id
    empty_ballot_box(wave_id)
    _delete_opened(wave_id)
    if wave.state != "cancelled":
        wave.state, wave.cancelled_at = "cancelled", now
    db.session.flush()
    after_commit(lambda: destroy_wave_secrets(wave_id))


def _delete_opened(wave_id: str) -> None:
    for table in (OpenedAnswer, Comment):
        db.session.execute(delete(table).where(table.wave_id == wave_id))
