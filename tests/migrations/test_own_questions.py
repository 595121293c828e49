"""The migration that makes the organizations' own questions.

1. Up, down and up again, with drafts, versions and published waves there: nothing of them changes.
2. A draft of before has chosen none; one of after keeps its other choices on the way down.
3. The database refuses to change or delete a question that was published, and its id.
4. It lets what was never published be changed and deleted, and a published one be retired.
5. Conditions come and go with a later migration; the words stay fixed all the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from survey.core.bank.model import Term
from survey.db import db
from survey.questionnaires.models import Questionnaire
from tests.factories.communities import make_property
from tests.factories.own_questions import make_own_question
from tests.factories.questionnaires import MADE, publish_questionnaire
from tests.migrations.stepping import migrate

BEFORE = "20261124_wording_review"
ADDED = {"own", "telling_words", "most_waves_a_year"}
"""Columns that this migration, and a later one, add."""
TABLES = ("organization", "property", "questionnaire", "questionnaire_version", "audit_event")


def rows(table: str) -> list[Mapping[str, Any]]:
    with db.engine.connect() as connection:
        found = connection.execute(text(f"SELECT * FROM {table} ORDER BY id"))  # noqa: S608
        return [
            {name: one for name, one in row._mapping.items() if name not in ADDED} for row in found
        ]


def execute(statement: str, **values: object) -> None:
    db.session.remove()
    with db.engine.begin() as connection:
        connection.execute(text(statement), values)


def refused(statement: str, **values: object) -> None:
    with pytest.raises(IntegrityError):
        execute(statement, **values)


def test_down_and_up_again(app: Flask) -> None:
    """1, 2"""
    place = make_property("Alder Row")
    question = make_own_question(place.organization)
    version = publish_questionnaire(place, left_out=(), rotating=(), own=[question.item_id])
    assert question.item_id in version.content
    before = {table: rows(table) for table in TABLES}
    assert all(before[table] for table in TABLES if table != "audit_event")
    migrate(BEFORE)
    assert {table: rows(table) for table in TABLES} == before
    migrate("head")
    assert {table: rows(table) for table in TABLES} == before
    assert [draft.own for draft in db.session.query(Questionnaire)] == [[]]
    assert rows("own_question") == []
    refused("DELETE FROM questionnaire_version")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("text", "How hard is it?"),
        ("item_id", "own_other"),
        ("level", "outcome"),
        ("scale", "well5"),
        ("options", '["Yes"]'),
        ("why", "Because."),
        ("reverse", True),
        ("published_at", None),
        ("organization_id", 2),
    ],
)
def test_published_ones_never_change(app: Flask, column: str, value: object) -> None:
    """3"""
    question = make_own_question(make_property("Alder Row").organization, published_at=MADE)
    other = make_property("Elsewhere").organization
    assert (question.id, other.id) == (1, 2)
    refused(f"UPDATE own_question SET {column} = :value", value=value)  # noqa: S608
    refused("DELETE FROM own_question")


def test_what_may_change(app: Flask) -> None:
    """4"""
    place = make_property("Alder Row")
    make_own_question(place.organization, published_at=MADE)
    make_own_question(place.organization)
    execute("UPDATE own_question SET retired_at = :now, written_by = NULL", now=MADE)
    execute("UPDATE own_question SET text = 'Other words' WHERE published_at IS NULL")
    execute("DELETE FROM own_question WHERE published_at IS NULL")
    refused("UPDATE own_question SET text = 'Other words'")
    assert len(rows("own_question")) == 1


@pytest.mark.parametrize("item_id", ["rel_bri_01", "scale.agreement5", "OWN_x", "own", ""])
def test_ids_are_apart(app: Flask, item_id: str) -> None:
    """3"""
    question = make_own_question(make_property("Alder Row").organization)
    refused(
        "UPDATE own_question SET item_id = :item_id WHERE id = :id",
        item_id=item_id,
        id=question.id,
    )


def test_conditions_down_and_up_again(app: Flask) -> None:
    """5"""
    organization = make_property("Alder Row").organization
    leading = make_own_question(organization, published_at=MADE)
    terms = (Term(leading.item_id, "eq", 1),)
    make_own_question(organization, asked_if=terms, published_at=MADE)
    before = rows("own_question")
    refused("UPDATE own_question SET asked_if = '[1]'")
    migrate("20261208_move_in_waves")
    refused("UPDATE own_question SET text = 'Other words'")
    migrate("head")
    after = rows("own_question")
    assert [{**one, "asked_if": None} for one in after] == [
        {**one, "asked_if": None} for one in before
    ]
    refused("UPDATE own_question SET asked_if = '[1]'")
    refused("DELETE FROM own_question")
    execute("UPDATE own_question SET retired_at = :now", now=MADE)
