"""The migration that makes the rows of the newest figures.

1. What was released before is in them, as the command makes them; the newest of each place.
2. Down and up again gives the same; releases stay as they are.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import text

from survey.db import db, transaction
from survey.results.newest import rebuild_newest
from tests.factories.communities import make_property
from tests.factories.releases import make_release
from tests.migrations.stepping import migrate
from tests.support import release_documents as documents

BEFORE = "20261129_own_questions"


def rows(*tables: str) -> list[Any]:
    db.session.remove()
    with db.engine.connect() as connection:
        return sorted(
            (
                tuple(row)
                for table in tables
                for row in connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
            ),
            key=str,
        )


def test_with_what_is_released(app: Flask) -> None:
    """1, 2"""
    place, other = make_property("Larkspur Court"), make_property("Alder House")
    first = documents.first_schema()
    first["wave"] |= {"number": 1}
    for document, where in (
        (documents.full(), place),
        (first, place),
        (documents.too_few(), other),
        (documents.all_hidden(), make_property("Elsewhere")),
        (documents.first_schema(), make_property("Old House")),
    ):
        make_release(document, place=where)
    releases = rows("release")
    migrate(BEFORE)
    assert rows("release") == releases
    migrate("head")
    filled = rows("newest_release", "newest_figure")
    assert len(filled) > 30
    with transaction():
        assert rebuild_newest() == 4
    assert rows("newest_release", "newest_figure") == filled
    migrate(BEFORE)
    migrate("head")
    assert rows("newest_release", "newest_figure") == filled
    assert rows("release") == releases
