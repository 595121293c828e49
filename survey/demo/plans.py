"""The demo's plans: a pulse every three months, as the waves so far were asked."""

from __future__ import annotations

from datetime import date, datetime

from survey.accounts.models import Person
from survey.communities.models import Property
from survey.core.calendar.cadence import Cadence
from survey.core.calendar.contacts import propose_contacts
from survey.db import transaction
from survey.plans.services import PlanFacts, make_plan
from survey.questionnaires.models import QuestionnaireVersion
from survey.web.locales import LANGUAGES


def plan_a_year(
    place: Property,
    version: QuestionnaireVersion,
    manager: Person,
    *,
    first_opens_on: date,
    now: datetime,
) -> None:
    """Plan the waves that follow the open one."""
    cadence = Cadence(every_months=3, weeks_open=3)
    facts = PlanFacts(
        questionnaire=version.questionnaire,
        first_opens_on=first_opens_on,
        cadence=cadence,
        rotates=True,
        terms={
            "languages": list(LANGUAGES),
            "runner_name": "Lanternworks Research",
            "runner_is_landlord": False,
            "contact": "555-0142",
            "emergency": "911",
            "custody": "server",
            "custodian_name": "",
            "access": "codes",
            "min_group": 10,
            "destroy_after_days": 30,
            "unreviewed_accepted": True,
            "exit_button": True,
            "paper": True,
        },
        contacts=propose_contacts(cadence.weeks_open * 7, ("email",)),
    )
    with transaction():
        make_plan(place=place, facts=facts, today=now.date(), actor=manager, now=now)
