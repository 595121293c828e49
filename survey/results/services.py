"""Writes of releases: made once, never changed, recomputed to show that nothing was."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from survey.core.canonical import canonical_json
from survey.core.errors import SurveyError
from survey.core.version import VERSION
from survey.db import db
from survey.responses.services.locking import hold_wave
from survey.results.aggregation import SCHEMA, answers_exist, build_document
from survey.results.models import Release
from survey.results.queries import find_release, find_release_by_promise, list_earlier_releases
from survey.waves.models import Wave


def make_release(*, wave: Wave, now: datetime) -> Release:
    """Release an opened wave; once that is done, gives back the release there is.

    A wave with too few answers gets a release that says so. Raises SurveyError
    "wave_not_opened", "wave_cancelled".
    """
    held = hold_wave(wave.id)
    existing = find_release(held.id)
    if existing is not None:
        return existing
    if held.state != "opened":
        cancelled = held.state == "cancelled"
        raise SurveyError("conflict", "wave_cancelled" if cancelled else "wave_not_opened")
    document = build_document(
        held, released_at=now, previous=_find_previous(held), software=VERSION
    )
    body = canonical_json(document)
    release = Release(
        wave_id=held.id,
        property_id=held.property_id,
        number=1,
        schema_version=SCHEMA,
        body=body,
        sha256=hash_body(body),
        made_at=now,
    )
    db.session.add(release)
    held.state, held.released_at = "released", now
    db.session.flush()
    return release


def recompute_release(wave: Wave) -> bool:
    """Whether the wave's answers still give its release, byte for byte.

    Compared with the same earlier release and named after the same software, so that neither a
    later release nor an update makes a difference. Raises SurveyError "no_such_release" and,
    once they have been destroyed, "answers_gone".
    """
    release = find_release(wave.id)
    if release is None or wave.released_at is None:
        raise SurveyError("missing", "no_such_release", wave=wave.id)
    if not answers_exist(wave):
        raise SurveyError("conflict", "answers_gone", wave=wave.id)
    stored: dict[str, Any] = json.loads(release.body)
    document = build_document(
        wave,
        released_at=wave.released_at,
        previous=_get_compared(stored),
        software=stored["software"],
    )
    return canonical_json(document) == release.body and hash_body(release.body) == release.sha256


def hash_body(body: str) -> str:
    """The SHA-256 of a release's body in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(body.encode("utf-8")).hexdigest()


def _find_previous(wave: Wave) -> dict[str, Any] | None:
    """The latest earlier document of the property that has figures."""
    for release in list_earlier_releases(wave):
        document: dict[str, Any] = json.loads(release.body)
        if document["status"] == "released":
            return document
    return None


def _get_compared(stored: dict[str, Any]) -> dict[str, Any] | None:
    """The document that a stored one was compared with."""
    if stored["change"] is None:
        return None
    earlier = find_release_by_promise(stored["change"]["since"]["hash"])
    if earlier is None:
        return None
    document: dict[str, Any] = json.loads(earlier.body)
    return document
