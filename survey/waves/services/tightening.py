"""Making a promise stricter after launch. Weaker is refused here, and by the database itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.core.promise.tightening import CUTS, DESTROY_AFTER, MIN_GROUP, check_stricter
from survey.db import db
from survey.waves.models import PromiseTightening, Wave
from survey.waves.promise import effective_promise
from survey.waves.services.holding import hold_wave

_STATES: Mapping[str, frozenset[str]] = {
    MIN_GROUP: frozenset({"open", "closed"}),
    CUTS: frozenset({"open", "closed"}),
    DESTROY_AFTER: frozenset({"open", "closed", "opened", "released"}),
}
"""Until when a change can still be kept: groups are recoded at opening."""


def tighten_promise(
    *, wave: Wave, change: Mapping[str, Any], actor: Person | None, now: datetime
) -> PromiseTightening:
    """Make the promise stricter: {"min_group": n}, {"cuts": [those kept]} or
    {"answers_destroyed_after_days": n}, or several at once.

    Raises SurveyError "promise_weaker", "unknown_change", "wave_cancelled", "too_late_to_tighten".
    """
    held = hold_wave(wave.id)
    check_stricter(effective_promise(held), change)
    _check_in_time(held, change)
    made = PromiseTightening(
        wave_id=held.id,
        change=dict(change),
        made_at=now,
        made_by=actor.id if actor else None,
    )
    db.session.add(made)
    db.session.flush()
    db.session.expire(held, ["tightenings"])
    record_act(
        actor=actor,
        action="promise.tightened",
        subject=f"wave:{held.id}",
        organization_id=get_property(held.property_id).organization_id,
        details=dict(change),
        now=now,
    )
    return made


def _check_in_time(wave: Wave, change: Mapping[str, Any]) -> None:
    if wave.state == "cancelled":
        raise SurveyError("conflict", "wave_cancelled")
    destroyed = wave.answers_destroyed_at is not None
    if destroyed or any(wave.state not in _STATES[name] for name in change):
        raise SurveyError("conflict", "too_late_to_tighten")
