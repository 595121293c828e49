"""The rows of each property's newest figures: written with the release, and made again from it.

N1 publishing a release writes its rows in the same transaction, or neither
N2 a later wave takes the place of an earlier one, never the other way round
N3 the command makes the same rows again, whatever became of them
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from survey.communities.models import Property
from survey.db import db, transaction
from survey.responses.services import close_ballot_box, open_ballot_box
from survey.results.models import NewestFigure, NewestRelease, Release
from survey.results.services import Prepared, publish_release
from tests.factories.communities import make_property
from tests.factories.releases import make_release
from tests.factories.waves import launch_wave_for_tests
from tests.support import release_documents as documents
from tests.support.backends import BOTH_DATABASES
from tests.support.frozen_clock import FrozenClock

pytestmark = BOTH_DATABASES


class Stopped(Exception):
    """What ends a transaction before its end."""


def rows() -> list[tuple[Any, ...]]:
    """Every row of both tables, in an order of its own."""
    db.session.rollback()
    found: list[tuple[Any, ...]] = []
    for table in (NewestRelease, NewestFigure):
        columns = list(table.__table__.columns)
        found += [tuple(row) for row in db.session.execute(select(*columns))]
    return sorted(found, key=str)


def wave_of(number: int) -> documents.Document:
    document = documents.full()
    document["wave"] |= {"number": number}
    document["levels"][0]["score"] = 50 + number
    return document


def newest_number() -> int:
    db.session.rollback()
    return db.session.scalars(select(NewestRelease.wave_number)).one()


@pytest.fixture
def place(app: Flask) -> Property:
    return make_property("Larkspur Court")


def publish_and_stop(candidate: Prepared) -> None:
    with transaction():
        publish_release(candidate)
        raise Stopped


def prepared(clock: FrozenClock) -> Prepared:
    """A candidate of an opened wave, hand-made: checking it is another test's business."""
    fieldwork = launch_wave_for_tests(clock())
    closed = clock() + timedelta(hours=1)
    with transaction():
        close_ballot_box(wave=fieldwork.wave, now=closed)
    with transaction():
        open_ballot_box(wave=fieldwork.wave, passphrase=None, now=closed)
    return Prepared(fieldwork.wave_id, documents.full(), clock(), 0)


def test_n1_with_the_release(app: Flask, frozen_clock: FrozenClock) -> None:
    candidate = prepared(frozen_clock)
    with pytest.raises(Stopped):
        publish_and_stop(candidate)
    assert rows() == []
    with transaction():
        release_id = publish_release(candidate).id
    held = db.session.scalars(select(NewestRelease)).one()
    assert (held.release_id, held.adults, held.respondents) == (release_id, 180, 93)
    levels = db.session.scalars(
        select(NewestFigure).where(NewestFigure.part == "level").order_by(NewestFigure.name)
    ).all()
    assert [(row.name, row.figure) for row in levels] == [
        ("perceptual", "62"),
        ("relational", "55"),
        ("structural", "45"),
    ]


def test_n2_the_latest_wave(place: Property) -> None:
    for number, newest in ((2, 2), (3, 3), (1, 3), (4, 4)):
        make_release(wave_of(number), place=place)
        assert newest_number() == newest
    found = db.session.scalars(
        select(NewestFigure.figure).where(NewestFigure.name == "perceptual")
    ).one()
    assert found == "54"
    make_release(documents.too_few() | {"wave": wave_of(5)["wave"]}, place=place)
    assert newest_number() == 5
    assert db.session.scalars(select(NewestFigure)).all() == []


def test_n3_made_again(app: Flask, place: Property) -> None:
    make_release(wave_of(2), place=place)
    make_release(wave_of(1), place=place)
    make_release(documents.small(), place=make_property("Alder House"))
    before = rows()
    assert len(before) > 10
    with transaction():
        for held in db.session.scalars(select(NewestFigure)):
            db.session.delete(held)
    assert rows() != before
    said = app.test_cli_runner().invoke(args=["results", "tabulate"])
    assert said.output == "2 properties with results\n"
    assert rows() == before
    assert db.session.query(Release).count() == 3
