"""The same report of many places as one archive: asked for together, made by many, stored once.

Each report is a job of its own and is kept like any other, so that all processors work, a crash
costs no report that is made, and the archive itself is put together when it is handed out.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Final

from sqlalchemy import select

from survey.accounts.access import Right, has_right
from survey.accounts.models import Person
from survey.communities.models import Property
from survey.core.errors import SurveyError
from survey.db import db
from survey.jobs.models import Job
from survey.jobs.queue import BULK
from survey.reports.models import ReportArchive
from survey.reports.preparing import Wanted, ask_for_rendering, make_at_once
from survey.reports.public_page import offered_languages
from survey.reports.reading import ReleaseDocument
from survey.reports.services import find_stored
from survey.results.models import Release

AT_ONCE: Final = 500
DATED: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment of a ZIP: the same reports give the same bytes."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an archive is: reports made, of how many, and how many could not be made."""

    made: int
    total: int
    failed: int

    @property
    def complete(self) -> bool:
        """Whether nothing is waited for any more."""
        return self.made + self.failed >= self.total


def ask_for_archive(
    *,
    person: Person,
    release_ids: Sequence[int],
    kind: str,
    tag: str,
    paper: str,
    now: datetime,
) -> ReportArchive:
    """Have a report of each release made. Needs a transaction. Raises SurveyError "no_releases"."""
    if not release_ids:
        raise SurveyError("input", "no_releases")
    releases = _in_languages(release_ids, tag)
    archive = ReportArchive(
        person_id=person.id,
        kind=kind,
        locale=tag,
        paper=paper,
        releases=[(release.id, each) for release, each in releases],
        asked_at=now,
    )
    db.session.add(archive)
    db.session.flush()
    for release, each in releases:
        if find_stored(release=release, kind=kind, tag=each, paper=paper) is None:
            ask_for_rendering(wanted=Wanted(release.id, kind, each, paper), now=now, rank=BULK)
    return archive


def get_archive_for(person: Person, archive_id: int) -> ReportArchive:
    """An archive that this person asked for. Raises SurveyError "no_such_release"."""
    archive = db.session.get(ReportArchive, archive_id)
    if archive is None or archive.person_id != person.id:
        raise SurveyError("missing", "no_such_release", id=archive_id)
    return archive


def standing_of(archive: ReportArchive) -> Standing:
    """How far an archive is. A query for each 500 reports."""
    keys = [wanted.key for wanted in _list_wanted(archive)]
    states: list[str] = []
    for start in range(0, len(keys), AT_ONCE):
        wanted = select(Job.state).where(Job.key.in_(keys[start : start + AT_ONCE]))
        states += db.session.scalars(wanted)
    failed = states.count("failed")
    under_way = len(states) - states.count("done") - failed
    return Standing(len(keys) - under_way - failed, len(keys), failed)


def pack_archive(archive: ReportArchive, person: Person, now: datetime) -> IO[bytes]:
    """The archive as a file of its own that ends when it is closed; read from its beginning.

    Only places that the person may still read are in it. A report that is not made yet is made now.
    """
    with ExitStack() as unfinished:
        file = unfinished.enter_context(TemporaryFile())
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
            for wanted in _list_wanted(archive):
                _pack(packed, wanted, person, now)
        unfinished.pop_all()
    file.seek(0)
    return file


def _pack(packed: zipfile.ZipFile, wanted: Wanted, person: Person, now: datetime) -> None:
    release = db.session.get(Release, wanted.release_id)
    place = db.session.get(Property, release.property_id) if release else None
    if release is None or place is None or not has_right(person, place, Right.VIEW_RELEASES):
        return
    name = f"{place.slug}-{wanted.kind}-{wanted.tag}-{wanted.paper}.pdf"
    stored = make_at_once(release=release, wanted=wanted, now=now)
    packed.writestr(zipfile.ZipInfo(name, DATED), stored.content)
    for used in (stored, release):
        db.session.expunge(used)  # hundreds of them would stay in memory


def _list_wanted(archive: ReportArchive) -> list[Wanted]:
    return [Wanted(id_, archive.kind, tag, archive.paper) for id_, tag in archive.releases]


def _in_languages(release_ids: Sequence[int], tag: str) -> list[tuple[Release, str]]:
    """Each release with the chosen language, or the first of its wave where that was not in it."""
    found: dict[int, tuple[Release, str]] = {}
    for start in range(0, len(release_ids), AT_ONCE):
        some = release_ids[start : start + AT_ONCE]
        for release in db.session.scalars(select(Release).where(Release.id.in_(some))):
            document = ReleaseDocument.from_json(release.body)
            offered = [one.tag for one in offered_languages(document)]
            found[release.id] = (release, tag if tag in offered else offered[0])
    return [found[id_] for id_ in release_ids if id_ in found]
