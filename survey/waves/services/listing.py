"""Handing out codes leaves a trace: who had them, and when; never which."""

from __future__ import annotations

from datetime import datetime

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.queries import get_property
from survey.waves.models import Wave
from survey.waves.queries import CODES_LISTED, subject_of


def record_codes_listed(*, wave: Wave, actor: Person | None, way: str, now: datetime) -> None:
    """Write down that somebody was given every code of a wave. way: "letters" or "cli"."""
    record_act(
        actor=actor,
        action=CODES_LISTED,
        subject=subject_of(wave),
        organization_id=get_property(wave.property_id).organization_id,
        details={"way": way},
        now=now,
    )
