"""Reads about drafts, published versions, and what people did to translations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sqlalchemy import select

from survey.accounts.access import Right, has_right
from survey.accounts.models import Person
from survey.communities.models import Property
from survey.communities.queries import get_property
from survey.core.bank.content import from_content
from survey.core.bank.questionnaire import Questionnaire as Asked
from survey.core.errors import SurveyError
from survey.db import db
from survey.questionnaires.models import (
    Questionnaire,
    QuestionnaireVersion,
    WordingCorrection,
    WordingMark,
)
from survey.questionnaires.wording import Corrections


def get_questionnaire_for(
    person: Person, questionnaire_id: int, right: Right
) -> tuple[Questionnaire, Property]:
    """Return a draft, and its property, at which a person has this right. Two queries.

    Raises SurveyError "no_such_questionnaire" alike for what is absent and what is not theirs.
    """
    draft = db.session.get(Questionnaire, questionnaire_id)
    if draft is None:
        raise SurveyError("missing", "no_such_questionnaire")
    place = get_property(draft.property_id)
    if not has_right(person, place, right):
        raise SurveyError("missing", "no_such_questionnaire")
    return draft, place


def list_questionnaires(place: Property) -> Sequence[Questionnaire]:
    """Return a property's drafts, the newest first. One query."""
    return db.session.scalars(
        select(Questionnaire)
        .where(Questionnaire.property_id == place.id)
        .order_by(Questionnaire.created_at.desc(), Questionnaire.id.desc())
    ).all()


def find_last_version(questionnaire: Questionnaire) -> QuestionnaireVersion | None:
    """Return what was published last of a draft, or None. One query."""
    return db.session.scalar(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire.id)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )


def list_last_versions(place: Property) -> list[QuestionnaireVersion]:
    """Return the last published version of each of a property's drafts, the newest first."""
    versions = db.session.scalars(
        select(QuestionnaireVersion)
        .join(QuestionnaireVersion.questionnaire)
        .where(Questionnaire.property_id == place.id)
        .order_by(QuestionnaireVersion.published_at.desc(), QuestionnaireVersion.id.desc())
    )
    last: dict[int, QuestionnaireVersion] = {}
    for version in versions:
        last.setdefault(version.questionnaire_id, version)
    return list(last.values())


def get_version(version_id: int) -> QuestionnaireVersion:
    """Return a published version. Raises SurveyError "no_such_questionnaire"."""
    version = db.session.get(QuestionnaireVersion, version_id)
    if version is None:
        raise SurveyError("missing", "no_such_questionnaire")
    return version


def read_version(version: QuestionnaireVersion) -> Asked:
    """Return the questionnaire that a version holds; the same value for the same content."""
    return _read_content(version.content)


@lru_cache(maxsize=64)
def _read_content(content: str) -> Asked:
    return from_content(json.loads(content))


def find_corrections(organization_id: int, tags: Iterable[str]) -> Corrections:
    """Return an organization's own wording by language tag, key and English source. One query."""
    rows = db.session.scalars(
        select(WordingCorrection)
        .where(WordingCorrection.organization_id == organization_id)
        .where(WordingCorrection.language.in_(list(tags)))
        .order_by(WordingCorrection.id)
    )
    last: dict[str, dict[tuple[str, str], str]] = {}
    for row in rows:
        texts = last.setdefault(row.language, {})
        if row.text is None:
            texts.pop((row.key, row.source), None)
        else:
            texts[row.key, row.source] = row.text
    return last


def list_marks(organization_id: int, tags: Iterable[str]) -> dict[tuple[str, str], WordingMark]:
    """Return the last mark of each wording, by language tag and wording hash. One query."""
    rows = db.session.scalars(
        select(WordingMark)
        .where(WordingMark.organization_id == organization_id)
        .where(WordingMark.language.in_(list(tags)))
        .order_by(WordingMark.id)
    )
    return {(row.language, row.wording_hash): row for row in rows}


def list_organization_versions(organization_id: int) -> list[QuestionnaireVersion]:
    """Return the last version of each of an organization's questionnaires, the newest first."""
    versions = db.session.scalars(
        select(QuestionnaireVersion)
        .join(QuestionnaireVersion.questionnaire)
        .join(Property, Property.id == Questionnaire.property_id)
        .where(Property.organization_id == organization_id)
        .order_by(QuestionnaireVersion.published_at.desc(), QuestionnaireVersion.id.desc())
    )
    last: dict[int, QuestionnaireVersion] = {}
    for version in versions:
        last.setdefault(version.questionnaire_id, version)
    return list(last.values())
