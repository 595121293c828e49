"""Whether the terms of a plan could be launched: what a launch would refuse is told at once."""

from __future__ import annotations

from survey.communities.models import Property
from survey.core.bank.questionnaire import Questionnaire
from survey.core.errors import SurveyError
from survey.core.promise.kinds import MOVE_IN, kind_of_template
from survey.plans.services import PlanFacts
from survey.questionnaires.reviewing import (
    find_untranslated_own,
    language_states,
    list_questions_of,
)
from survey.waves.services import conditions


def check_terms(place: Property, asked: Questionnaire, facts: PlanFacts) -> None:
    """Raise what a launch would be refused for, with the field; dates and lists may change yet."""
    terms = facts.terms
    check_asks_everybody(facts.questionnaire.template)
    conditions.check_numbers(
        place, terms["min_group"], terms["destroy_after_days"], access=terms["access"]
    )
    conditions.check_access(terms["access"])
    tags = conditions.check_languages(terms["languages"])
    for name in ("runner_name", "contact", "emergency"):
        conditions.check_text(name, terms[name])
    if terms["custody"] == "custodian":
        conditions.check_text("custodian_name", terms["custodian_name"])
    elif terms["custody"] != "server":
        raise SurveyError("input", "unknown_custody", field="custody")
    missing = find_untranslated_own(asked, place.organization_id, tags)
    conditions.check_own_translated(
        {tag: list_questions_of(asked, texts) for tag, texts in missing.items()}
    )
    states = language_states(asked, place.organization_id, tags)
    conditions.check_reviewed(states, accepted=terms["unreviewed_accepted"])


def check_asks_everybody(template: str) -> None:
    """Refuse to plan waves that ask only who moves in: one is open for a year, and not in rounds.

    Raises SurveyError "plan_asks_everybody".
    """
    if kind_of_template(template) == MOVE_IN:
        raise SurveyError("refused", "plan_asks_everybody", field="questionnaire")
