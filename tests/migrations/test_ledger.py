"""The migration that makes the ledger.

1. What was released before is entered, in the order in which it was released, and holds.
2. Up, down and up again gives the same entries.
3. The database then refuses to change them.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from survey.db import db, transaction
from survey.results.ledger import verify_chain
from survey.results.models import Release
from survey.results.queries import list_ledger, list_releases_in_ledger
from tests.factories.releases import make_release
from tests.factories.waves import make_property
from tests.migrations.stepping import migrate
from tests.support import release_documents as documents

BEFORE = "20261123_first_tables"


@pytest.fixture
def released(app: Flask) -> list[str]:
    """Return the hashes of what was released before there was a ledger, at two properties."""
    with transaction():
        places = [make_property(), make_property(name="Elsewhere")]
    first = documents.too_few()
    first["wave"] = first["wave"] | {"number": 1}
    made = [
        make_release(first, place=places[0]),
        make_release(documents.annual(), place=places[1]),
        make_release(documents.full(), place=places[0]),
    ]
    hashes = [db.session.get_one(Release, number).sha256 for number in made]
    migrate(BEFORE)
    migrate("head")
    return hashes


def entered() -> list[tuple[Any, ...]]:
    return [(row.position, row.release, row.subject, row.hash) for row in list_ledger()]


def test_earlier_releases_are_entered(released: list[str]) -> None:
    """1."""
    rows = entered()
    assert list(dict.fromkeys(row[1] for row in rows)) == released
    assert {subject for _, release, subject, _ in rows if release == released[2]} >= {
        "property",
        "levels",
        "change",
        "out_sat_01",
    }
    assert verify_chain() == ()
    place = db.session.get_one(Release, 1).property_id
    assert [one.sha256 for one in list_releases_in_ledger(place)] == [released[0], released[2]]


def test_down_and_up_again(released: list[str]) -> None:
    """2."""
    before = entered()
    assert len(before) > len(released)
    migrate(BEFORE)
    migrate("head")
    assert entered() == before


def test_guards_after_the_filling(released: list[str]) -> None:
    """3."""
    db.session.remove()
    for statement in ("DELETE FROM ledger_entry", "UPDATE ledger_head SET position = 1"):
        with pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.execute(text(statement))
    assert verify_chain() == ()
