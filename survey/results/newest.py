"""The newest figures of each property as rows: written with the release, made again from releases.

What many places' tables read costs by the number of places then, whatever was released before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, insert, select

from survey.core.disclosure.tabling import table_figures, table_release
from survey.core.promise.kinds import EVERYBODY, kind_of
from survey.db import db
from survey.results.models import NewestFigure, NewestRelease, Release
from survey.waves.models import Wave


def note_newest(release: Release, document: Mapping[str, Any]) -> None:
    """Let a release stand as its property's newest, unless a later wave's is there already.

    One of a move-in wave does not: its people are not those who live there. Needs the transaction
    that makes the release, whose id must be known.
    """
    if kind_of(document) != EVERYBODY:
        return
    facts = asdict(table_release(document, _find_before(release, document)))
    held = db.session.get(NewestRelease, release.property_id)
    if held is not None and held.wave_number > facts["wave_number"]:
        return
    db.session.flush()
    _forget(release.property_id)
    row = {"property_id": release.property_id, "release_id": release.id, **facts}
    db.session.execute(insert(NewestRelease), [row])
    figures = [
        {"property_id": release.property_id, **asdict(figure)} for figure in table_figures(document)
    ]
    if figures:
        db.session.execute(insert(NewestFigure), figures)


def rebuild_newest() -> int:
    """Make all rows again from the releases; the number of properties that have any."""
    db.session.execute(delete(NewestFigure))
    db.session.execute(delete(NewestRelease))
    newest = _list_newest()
    for release_id in newest:
        release = db.session.get_one(Release, release_id)
        note_newest(release, json.loads(release.body))
        db.session.expunge(release)
    return len(newest)


def _find_before(release: Release, document: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The document that a release is compared with, if it names one and it is there. One query."""
    named = document.get("before")
    if not named:
        return None
    body = db.session.scalar(
        select(Release.body).where(
            Release.property_id == release.property_id, Release.sha256 == named["sha256"]
        )
    )
    found: Mapping[str, Any] | None = None if body is None else json.loads(body)
    return found


def _forget(property_id: int) -> None:
    for table in (NewestFigure, NewestRelease):
        db.session.execute(delete(table).where(table.property_id == property_id))


def _list_newest() -> list[int]:
    """The id of each property's newest release. One query, which reads no document."""
    found = db.session.execute(
        select(Release.property_id, Release.id)
        .join(Wave, Wave.id == Release.wave_id)
        .where(Wave.kind == EVERYBODY)
        .order_by(Release.property_id, Wave.number, Release.number)
    )
    newest: dict[int, int] = {}
    for property_id, release_id in found:
        newest[property_id] = release_id
    return list(newest.values())
