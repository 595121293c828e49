"""Questionnaires for tests: a published version of a ready-made one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from survey.communities.models import Property
from survey.db import db, transaction
from survey.questionnaires import services
from survey.questionnaires.bank import get_bank
from survey.questionnaires.models import Questionnaire, QuestionnaireVersion

MADE = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)


def make_questionnaire(
    place: Property,
    *,
    template: str = "pulse_core",
    left_out: Sequence[str] = (),
    rotating: Sequence[str] = (),
    own: Sequence[str] = (),
) -> Questionnaire:
    """Add a draft to a property."""
    with transaction():
        draft = Questionnaire(
            property_id=place.id,
            template=template,
            title=get_bank().templates[template].title,
            left_out=list(left_out),
            rotating=list(rotating),
            own=list(own),
            created_at=MADE,
        )
        db.session.add(draft)
    return draft


def publish_questionnaire(
    place: Property,
    *,
    template: str = "pulse_core",
    left_out: Sequence[str] = (),
    rotating: Sequence[str] = (),
    own: Sequence[str] = (),
) -> QuestionnaireVersion:
    """Publish a version of a new draft of a property."""
    draft = make_questionnaire(
        place, template=template, left_out=left_out, rotating=rotating, own=own
    )
    with transaction():
        return services.publish_questionnaire(questionnaire=draft, actor=None, now=MADE)
