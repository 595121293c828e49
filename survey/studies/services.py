"""Writes of studies: asked for once, worked out without a lock, published or refused in one act."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import insert, select

from survey.accounts.models import Person
from survey.accounts.services import record_act
from survey.communities.models import Organization, Property
from survey.communities.queries import get_organization
from survey.core.canonical import canonical_json
from survey.core.disclosure.ledger import FIRST_HASH
from survey.core.disclosure.study_rules import why_pool_cannot
from survey.core.errors import SurveyError
from survey.core.version import VERSION
from survey.db import db, transaction
from survey.jobs.queue import URGENT, ask_for_job
from survey.results.aggregation import measure_study
from survey.results.ledger import hold_head
from survey.studies.chain import hash_body, link
from survey.studies.models import Study, StudyRequest, StudyWave
from survey.studies.queries import find_last_study, list_open_requests, list_used_waves
from survey.studies.standing import Ready, read_ready, why_not
from survey.waves.models import Wave
from survey.waves.services.holding import hold_wave

SCHEMA: Final = 1
JOB: Final = "study"
REQUEST_ID: Final = re.compile(r"[0-9a-f]{32}")

Document = dict[str, Any]


def ask_for_study(
    *,
    organization_id: int,
    wave_ids: Sequence[str],
    request_id: str,
    actor: Person | None,
    now: datetime,
) -> StudyRequest:
    """Have these waves studied together; a form sent twice asks once. Needs a transaction.

    Raises SurveyError "study_form_lost", "study_wave_cannot", and "study_" with the reason of
    `why_pool_cannot`; nothing of it depends on an answer.
    """
    if not REQUEST_ID.fullmatch(request_id):
        raise SurveyError("input", "study_form_lost")
    _hold_organization(organization_id)
    existing = db.session.get(StudyRequest, request_id)
    if existing is not None:
        if existing.organization_id != organization_id:
            raise SurveyError("input", "study_form_lost")
        return existing
    chosen = sorted(set(wave_ids))
    ready = _read_all(chosen, organization_id, own=None)
    if ready is None:
        raise SurveyError("refused", "study_wave_cannot", field="waves")
    reason = why_pool_cannot([one.member for one in ready])
    if reason is not None:
        raise SurveyError("refused", f"study_{reason}", field="waves")
    request = StudyRequest(
        id=request_id,
        organization_id=organization_id,
        wave_ids=chosen,
        state="waiting",
        asked_at=now,
        asked_by=actor.id if actor else None,
    )
    db.session.add(request)
    record_act(
        actor=actor,
        action="study.asked",
        subject=f"study_request:{request_id}",
        organization_id=organization_id,
        details={"waves": chosen},
        now=now,
    )
    ask_for_job(
        kind=JOB,
        key=f"{JOB}:{request_id}",
        payload={"request_id": request_id},
        now=now,
        organization_id=organization_id,
        rank=URGENT,
    )
    return request


def make_study(
    *, request_id: str, now: datetime, hold: Callable[[], None] = lambda: None
) -> Study | None:
    """Work a study out and publish it, or refuse it; None where it is refused, or was before.

    Safe to run twice, and by two. It opens its own transaction; `hold` is called in it first.
    """
    request = db.session.get(StudyRequest, request_id)
    if request is None or request.state != "waiting":
        return None
    document = _prepare(request, now)
    with transaction():
        hold()
        return _end(request_id, document, now)


def _hold_organization(organization_id: int) -> None:
    """Those who ask at the same moment come one after the other; rows may still point at it."""
    held = select(Organization.id).where(Organization.id == organization_id)
    db.session.scalars(held.with_for_update(key_share=True)).one()


def _prepare(request: StudyRequest, now: datetime) -> Document | None:
    """The study's document, without a lock; None where nothing could be published."""
    ready = _read_all(request.wave_ids, request.organization_id, own=request.id)
    if ready is None or why_pool_cannot([one.member for one in ready]) is not None:
        return None
    try:
        figures = measure_study(
            [one.wave for one in ready],
            [one.member for one in ready],
            [one.release for one in ready],
            seed=_seed(request.wave_ids),
        )
    except SurveyError:
        return None
    if not figures.pop("published"):
        return None
    return {
        "schema": SCHEMA,
        "software": VERSION,
        "organization": get_organization(request.organization_id).name,
        "made_on": now.date().isoformat(),
        "waves": [_named(one) for one in ready],
        **figures,
    }


def _end(request_id: str, document: Document | None, now: datetime) -> Study | None:
    """Publish what still may be: waves are held one after the other, always in one order."""
    wanted = select(StudyRequest).where(StudyRequest.id == request_id).with_for_update()
    request = db.session.scalars(wanted.execution_options(populate_existing=True)).one()
    if request.state != "waiting":
        return None
    for wave_id in request.wave_ids:
        hold_wave(wave_id)
    hold_head()  # studies follow one another as releases do
    still = _read_all(request.wave_ids, request.organization_id, own=request.id)
    request.ended_at = now
    if document is None or still is None or document["waves"] != [_named(one) for one in still]:
        request.state = "refused"
        return None
    request.state = "published"
    return _write(request, document, now)


def _write(request: StudyRequest, document: Document, now: datetime) -> Study:
    last = find_last_study()
    number, previous = (last.number + 1, last.hash) if last else (1, FIRST_HASH)
    body = canonical_json(document)
    study = Study(
        number=number,
        organization_id=request.organization_id,
        request_id=request.id,
        schema_version=SCHEMA,
        body=body,
        sha256=hash_body(body),
        made_at=now,
        previous_hash=previous,
        hash=link(number, previous, hash_body(body)),
    )
    db.session.add(study)
    db.session.flush()
    used = [{"wave_id": wave_id, "number": number} for wave_id in request.wave_ids]
    db.session.execute(insert(StudyWave), used)
    record_act(
        actor=db.session.get(Person, request.asked_by) if request.asked_by else None,
        action="study.published",
        subject=f"study:{number}",
        organization_id=request.organization_id,
        details={"sha256": study.sha256},
        now=now,
    )
    return study


def _read_all(
    wave_ids: Sequence[str], organization_id: int, *, own: str | None
) -> list[Ready] | None:
    """These waves with their releases, in this order; None where one of them cannot take part."""
    requests = list_open_requests(organization_id)
    used = {wave_id for wave_id, _number in list_used_waves()}
    found = []
    for wave_id in wave_ids:
        wave = db.session.get(Wave, wave_id)
        place = db.session.get(Property, wave.property_id) if wave else None
        if wave is None or place is None or place.organization_id != organization_id:
            return None
        if wave.state != "released" or why_not(wave, requests, used, own=own) is not None:
            return None
        found.append(read_ready(wave, place))
    return found


def _named(one: Ready) -> Document:
    """A wave as a study names it, with the release that its figures stand beside."""
    return {
        "wave": one.wave.id,
        "place": one.release["property"]["name"],
        "slug": one.release["property"]["slug"],
        "number": one.wave.number,
        "closed_on": one.release["wave"]["closes_on"],
        "promise": one.wave.promise_hash,
        "release": one.sha256,
        "smallest": one.member.smallest,
    }


def _seed(wave_ids: Sequence[str]) -> int:
    """The same waves draw the same resamples, whoever asks."""
    return int(sha256(" ".join(wave_ids).encode()).hexdigest()[:8], 16)
