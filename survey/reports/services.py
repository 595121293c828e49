"""Writes of the reports: a document is made once, stored, and served from there ever after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy.exc import IntegrityError

from survey.db import db, transaction
from survey.pdf.papers import PAPERS
from survey.reports.agenda.rendering import render_agenda
from survey.reports.board.rendering import render_board
from survey.reports.design import design_of, design_with
from survey.reports.full.report import render_full
from survey.reports.models import Rendering
from survey.reports.queries import find_rendering
from survey.reports.reading import ReleaseDocument
from survey.reports.sheet import SHEET_PAPERS, render_sheet
from survey.reports.summary import render_summary
from survey.results.models import Release
from survey.results.queries import list_releases_before

Make = Callable[[ReleaseDocument, Sequence[ReleaseDocument], str, str], bytes]
"""Makes a PDF of a release, the earlier ones of its place, a language and a paper."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of PDF that is made from a release: what makes it, and on which papers.

    over_time: whether the newest releases of the place's earlier waves are shown too, by wave.
    Otherwise none is read, and `make` gets none. slow: takes longer than somebody should wait for
    a page.
    """

    make: Make
    papers: tuple[str, ...]
    over_time: bool = False
    slow: bool = False


def _alone(make: Callable[[ReleaseDocument, str, str], bytes]) -> Make:
    """What makes a PDF of one release by itself, as one that is given the earlier ones."""

    def make_alone(
        document: ReleaseDocument, _earlier: Sequence[ReleaseDocument], tag: str, paper: str
    ) -> bytes:
        return make(document, tag, paper)

    return make_alone


KINDS: Final[Mapping[str, Kind]] = {
    "summary": Kind(_alone(render_summary), PAPERS),
    "sheet": Kind(_alone(render_sheet), SHEET_PAPERS),
    "board": Kind(render_board, PAPERS, over_time=True, slow=True),
    "full": Kind(_alone(render_full), PAPERS, slow=True),
    "agenda": Kind(_alone(render_agenda), PAPERS, slow=True),
}


def get_rendering(*, release: Release, kind: str, tag: str, paper: str, now: datetime) -> Rendering:
    """Return a stored PDF of a release, made now if this is the first time.

    kind: one of KINDS; paper: one of its papers. Making one takes from a second to twenty and holds
    no lock; of two who ask first at the same moment, both get the one that was stored.
    """
    made_by = KINDS[kind]
    release_id, body = release.id, release.body
    before = list_releases_before(release) if made_by.over_time else []
    bodies = [earlier.body for earlier in before]
    design = _design(made_by, tag, before)
    find = partial(
        find_rendering, release_id=release_id, kind=kind, locale=tag, paper=paper, design=design
    )
    stored = find()
    if stored is not None:
        return stored
    earlier = [ReleaseDocument.from_json(text) for text in bodies]
    content = made_by.make(ReleaseDocument.from_json(body), earlier, tag, paper)
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


def find_stored(*, release: Release, kind: str, tag: str, paper: str) -> Rendering | None:
    """Return a stored PDF of a release in the present design, or None. Two queries at most."""
    made_by = KINDS[kind]
    before = list_releases_before(release) if made_by.over_time else []
    return find_rendering(
        release_id=release.id,
        kind=kind,
        locale=tag,
        paper=paper,
        design=_design(made_by, tag, before),
    )


def _design(kind: Kind, tag: str, before: Sequence[Release]) -> str:
    """The design under which a document is kept: with the earlier releases that it shows."""
    if not kind.over_time:
        return design_of(tag)
    return design_with(tag, [earlier.sha256 for earlier in before])


def _store(rendering: Rendering) -> None:
    """Add a document unless somebody else just did: the unique key decides, not this process."""
    try:
        with db.session.begin_nested():
            db.session.add(rendering)
    except IntegrityError:
        return
