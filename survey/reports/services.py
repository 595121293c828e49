"""Writes of the reports: a document is made once, stored, and served from there ever after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy.exc import IntegrityError

from survey.db import db, transaction
from survey.reports.design import design_of
from survey.reports.models import Rendering
from survey.reports.queries import find_rendering
from survey.reports.reading import ReleaseDocument
from survey.reports.sheet import SHEET_PAPERS, render_sheet
from survey.reports.summary import PAPERS, render_summary
from survey.results.models import Release


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of PDF that is made from one release: what makes it, and on which papers."""

    make: Callable[[ReleaseDocument, str, str], bytes]
    papers: tuple[str, ...]


KINDS: Final[Mapping[str, Kind]] = {
    "summary": Kind(render_summary, PAPERS),
    "sheet": Kind(render_sheet, SHEET_PAPERS),
}


def get_rendering(*, release: Release, kind: str, tag: str, paper: str, now: datetime) -> Rendering:
    """Return a stored PDF of a release, made now if this is the first time.

    kind: one of KINDS; paper: one of its papers. Making one takes about a second and holds no
    lock; of two who ask first at the same moment, both get the one that was stored.
    """
    release_id, body, design = release.id, release.body, design_of(tag)
    find = partial(
        find_rendering, release_id=release_id, kind=kind, locale=tag, paper=paper, design=design
    )
    stored = find()
    if stored is not None:
        return stored
    content = KINDS[kind].make(ReleaseDocument.from_json(body), tag, paper)
    with transaction():
        _store(
            Rendering(
                release_id=release_id,
                kind=kind,
                locale=tag,
                paper=paper,
                design=design,
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
                made_at=now,
            )
        )
    stored = find()
    assert stored is not None
    return stored


def _store(rendering: Rendering) -> None:
    """Add a document unless somebody else just did: the unique key decides, not this process."""
    try:
        with db.session.begin_nested():
            db.session.add(rendering)
    except IntegrityError:
        return
