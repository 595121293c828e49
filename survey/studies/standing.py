"""Whether a wave can be in a study, and why not: everybody of the staff may know all of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from survey.communities.models import Property
from survey.core.disclosure.study_rules import Member, WaveReason, member_of, why_wave_cannot
from survey.core.promise.document import allows_study
from survey.responses.terms import get_terms
from survey.results.aggregation import answers_exist
from survey.results.queries import find_release
from survey.studies.models import StudyRequest
from survey.studies.queries import (
    count_refusals,
    list_open_requests,
    list_used_waves,
    list_waves_with_answers,
)
from survey.waves.models import Wave
from survey.waves.promise import sealed_promise

MOST_REFUSALS: Final = 3
"""So often a wave may be in a study that is refused; each refusal is a hint, however small."""

Reason = WaveReason | Literal["in_study", "being_studied", "refused_often", "answers_gone"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A released wave whose answers still exist. reason: why it cannot take part, or None; then how
    many answered, and the day on which their answers are destroyed."""

    wave_id: str
    place: str
    number: int
    respondents: int | None
    destroyed_on: date | None
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A wave that can take part, with the document and hash of its newest release."""

    wave: Wave
    place: Property
    member: Member
    release: dict[str, Any]
    sha256: str


def list_candidates(organization_id: int) -> list[Candidate]:
    """Every released wave whose answers still exist, by place. A query a wave, and three more."""
    requests = list_open_requests(organization_id)
    used = {wave_id for wave_id, _number in list_used_waves()}
    return [
        _candidate(wave, place, why_not(wave, requests, used))
        for wave, place in list_waves_with_answers(organization_id)
    ]


def why_not(
    wave: Wave, requests: Sequence[StudyRequest], used: set[str], *, own: str | None = None
) -> Reason | None:
    """Why a released wave cannot be in a study; None when it can.

    requests: those of its organization that led to no study; `own` is the one that asks.
    """
    if wave.id in used:
        return "in_study"
    if not answers_exist(wave):
        return "answers_gone"
    if any(
        wave.id in request.wave_ids and request.id != own
        for request in requests
        if request.state == "waiting"
    ):
        return "being_studied"
    if count_refusals(requests)[wave.id] >= MOST_REFUSALS:
        return "refused_often"
    promise = sealed_promise(wave)
    if not allows_study(promise):
        return "not_promised"
    release = find_release(wave.id)
    return "no_figures" if release is None else why_wave_cannot(promise, json.loads(release.body))


def read_ready(wave: Wave, place: Property) -> Ready:
    """A wave that `why_not` has nothing against, with its release."""
    release = find_release(wave.id)
    assert release is not None, "why_not has looked"
    document = json.loads(release.body)
    return Ready(wave, place, member_of(place.id, document), document, release.sha256)


def _candidate(wave: Wave, place: Property, reason: Reason | None) -> Candidate:
    if reason is not None:
        return Candidate(wave.id, place.name, wave.number, None, None, reason)
    assert wave.released_at is not None, "only released waves are listed"
    return Candidate(
        wave_id=wave.id,
        place=place.name,
        number=wave.number,
        respondents=read_ready(wave, place).member.respondents,
        destroyed_on=get_terms(wave).answers_destroyed_on(wave.released_at),
        reason=None,
    )
