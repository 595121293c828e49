"""Stored releases of hand-made documents: a released wave and its document, nothing else."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from survey.communities.models import Property
from survey.db import db, transaction
from survey.results.models import Release
from survey.results.newest import note_newest
from survey.waves.models import Wave
from tests.factories.waves import publish_for_tests
from tests.support.release_documents import text_of


def make_release(document: dict[str, Any], *, place: Property) -> int:
    """Store a document as the release of a wave of its own number; returns the release's id.

    The document takes the property's name and slug, as a real one would.
    """
    body = text_of(document | {"property": _facts(document, place)})
    opens, closes = (_moment(document["wave"][name]) for name in ("opens_on", "closes_on"))
    number = document["wave"]["number"]
    promise_hash = hashlib.sha256(f"{place.slug} {number}".encode()).hexdigest()
    with transaction():
        there = db.session.merge(place)
        wave = Wave(
            id=promise_hash[:16],
            property_id=there.id,
            questionnaire_version_id=publish_for_tests(there, opens).id,
            number=number,
            slug=promise_hash[:12],
            state="released",
            access="codes",
            custody="server",
            promise=_promise(opens, closes),
            promise_hash=promise_hash,
            public_key=b"none",
            opens_at=opens,
            closes_at=closes,
            launched_at=opens,
        )
        db.session.add(wave)
        db.session.flush()
        release = Release(
            wave_id=wave.id,
            property_id=there.id,
            number=1,
            schema_version=document["schema"],
            body=body,
            sha256=hashlib.sha256(body.encode()).hexdigest(),
            made_at=closes,
        )
        db.session.add(release)
        db.session.flush()
        note_newest(release, json.loads(body))
        return release.id


def _promise(opens: datetime, closes: datetime) -> str:
    """Nothing of a promise but its days."""
    days = {"opens_on": opens, "closes_on": closes, "report_by": closes + timedelta(days=28)}
    return json.dumps({"wave": {name: str(at.date()) for name, at in days.items()}})


def correct_release(release_id: int, document: dict[str, Any]) -> int:
    """Store a document as the next release of the same wave; returns its id."""
    body = text_of(document)
    with transaction():
        before = db.session.get_one(Release, release_id)
        release = Release(
            wave_id=before.wave_id,
            property_id=before.property_id,
            number=before.number + 1,
            schema_version=document["schema"],
            body=body,
            sha256=hashlib.sha256(body.encode()).hexdigest(),
            made_at=before.made_at,
        )
        db.session.add(release)
        db.session.flush()
        return release.id


def _facts(document: dict[str, Any], place: Property) -> dict[str, Any]:
    facts: dict[str, Any] = document["property"] | {"name": place.name, "slug": place.slug}
    return facts


def _moment(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC)
