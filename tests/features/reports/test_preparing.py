"""Documents that take long: made once by a job, while a page waits.

P1  The first who asks is told that it is being made, and the page asks again by itself; once it is
    made it comes from storage, and whoever has it is told so without reading it.
P2  However often it is asked for, it is made once; a quick one comes at once.
P3  One that could not be made says so, and is tried again by whoever asks later.
P4  An archive holds one report of each chosen place; what others made is not made again.
P5  A worker that dies loses nothing that is made, and another one goes on.
P6  An archive is its asker's own, and holds only what they may read when they take it away.
P7  Somebody who waits for one document does not wait for hundreds.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from survey.accounts.models import Membership, Role
from survey.communities.models import Organization, Property
from survey.db import db, transaction
from survey.jobs.models import Job
from survey.jobs.queue import LEASE, MOST_ATTEMPTS, take_job
from survey.jobs.working import work_once, work_until_idle
from survey.reports import services
from survey.reports.models import Rendering
from survey.reports.preparing import RENDER
from survey.reports.services import KINDS
from tests.factories.accounts import make_person, sign_in
from tests.factories.communities import make_property
from tests.factories.releases import make_release
from tests.support import release_documents as documents
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import PageClient, heading_of, words_of

ARCHIVES = "/staff/portfolio/archives"
NAMES = ("Alder House", "Birch Row", "Cedar Court")


@pytest.fixture
def made(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was laid out, in order: background work is on, and a document is made quickly."""
    app.extensions["settings"] = replace(app.extensions["settings"], jobs="separate")
    seen: list[str] = []

    def make(document: Any, _earlier: object, tag: str, paper: str) -> bytes:
        seen.append(document.place.name)
        if document.place.name == "Broken":
            raise RuntimeError("it does not fit")
        return f"%PDF {document.place.name} {tag} {paper}".encode()

    quick = {name: replace(kind, make=make) for name, kind in KINDS.items()}
    monkeypatch.setattr(services, "KINDS", quick)
    return seen


@pytest.fixture
def evaluator(client: PageClient, organization: Organization) -> PageClient:
    """Return a client in which Eve, an evaluator, is signed in."""
    sign_in(client, make_person("Eve", organization=organization, role=Role.EVALUATOR))
    return client


@pytest.fixture
def address(organization: Organization) -> str:
    """The full report of a release."""
    place = make_property("Alder House", organization=organization)
    return f"/staff/releases/{make_release(documents.full(), place=place)}/full.pdf?lang=en"


@pytest.fixture
def places(organization: Organization) -> list[Property]:
    """Three places with results."""
    found = [make_property(name, organization=organization) for name in NAMES]
    for place in found:
        make_release(documents.full(), place=place)
    return found


def count_jobs() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Job).where(Job.kind == RENDER)) or 0


def test_made_while_a_page_waits(evaluator: PageClient, made: list[str], address: str) -> None:
    """P1, P2"""
    for _twice in range(2):
        waiting = evaluator.get(address)
        assert (waiting.status_code, waiting.headers["Refresh"]) == (202, "2")
        assert heading_of(waiting) == "The document is being made"
    assert (count_jobs(), made) == (1, [])
    assert work_until_idle([RENDER]) == 1
    document = evaluator.get(address)
    assert (document.status_code, document.data) == (200, b"%PDF Alder House en a4")
    assert made == ["Alder House"]
    with contents_read() as read:
        again = evaluator.get(address, headers={"If-None-Match": document.headers["ETag"]})
    assert (again.status_code, again.data, read) == (304, b"", [])
    with contents_read() as read:
        evaluator.get(address)
    assert len(read) == 1


def test_a_quick_one_comes_at_once(evaluator: PageClient, made: list[str], address: str) -> None:
    """P2"""
    summary = evaluator.get(address.replace("full.pdf", "summary.pdf"))
    assert summary.status_code == 200
    assert count_jobs() == 0


