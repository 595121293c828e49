"""Writes about questionnaires: start a draft, change it, publish it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.models import Property
from survey.communities.queries import get_property
from survey.core.bank.content import to_content
from survey.core.bank.model import is_own
from survey.core.bank.own import (
    MOST_OPEN,
    OwnItem,
    asked_after,
    keep_answerable,
    list_in_words,
)
from survey.core.bank.questionnaire import Questionnaire as Asked
from survey.core.bank.questionnaire import build_questionnaire
from survey.core.canonical import canonical_json, content_hash
from survey.core.errors import SurveyError
from survey.db import db
from survey.questionnaires.bank import get_bank
from survey.questionnaires.drafts import build_draft
from survey.questionnaires.models import Questionnaire, QuestionnaireVersion
from survey.questionnaires.own_questions import choose_own, organization_bank
from survey.questionnaires.queries import find_last_version
from survey.questionnaires.services.own_questions import hold_for_publishing, mark_published


def start_questionnaire(
    *, place: Property, template: str, title: str, actor: Person | None, now: datetime
) -> Questionnaire:
    """Start a draft from a ready-made questionnaire. Raises SurveyError "unknown_template"."""
    if template not in get_bank().templates:
        raise SurveyError("missing", "unknown_template", template=template)
    draft = Questionnaire(
        property_id=place.id,
        template=template,
        title=title,
        left_out=[],
        rotating=[],
        own=[],
        created_at=now,
    )
    db.session.add(draft)
    db.session.flush()
    _record(draft, place, "questionnaire.started", actor, now)
    return draft


def change_questionnaire(
    *,
    questionnaire: Questionnaire,
    title: str,
    left_out: Collection[str],
    rotating: Sequence[str],
    own: Collection[str] = (),
    by_turns: bool = False,
    actor: Person | None,
    now: datetime,
) -> None:
    """Choose what a draft asks. own: ids of the organization's own questions.

    by_turns: a plan chooses, whose extra questions take turns: own questions that are asked only
    after one of those stay chosen, and are passed over while it is not its turn.
    Raises SurveyError: "core_item_locked", "unknown_item", "not_in_rotation",
    "too_many_rotating"; "unknown_own_question" for one that is not the organization's, or is
    asked no more; "own_one_in_words" for more than one that is answered in words;
    "own_without_leading" for one that is asked only after another question, which this draft does
    not ask.
    """
    place = get_property(questionnaire.property_id)
    chosen = choose_own(place.organization_id, own)
    if {item.item.id for item in chosen} != set(own):
        raise SurveyError("input", "unknown_own_question")
    if len(list_in_words(chosen)) > MOST_OPEN:
        raise SurveyError("input", "own_one_in_words")
    asked = build_questionnaire(
        get_bank(),
        questionnaire.template,
        leave_out=frozenset(left_out),
        rotating=rotating,
        features=frozenset(place.features),
    )
    if not by_turns:
        _check_conditions(asked, chosen, place)
    questionnaire.title = title
    questionnaire.left_out = sorted(left_out)
    questionnaire.rotating = list(rotating)
    questionnaire.own = sorted(own)
    _record(questionnaire, place, "questionnaire.changed", actor, now)


def publish_questionnaire(
    *, questionnaire: Questionnaire, actor: Person | None, now: datetime
) -> QuestionnaireVersion:
    """Make what a draft asks now into a version that never changes.

    When nothing changed since the last version, that one is returned and nothing is written.
    Raises SurveyError "own_one_in_words" where a question became an open one while another was
    chosen.
    """
    place = get_property(questionnaire.property_id)
    hold_for_publishing(questionnaire.own)
    asked = build_draft(questionnaire, place)
    if sum(is_own(item.id) for item in asked.open_items) > MOST_OPEN:
        raise SurveyError("input", "own_one_in_words")
    content = to_content(asked)
    digest = content_hash(content)
    last = find_last_version(questionnaire)
    if last is not None and last.content_hash == digest:
        return last
    version = QuestionnaireVersion(
        questionnaire_id=questionnaire.id,
        number=1 if last is None else last.number + 1,
        content=canonical_json(content),
        content_hash=digest,
        published_at=now,
        published_by=actor.id if actor is not None else None,
    )
    db.session.add(version)
    mark_published(place.organization_id, filter(is_own, asked.asked), now)
    db.session.flush()
    _record(questionnaire, place, "questionnaire.published", actor, now)
    return version


def _check_conditions(asked: Asked, chosen: Sequence[OwnItem], place: Property) -> None:
    """Refuse own questions that nobody could be asked, because another one is not asked here."""
    there = {item.id for item in asked.closed_items}
    kept = {one.item.id for one in keep_answerable(chosen, there)}
    if missing := [one.item for one in chosen if one.item.id not in kept]:
        known = organization_bank(place.organization_id, with_retired=True).items
        leading = known.get(asked_after(missing[0]))
        raise SurveyError(
            "input",
            "own_without_leading",
            question=missing[0].text,
            leading=leading.text if leading is not None else asked_after(missing[0]),
        )


def has_changed(questionnaire: Questionnaire) -> bool:
    """Tell whether publishing would make a new version. Reads only."""
    last = find_last_version(questionnaire)
    content = to_content(build_draft(questionnaire, get_property(questionnaire.property_id)))
    return last is None or last.content_hash != content_hash(content)


def _record(
    draft: Questionnaire, place: Property, action: str, actor: Person | None, now: datetime
) -> None:
    record_act(
        actor=actor,
        action=action,
        subject=f"questionnaire:{draft.id}",
        organization_id=place.organization_id,
        now=now,
    )
