"""Own questions for tests, as an organization would write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from survey.accounts.models import Person
from survey.communities.models import Organization
from survey.core.bank.own import OwnWording
from survey.core.bank.review import unit_of
from survey.core.bank.wording import wording_keys
from survey.db import transaction
from survey.questionnaires import services
from survey.questionnaires.models import OwnQuestion
from survey.questionnaires.own_questions import organization_bank
from tests.factories.questionnaires import MADE

GARDEN = OwnWording(
    text="How easy is it to use the roof garden?",
    level="context",
    answers="scale",
    scale="ease5",
    hint="The garden on top of the house.",
    why="We plan to open it more often.",
    translator_note="The garden is on the roof of the house.",
)

IN_WORDS: dict[str, Any] = {
    "text": "What would make the roof garden better?",
    "level": "open",
    "scale": "open_text",
    "hint": "",
}
"""What makes of the question about the garden one that is answered in words."""


def make_own_question(
    organization: Organization,
    *,
    actor: Person | None = None,
    published_at: datetime | None = None,
    **changes: Any,
) -> OwnQuestion:
    """Write a question of an organization's own, by default one about its roof garden."""
    with transaction():
        question = services.write_own_question(
            organization_id=organization.id,
            wording=replace(GARDEN, **changes),
            allowances={},
            actor=actor,
            now=MADE,
        )
        question.published_at = published_at
        return question


def translate_own_question(question: OwnQuestion, tag: str, actor: Person | None = None) -> None:
    """Translate every text of a question, recognizably: the language's tag before the English."""
    bank = organization_bank(question.organization_id)
    texts = {
        wording.key: f"{tag}: {wording.source}"
        for wording in wording_keys(bank)
        if unit_of(wording.key).removeprefix("scale.") == question.item_id
    }
    with transaction():
        services.correct_wordings(
            organization_id=question.organization_id,
            tag=tag,
            texts=texts,
            actor=actor,
            now=MADE,
        )
