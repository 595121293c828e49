"""The chain of studies: each one's hash covers the one before it, so that none can be exchanged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from survey.core.canonical import content_hash
from survey.core.disclosure.ledger import FIRST_HASH
from survey.studies.models import Study
from survey.studies.queries import list_all_studies, list_published_requests, list_used_waves


def link(number: int, previous_hash: str, sha256: str) -> str:
    """The hash of a study in its place: 64 hexadecimal digits."""
    return content_hash({"number": number, "previous": previous_hash, "study": sha256})


def hash_body(body: str) -> str:
    """The SHA-256 of a study's body in UTF-8."""
    return hashlib.sha256(body.encode("utf-8")).hexdigest()


def verify_studies() -> tuple[str, ...]:
    """Everything that is wrong with the chain, one line each; empty when it is whole.

    Altered, missing or cut off, each shows; so does a wave that is used up by none, or by another.
    """
    studies = list_all_studies()
    faults = list(_faults_of(studies))
    missing = list_published_requests() - {study.request_id for study in studies}
    faults += [f"the study that request {request_id} led to is missing" for request_id in missing]
    named = {
        (wave["wave"], study.number)
        for study in studies
        for wave in json.loads(study.body)["waves"]
    }
    faults += [
        f"wave {wave_id} does not go with study {number}"
        for wave_id, number in sorted(named ^ list_used_waves())
    ]
    return tuple(faults)


def _faults_of(studies: list[Study]) -> Iterator[str]:
    last_number, last_hash = 0, FIRST_HASH
    for study in studies:
        if (study.number, study.previous_hash) != (last_number + 1, last_hash):
            yield f"study {study.number} does not follow on the study before it"
        expected = link(study.number, study.previous_hash, hash_body(study.body))
        if study.sha256 != hash_body(study.body) or study.hash != expected:
            yield f"study {study.number} was altered"
        last_number, last_hash = study.number, study.hash
