"""Reads of studies. Whoever asks has their right checked: all of an organization's releases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from survey.accounts.access import Right, has_right_in_organization, list_belonged_to
from survey.accounts.models import Person
from survey.communities.models import Organization, Property
from survey.core.errors import SurveyError
from survey.db import db
from survey.studies.models import Study, StudyRequest, StudyWave
from survey.waves.models import Wave


def list_studying_organizations(person: Person) -> list[Organization]:
    """The organizations whose releases a person may all view, by name. One query."""
    found = db.session.scalars(
        select(Organization)
        .where(Organization.id.in_(list_belonged_to(person)))
        .order_by(Organization.name, Organization.id)
    )
    return [one for one in found if may_study(person, one.id)]


def may_study(person: Person, organization_id: int) -> bool:
    """Whether a person may see and make studies there: every member place's releases. No query."""
    return has_right_in_organization(person, organization_id, Right.VIEW_RELEASES)


def get_study_for(person: Person, number: int) -> Study:
    """A study that a person may see. Raises SurveyError "no_such_study"."""
    study = db.session.get(Study, number)
    if study is None or not may_study(person, study.organization_id):
        raise SurveyError("missing", "no_such_study", number=number)
    return study


def list_studies(organization_id: int) -> Sequence[Study]:
    """An organization's studies, newest first. One query."""
    return db.session.scalars(
        select(Study).where(Study.organization_id == organization_id).order_by(Study.number.desc())
    ).all()


def list_all_studies() -> list[Study]:
    """Every study there is, in its place in the chain. One query."""
    return list(db.session.scalars(select(Study).order_by(Study.number)))


def find_last_study() -> Study | None:
    """The last of the chain, or None. One query."""
    return db.session.scalars(select(Study).order_by(Study.number.desc()).limit(1)).first()


def find_newest_of_place(property_id: int) -> tuple[Study, Wave] | None:
    """The newest study of any of a place's waves, with that wave; or None. One query."""
    found = db.session.execute(
        select(Study, Wave)
        .join(StudyWave, StudyWave.number == Study.number)
        .join(Wave, Wave.id == StudyWave.wave_id)
        .where(Wave.property_id == property_id)
        .order_by(Study.number.desc())
        .limit(1)
    ).first()
    return None if found is None else (found[0], found[1])


def list_open_requests(organization_id: int) -> Sequence[StudyRequest]:
    """An organization's requests that led to no study, newest first. One query."""
    return db.session.scalars(
        select(StudyRequest)
        .where(StudyRequest.organization_id == organization_id, StudyRequest.state != "published")
        .order_by(StudyRequest.asked_at.desc(), StudyRequest.id)
    ).all()


def list_published_requests() -> set[str]:
    """The ids of all requests that led to a study. One query."""
    wanted = select(StudyRequest.id).where(StudyRequest.state == "published")
    return set(db.session.scalars(wanted))


def list_used_waves() -> set[tuple[str, int]]:
    """Every wave that was used, with the number of its study. One query."""
    rows = db.session.execute(select(StudyWave.wave_id, StudyWave.number))
    return {(row.wave_id, row.number) for row in rows}


def count_refusals(requests: Sequence[StudyRequest]) -> Counter[str]:
    """How often each wave was in a study that was refused."""
    return Counter(
        wave_id
        for request in requests
        if request.state == "refused"
        for wave_id in request.wave_ids
    )


def list_waves_with_answers(organization_id: int) -> Sequence[tuple[Wave, Property]]:
    """The released waves whose answers still exist, by place. One query."""
    found = db.session.execute(
        select(Wave, Property)
        .join(Property, Property.id == Wave.property_id)
        .where(
            Property.organization_id == organization_id,
            Wave.state == "released",
            Wave.released_at.is_not(None),
            Wave.answers_destroyed_at.is_(None),
        )
        .options(joinedload(Property.organization))
        .order_by(Property.name, Property.id, Wave.number)
    )
    return [(row[0], row[1]) for row in found]
