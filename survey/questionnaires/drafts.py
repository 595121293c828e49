"""Drafts as questionnaires: what would be asked if a draft were published now."""

from __future__ import annotations

from collections.abc import Collection

from survey.communities.models import Property
from survey.core.bank.model import Bank, Template
from survey.core.bank.own import add_own
from survey.core.bank.questionnaire import Questionnaire as Asked
from survey.core.bank.questionnaire import build_questionnaire
from survey.questionnaires.bank import get_bank
from survey.questionnaires.models import Questionnaire
from survey.questionnaires.own_questions import choose_own


def build_draft(questionnaire: Questionnaire, place: Property) -> Asked:
    """Return what a draft asks at a property, with the organization's own questions.

    Choices that the bank no longer knows, because it was edited since, are passed over, and so
    are own questions that were retired since. One query where own ones were chosen.
    """
    bank = get_bank()
    template = bank.templates[questionnaire.template]
    rotating = [name for name in questionnaire.rotating if name in list_rotating(template)]
    asked = build_questionnaire(
        bank,
        template.id,
        leave_out=keep_known(bank, template, questionnaire.left_out, rotating),
        rotating=rotating,
        features=frozenset(place.features),
    )
    return add_own(asked, choose_own(place.organization_id, questionnaire.own))


def list_rotating(template: Template) -> tuple[str, ...]:
    """Return the ids of the items that take turns from wave to wave, in the order of the pools."""
    if template.rotation is None:
        return ()
    return tuple(name for pool in template.rotation.pools for name in pool)


def keep_known(
    bank: Bank, template: Template, left_out: Collection[str], rotating: Collection[str]
) -> frozenset[str]:
    """Return those of the left out items that the questionnaire would ask and may leave out."""
    wanted = {*template.items, *template.open, *rotating}
    return frozenset(
        name for name in left_out if name in wanted and not bank.items[name].pulse_core
    )
