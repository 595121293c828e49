"""Extending fieldwork while it lasts. The promise stays as it was sealed, and so do its days."""

from __future__ import annotations

from datetime import date, datetime

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.core.promise.extending import check_extension
from survey.db import db
from survey.waves.models import FieldworkExtension, Wave
from survey.waves.promise import sealed_promise
from survey.waves.queries import is_accepting, subject_of
from survey.waves.services.holding import hold_wave


def extend_fieldwork(
    *, wave: Wave, closes_on: date, reason: str, actor: Person | None, now: datetime
) -> FieldworkExtension:
    """Take answers until the end of a later day. Sent twice, it is done once.

    Waits while the wave is being closed, and comes too late then: a closed wave is not opened
    again. Raises SurveyError "wave_cancelled", "wave_closed", "wave_not_open_yet", and what
    `check_extension` raises.
    """
    held = hold_wave(wave.id)
    accepting = is_accepting(held, now)
    if accepting == "not_yet":
        raise SurveyError("conflict", "wave_not_open_yet")
    if accepting != "open":
        raise SurveyError("conflict", f"wave_{accepting}")
    last = held.extensions[-1] if held.extensions else None
    if last is not None and (last.closes_on, last.reason) == (closes_on, reason):
        return last
    days = [made.closes_on for made in held.extensions]
    check_extension(sealed_promise(held), days, closes_on, reason)
    return _write(held, closes_on, reason, actor, now)


def _write(
    wave: Wave, closes_on: date, reason: str, actor: Person | None, now: datetime
) -> FieldworkExtension:
    before = wave.ends_at
    made = FieldworkExtension(
        wave_id=wave.id,
        closes_on=closes_on,
        reason=reason,
        made_at=now,
        made_by=actor.id if actor else None,
    )
    db.session.add(made)
    db.session.flush()
    db.session.expire(wave, ["extensions"])
    record_act(
        actor=actor,
        action="fieldwork.extended",
        subject=subject_of(wave),
        organization_id=get_property(wave.property_id).organization_id,
        details={
            "ended_at": before.isoformat(),
            "closes_on": closes_on.isoformat(),
            "reason": reason,
        },
        now=now,
    )
    return made
