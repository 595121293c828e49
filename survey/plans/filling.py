"""What the page of a plan is filled in with, and what a form in order makes of it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from forms.plans import PlanForm
from survey.accounts.models import Person
from survey.communities.days import day_at
from survey.communities.models import Property
from survey.core.calendar.cadence import Cadence, add_months, find_tuesday, propose_first_day
from survey.core.calendar.contacts import propose_contacts
from survey.plans.models import PulsePlan
from survey.plans.services import PlanFacts
from survey.questionnaires.models import Questionnaire
from survey.waves.launch_choices import DESTROY_AFTER_DAYS, QuestionnaireChoice, fill_in
from survey.waves.queries import find_last_wave

USUAL: Final = Cadence(every_months=3, weeks_open=3)
YES_NO: Final = {True: "yes", False: "no"}
TERMS: Final = (
    "languages",
    "runner_name",
    "contact",
    "emergency",
    "custody",
    "custodian_name",
    "access",
    "min_group",
    "destroy_after_days",
)
"""The terms that a form has under the same names as launch_wave."""


def propose_plan(
    place: Property, choice: QuestionnaireChoice, person: Person, today: date
) -> dict[str, Any]:
    """A plan as it will most often be: a pulse every three months, as the last wave was asked."""
    launch = fill_in(place, choice, person, today)
    return {
        **{name: launch.get(name) for name in TERMS},
        "destroy_after_days": launch.get("destroy_after_days", DESTROY_AFTER_DAYS),
        "questionnaire": choice.value,
        "runner_is_landlord": launch["runner_is_landlord"],
        "exit_button": launch["exit_button"],
        "paper": launch["paper"],
        "unreviewed": launch["unreviewed"],
        "every_months": str(USUAL.every_months),
        "weeks_open": str(USUAL.weeks_open),
        "report_days": USUAL.report_days,
        "lead_days": USUAL.lead_days,
        "first_opens_on": max(propose_first_day(today, USUAL), _next_season(place, today)),
        "rotates": "yes",
        "channels": [],
    }


def _next_season(place: Property, today: date) -> date:
    """The Tuesday from which homes can be asked again as often as a plan asks, or today."""
    last = find_last_wave(place)
    if last is None or last.state == "cancelled":
        return today
    return find_tuesday(add_months(day_at(place, last.opens_at), USUAL.every_months))


def show_plan(plan: PulsePlan, choice: QuestionnaireChoice, today: date) -> dict[str, Any]:
    """A plan as it stands, for its form; its first day is that of the next wave to come."""
    ahead = [one.opens_on for one in plan.waves if one.state == "planned" and one.opens_on > today]
    terms = plan.terms
    return {
        **{name: terms[name] for name in TERMS},
        "questionnaire": choice.value,
        "runner_is_landlord": YES_NO[terms["runner_is_landlord"]],
        "exit_button": YES_NO[terms["exit_button"]],
        "paper": YES_NO[terms.get("paper", False)],
        "unreviewed": ["accepted"] if terms["unreviewed_accepted"] else [],
        "every_months": str(plan.every_months),
        "weeks_open": str(plan.weeks_open),
        "report_days": plan.report_days,
        "lead_days": plan.lead_days,
        "first_opens_on": min(ahead, default=plan.first_opens_on),
        "rotates": YES_NO[plan.rotates],
        "channels": sorted({one["channel"] for one in plan.contacts} - {"letter"}),
    }


def read_plan(form: PlanForm, questionnaire: Questionnaire) -> PlanFacts:
    """What a form in order says."""
    cadence = Cadence(
        every_months=int(form.every_months.data),
        weeks_open=int(form.weeks_open.data),
        report_days=form.report_days.data or USUAL.report_days,
        lead_days=form.lead_days.data if form.lead_days.data is not None else USUAL.lead_days,
    )
    terms = {name: form[name].data for name in TERMS}
    first = form.first_opens_on.data
    assert first is not None, "the form refuses an empty day"
    return PlanFacts(
        questionnaire=questionnaire,
        first_opens_on=first,
        cadence=cadence,
        rotates=form.rotates.data == "yes",
        terms={
            **terms,
            "runner_is_landlord": form.runner_is_landlord.data == "yes",
            "exit_button": form.exit_button.data == "yes",
            "paper": form.paper.data == "yes",
            "unreviewed_accepted": bool(form.unreviewed.data),
        },
        contacts=propose_contacts(cadence.weeks_open * 7, form.channels.data or []),
    )