def test_one_that_could_not_be_made(
    evaluator: PageClient,
    made: list[str],
    organization: Organization,
    frozen_clock: FrozenClock,
) -> None:
    """P3"""
    place = make_property("Broken", organization=organization)
    address = f"/staff/releases/{make_release(documents.full(), place=place)}/full.pdf?lang=en"
    evaluator.get(address)
    for _attempt in range(MOST_ATTEMPTS):
        assert work_once([RENDER]) is not None
        frozen_clock.forward(hours=1.2)
    frozen_clock.forward(hours=-1.2)
    failed = evaluator.get(address)
    assert failed.status_code == 202
    assert heading_of(failed) == "This document could not be made"
    assert "Refresh" not in failed.headers
    assert len(made) == MOST_ATTEMPTS
    frozen_clock.forward(minutes=2)
    assert heading_of(evaluator.get(address)) == "The document is being made"


def ask(client: PageClient, **choices: str) -> str:
    asked = client.post(ARCHIVES, data={"kind": "board", "paper": "a4", "lang": "es", **choices})
    assert asked.status_code == 303, asked.get_data(as_text=True)
    return asked.headers["Location"]


def files_of(client: PageClient, archive: str) -> dict[str, bytes]:
    with (
        client.get(f"{archive}/reports.zip") as handed,
        zipfile.ZipFile(io.BytesIO(handed.data)) as packed,
    ):
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def test_an_archive(
    evaluator: PageClient, made: list[str], places: list[Property], frozen_clock: FrozenClock
) -> None:
    """P4, P5"""
    archive = ask(evaluator)
    page = evaluator.get(archive)
    assert heading_of(page) == "The archive is being made"
    assert page.headers["Refresh"] == "5"
    assert work_once([RENDER]) == "done"
    assert take_job(frozen_clock(), [RENDER]) is not None
    assert "1 of 3 reports are made." in words_of(evaluator.get(archive))
    frozen_clock.forward(seconds=LEASE.total_seconds() + 1)
    assert work_until_idle([RENDER]) == 2
    ready = evaluator.get(archive)
    assert heading_of(ready) == "The archive is ready"
    assert "Refresh" not in ready.headers
    assert files_of(evaluator, archive) == {
        f"{place.slug}-board-es-a4.pdf": f"%PDF {name} es a4".encode()
        for place, name in zip(places, NAMES, strict=True)
    }
    assert sorted(made) == sorted(NAMES)
    assert heading_of(evaluator.get(ask(evaluator))) == "The archive is ready"
    assert sorted(made) == sorted(NAMES)


def test_an_archive_is_ones_own(
    app: Flask,
    evaluator: PageClient,
    made: list[str],
    places: list[Property],
    organization: Organization,
) -> None:
    """P6"""
    archive = ask(evaluator)
    other = sign_in(app.test_client(), make_person("Abe", organization=organization))
    assert other.get(archive).status_code == 404
    assert other.get(f"{archive}/reports.zip").status_code == 404
    birch = places[1].id
    with transaction():
        member = db.session.scalars(
            select(Membership).where(Membership.role == Role.EVALUATOR)
        ).one()
        member.role = Role.MANAGER
        member.properties = []
    assert files_of(evaluator, archive) == {}
    assert birch not in [rendering.id for rendering in db.session.scalars(select(Rendering))]


def test_what_cannot_be_had(evaluator: PageClient, made: list[str]) -> None:
    """P4"""
    choices = {"kind": "board", "paper": "a4", "lang": "es"}
    nothing = evaluator.post(ARCHIVES, data=choices, follow_redirects=True)
    assert "None of these places has results yet." in words_of(nothing)
    for wrong in ({"kind": "novel"}, {"paper": "a0"}, {"lang": "xx"}):
        assert evaluator.post(ARCHIVES, data={**choices, **wrong}).status_code == 400


def test_who_waits_comes_first(
    evaluator: PageClient, made: list[str], places: list[Property]
) -> None:
    """P7"""
    ask(evaluator)
    last = db.session.scalars(select(Job).order_by(Job.id.desc())).first()
    assert last is not None
    release_id = last.payload["release_id"]
    evaluator.get(f"/staff/releases/{release_id}/board.pdf?lang=es&paper=a4")
    work_once([RENDER])
    assert made == [NAMES[-1]]


class contents_read:  # noqa: N801 - used like a function
    """The statements that read a stored document's bytes meanwhile."""

    def __enter__(self) -> list[str]:
        self._read: list[str] = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self._read

    def __exit__(self, *_trace: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "rendering.content" in statement:
            self._read.append(statement)
