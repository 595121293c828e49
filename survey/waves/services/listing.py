"""Handing out codes leaves a trace: who had them, as what, and when; never which."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from survey.accounts.access import strongest_role
from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.queries import get_property
from survey.waves.models import Wave
from survey.waves.queries import CODES_LISTED, subject_of

OPERATOR: Final = "operator"
"""Whoever runs the server, on its command line."""


def record_codes_listed(*, wave: Wave, actor: Person | None, way: str, now: datetime) -> None:
    """Write down that somebody was given every code of a wave. way: "letters", "mailing" or "cli".

    The role counts as it is now: whether it was the landlord's manager is told in every report.
    """
    place = get_property(wave.property_id)
    record_act(
        actor=actor,
        action=CODES_LISTED,
        subject=subject_of(wave),
        organization_id=place.organization_id,
        details={"way": way, "role": strongest_role(actor, place) if actor else OPERATOR},
        now=now,
    )
