"""Storing summaries.

T1  A summary is made once per release, language and paper, and then comes from storage.
T2  Of many who ask first at the same moment, all get the one that is stored.
T3  Another design makes a new one and leaves the old one as it was handed out.
T4  The command writes the same bytes to a file.
T5  A kind that shows earlier waves gets the newest release of each; a correction makes it afresh.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from survey.communities.models import Organization
from survey.db import db
from survey.pdf.papers import PAPERS
from survey.reports import services
from survey.reports.models import Rendering
from survey.reports.reading import ReleaseDocument
from survey.reports.services import Kind, get_rendering
from survey.results.models import Release
from tests.factories.communities import make_property
from tests.factories.releases import correct_release, make_release
from tests.support import release_documents as documents
from tests.support.frozen_clock import FrozenClock


@pytest.fixture
def database(every_database: str) -> str:
    """Every database: stored releases are read here."""
    return every_database


@pytest.fixture
def release_id(organization: Organization) -> int:
    """Return a stored release of few pages."""
    place = make_property("Alder House", organization=organization)
    return make_release(documents.too_few(), place=place)


def count_stored() -> int:
    """Return how many documents are stored."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Rendering)) or 0


def get(release_id: int, clock: FrozenClock, tag: str = "en", paper: str = "a4") -> Rendering:
    """Return a summary of the release."""
    release = db.session.get_one(Release, release_id)
    return get_rendering(release=release, kind="summary", tag=tag, paper=paper, now=clock())


def test_made_once(
    release_id: int, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T1"""
    first = get(release_id, frozen_clock).content
    assert first.startswith(b"%PDF")

    def refuse(*_arguments: object) -> bytes:
        raise AssertionError("made again")

    monkeypatch.setattr(services, "KINDS", {"summary": Kind(refuse, PAPERS)})
    assert get(release_id, frozen_clock).content == first
    with pytest.raises(AssertionError, match="made again"):
        get(release_id, frozen_clock, paper="letter")
    assert count_stored() == 1


def test_asked_for_at_the_same_moment(
    app: Flask, release_id: int, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T2"""
    together = Barrier(4)
    made: list[bytes] = []

    def make(*_arguments: object) -> bytes:
        together.wait(timeout=20)
        made.append(b"%PDF " + str(len(made)).encode())
        return made[-1]

    monkeypatch.setattr(services, "KINDS", {"summary": Kind(make, PAPERS)})

    def ask(_number: int) -> bytes:
        with app.app_context():
            content = get(release_id, frozen_clock).content
            db.session.remove()
            return content

    with ThreadPoolExecutor(4) as pool:
        handed_out = set(pool.map(ask, range(4)))
    assert len(made) == 4
    assert len(handed_out) == 1
    assert count_stored() == 1


def test_another_design(
    release_id: int, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T3"""
    old = get(release_id, frozen_clock)
    old_id, old_sha256 = old.id, old.sha256
    monkeypatch.setattr(services, "design_of", lambda _tag: "another")
    assert get(release_id, frozen_clock).id != old_id
    assert count_stored() == 2
    assert db.session.get_one(Rendering, old_id).sha256 == old_sha256


def test_earlier_waves(
    organization: Organization, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T5"""
    place = make_property("Larkspur Court", organization=organization)
    first = make_release(documents.earlier_wave(1, "2026-05-24"), place=place)
    second = make_release(documents.full(), place=place)
    make_release(documents.third(), place=place)
    given: list[list[int]] = []

    def make(_document: object, earlier: Sequence[ReleaseDocument], *_rest: object) -> bytes:
        given.append([each.levels[0].score or 0 for each in earlier])
        return b"%PDF"

    kinds = {"alone": Kind(make, PAPERS), "board": Kind(make, PAPERS, over_time=True)}
    monkeypatch.setattr(services, "KINDS", kinds)

    def ask(kind: str) -> int:
        release = db.session.get_one(Release, second)
        return get_rendering(
            release=release, kind=kind, tag="en", paper="a4", now=frozen_clock()
        ).id

    once = {kind: ask(kind) for kind in kinds}
    assert given == [[], [59]]
    correct_release(first, documents.earlier_wave(1, "2026-05-24", (60, 50, 47)))
    assert ask("alone") == once["alone"]
    assert ask("board") != once["board"]
    assert given == [[], [59], [60]]


def test_command(app: Flask, release_id: int, frozen_clock: FrozenClock, tmp_path: Path) -> None:
    """T4"""
    stored = get(release_id, frozen_clock, "es", "letter").content
    runner = app.test_cli_runner()
    file = tmp_path / "summary.pdf"
    arguments = ["reports", "render", str(release_id), "--lang", "es", "--paper", "letter"]
    result = runner.invoke(args=[*arguments, "-o", str(file)])
    assert result.exit_code == 0, result.output
    assert file.read_bytes() == stored
    missing = runner.invoke(args=["reports", "render", "999", "-o", str(file)])
    assert missing.exit_code == 1
    assert "There is no release 999." in missing.output
