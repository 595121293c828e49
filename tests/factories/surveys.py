"""Open surveys as residents meet them, through publishing and launching."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from survey.communities.models import SITE_FEATURES
from survey.db import db, transaction
from survey.responses.queries import count_envelopes, iterate_envelopes
from tests.factories.communities import make_property
from tests.factories.questionnaires import publish_questionnaire
from tests.factories.waves import Fieldwork, launch

LINK: Mapping[str, Any] = {"access": "link", "cuts": ("dem_ten",)}
"""What makes a launch one with an open link, which asks for the type of home."""


def launch_annual(now: datetime, *, rotating: tuple[str, ...] = (), **changes: Any) -> Fieldwork:
    """An open yearly survey at a place that has everything, so that nothing is left out."""
    place = make_property("Alder Row", features=SITE_FEATURES)
    version = publish_questionnaire(place, template="annual", rotating=rotating)
    with transaction():
        launched = launch(place, version, now, **changes)
        return Fieldwork(launched.wave.id, launched.wave.slug, launched.recovery)


def count_sent(work: Fieldwork) -> int:
    """How many answer sets lie in the ballot box now, whoever put them there."""
    db.session.rollback()
    return count_envelopes(work.wave_id)


def box_of(work: Fieldwork) -> list[tuple[bytes, bytes, bytes]]:
    """Everything in the ballot box, to see that nothing has changed."""
    return list(iterate_envelopes(work.wave_id))
