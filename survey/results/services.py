"""Writes of releases: made once, never changed, recomputed to show that nothing was.

In two steps. Preparing is slow and holds nothing: it counts, protects, and has the candidate
attacked together with everything that was released before. Publishing is short and holds the
wave and the ledger's head: what was prepared against an older ledger is not published.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from survey.core.canonical import canonical_json
from survey.core.disclosure.upgrading import SCHEMA
from survey.core.errors import SurveyError
from survey.core.version import VERSION
from survey.db import db
from survey.results.aggregation import answers_exist, build_document, clear_release
from survey.results.ledger import enter_release, hash_body, hold_head
from survey.results.models import Release
from survey.results.newest import note_newest
from survey.results.queries import (
    find_positions,
    find_release,
    last_position,
    list_releases_in_ledger,
    list_releases_outside_ledger,
)
from survey.waves.models import Wave
from survey.waves.services.holding import hold_wave

Document = dict[str, Any]
Progress = Callable[[int, int], None]
"""Told how many steps are done, of how many."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release that may be published as long as the ledger says no more of its property.

    position: the last place in the ledger that spoke of the property when this was prepared. How
    it came about is left behind here: of two releases that are the same, one may have taken more
    proposals, because there was something to find.
    """

    wave_id: str
    document: Document
    made_at: datetime
    position: int


def prepare_release(*, wave: Wave, now: datetime, progress: Progress | None = None) -> Prepared:
    """Make the candidate of an opened wave and have it checked; writes nothing, holds nothing.

    Takes from a second to minutes. Raises SurveyError "wave_not_opened", "wave_cancelled",
    "wave_released", "ledger_incomplete".
    """
    _refuse_unless_opened(wave)
    position = last_position(wave.property_id)
    if list_releases_outside_ledger(wave.property_id):
        raise SurveyError("conflict", "ledger_incomplete")
    wave_id = wave.id
    cleared = clear_release(
        wave,
        released_at=now,
        earlier=_documents(list_releases_in_ledger(wave.property_id)),
        software=VERSION,
        progress=progress,
    )
    return Prepared(wave_id, cleared.document, now, position)


def publish_release(prepared: Prepared) -> Release:
    """Release what was prepared, with its entries in the ledger; or give back what there is.

    Raises SurveyError "ledger_moved" when more was released at the property meanwhile: prepare
    again. Also "wave_not_opened", "wave_cancelled".
    """
    held = hold_wave(prepared.wave_id)
    existing = find_release(held.id)
    if existing is not None:
        return existing
    _refuse_unless_opened(held)
    hold_head()
    if last_position(held.property_id) != prepared.position:
        raise SurveyError("conflict", "ledger_moved")
    body = canonical_json(prepared.document)
    release = Release(
        wave_id=held.id,
        property_id=held.property_id,
        number=1,
        schema_version=SCHEMA,
        body=body,
        sha256=hash_body(body),
        made_at=prepared.made_at,
    )
    db.session.add(release)
    enter_release(release, prepared.document)
    note_newest(release, prepared.document)
    held.state, held.released_at = "released", prepared.made_at
    db.session.flush()
    return release


def make_release(*, wave: Wave, now: datetime) -> Release:
    """Prepare and publish in one transaction; once that is done, give back the release there is.

    A wave with too few answers gets a release that says so. Holds the wave and the ledger for as
    long as it takes: a server has it checked in the background (checking.py). Raises SurveyError
    as `prepare_release` does.
    """
    held = hold_wave(wave.id)
    existing = find_release(held.id)
    if existing is not None:
        return existing
    hold_head()
    return publish_release(prepare_release(wave=held, now=now))


def recompute_release(wave: Wave) -> bool:
    """Whether the wave's answers still give its release, byte for byte.

    Compared with the same earlier release, checked against the same ones, and named after the
    same software, so that neither a later release nor an update makes a difference. Raises
    SurveyError "no_such_release", "answers_gone" once they have been destroyed, and "older_rules"
    for a release of an older schema, of older rules or of before its schema grew, which cannot be
    made any more.
    """
    release = find_release(wave.id)
    if release is None or wave.released_at is None:
        raise SurveyError("missing", "no_such_release", wave=wave.id)
    if not answers_exist(wave):
        raise SurveyError("conflict", "answers_gone", wave=wave.id)
    if release.schema_version != SCHEMA:
        raise SurveyError("conflict", "older_rules", schema=release.schema_version)
    stored: Document = json.loads(release.body)
    positions = find_positions(release)
    if positions is None:
        raise SurveyError("conflict", "ledger_incomplete")
    document = build_document(
        wave,
        released_at=wave.released_at,
        earlier=_documents(list_releases_in_ledger(wave.property_id, before=positions[0])),
        software=stored["software"],
    )
    if hash_body(release.body) != release.sha256:
        return False
    if not _same_making(document, stored):  # whole, but of before something was added
        raise SurveyError("conflict", "older_rules", schema=release.schema_version)
    return canonical_json(document) == release.body


def _refuse_unless_opened(wave: Wave) -> None:
    codes = {"released": "wave_released", "cancelled": "wave_cancelled"}
    if wave.state != "opened":
        raise SurveyError("conflict", codes.get(wave.state, "wave_not_opened"))


def _same_making(document: Document, stored: Document) -> bool:
    """Whether two documents hold the same parts and were made by the same rules."""
    rules = (one.get("method", {}).get("rules") for one in (document, stored))
    return document.keys() == stored.keys() and len(set(rules)) == 1


def _documents(releases: Sequence[Release]) -> list[Document]:
    return [json.loads(release.body) for release in releases]
