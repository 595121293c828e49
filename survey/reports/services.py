"""Writes of the reports: a document is made once, stored, and served from there ever after."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from sqlalchemy.exc import IntegrityError

from survey.db import db, transaction
from survey.reports.design import design_of
from survey.reports.models import Rendering
from survey.reports.queries import find_rendering
from survey.reports.reading import ReleaseDocument
from survey.reports.summary import render_summary
from survey.results.models import Release

SUMMARY: Final = "summary"


def get_summary(*, release: Release, tag: str, paper: str, now: datetime) -> Rendering:
    """Return the stored PDF summary of a release, made now if this is the first time.

    Making one takes about a second and holds no lock; of two who ask first at the same moment,
    both get the one that was stored.
    """
    release_id, body, design = release.id, release.body, design_of(tag)
    stored = _find(release_id, tag, paper, design)
    if stored is not None:
        return stored
    content = render_summary(ReleaseDocument.from_json(body), tag, paper)
    with transaction():
        _store(
            Rendering(
                release_id=release_id,
                kind=SUMMARY,
                locale=tag,
                paper=paper,
                design=design,
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
                made_at=now,
            )
        )
    stored = _find(release_id, tag, paper, design)
    assert stored is not None
    return stored


def _find(release_id: int, tag: str, paper: str, design: str) -> Rendering | None:
    return find_rendering(
        release_id=release_id, kind=SUMMARY, locale=tag, paper=paper, design=design
    )


def _store(rendering: Rendering) -> None:
    """Add a document unless somebody else just did: the unique key decides, not this process."""
    try:
        with db.session.begin_nested():
            db.session.add(rendering)
    except IntegrityError:
        return
