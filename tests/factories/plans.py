"""Plans for tests: a year of pulses at a property, made by the service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from survey.communities.models import Property
from survey.core.calendar.cadence import Cadence, propose_first_day
from survey.core.calendar.contacts import propose_contacts
from survey.db import db, transaction
from survey.plans.models import PulsePlan
from survey.plans.services import PlanFacts, make_plan
from survey.questionnaires.services import start_questionnaire
from tests.factories.waves import TIMEZONE

QUARTERLY = Cadence(every_months=3, weeks_open=3)


def plan_terms(**changes: Any) -> dict[str, Any]:
    """The conditions of each launch: the server holds the key, codes, four languages."""
    return {
        "languages": ["en", "es", "zh-Hans", "ar"],
        "runner_name": "Hearth Research",
        "runner_is_landlord": False,
        "contact": "612-555-0142",
        "emergency": "911",
        "custody": "server",
        "custodian_name": "",
        "access": "codes",
        "min_group": 10,
        "destroy_after_days": 30,
        "unreviewed_accepted": True,
        "exit_button": True,
        **changes,
    }


def local_day(now: datetime) -> date:
    """The day at the places that tests make."""
    return now.astimezone(ZoneInfo(TIMEZONE)).date()


def make_pulse_plan(
    place: Property,
    now: datetime,
    *,
    cadence: Cadence = QUARTERLY,
    first: date | None = None,
    channels: Sequence[str] = (),
    **terms: Any,
) -> int:
    """A plan's id; the first wave opens on the day that is proposed unless one is given."""
    place_id, today = place.id, local_day(now)
    with transaction():
        held = db.session.get_one(Property, place_id)
        draft = start_questionnaire(
            place=held, template="pulse_core", title="Pulse", actor=None, now=now
        )
        plan: PulsePlan = make_plan(
            place=held,
            facts=PlanFacts(
                questionnaire=draft,
                first_opens_on=first or propose_first_day(today, cadence),
                cadence=cadence,
                rotates=True,
                terms=plan_terms(**terms),
                contacts=propose_contacts(cadence.weeks_open * 7, channels),
            ),
            today=today,
            actor=None,
            now=now,
        )
        return plan.id
