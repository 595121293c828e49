"""The migration that lets comments be read and released.

1. Up, down and up again: comments, people and their places stay; only redactors lose their role.
2. The database knows the new role and no other, and the decisions and no others.
3. A release of comments never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from survey.db import db
from tests.factories.comments import plain_comments, released_wave
from tests.factories.everybody import make_everybody
from tests.migrations.stepping import migrate
from tests.support.frozen_clock import FrozenClock

BEFORE = "20261130_newest_figures"
ADDED = {"decision", "shown_text", "themes", "telling_words", "most_waves_a_year"}


def rows(table: str) -> list[Mapping[str, Any]]:
    with db.engine.connect() as connection:
        found = connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))  # noqa: S608
        return [
            {name: one for name, one in row._mapping.items() if name not in ADDED} for row in found
        ]


def execute(statement: str) -> None:
    db.session.remove()
    with db.engine.begin() as connection:
        connection.execute(text(statement))


def refused(statement: str) -> None:
    with pytest.raises(IntegrityError):
        execute(statement)


def test_down_and_up_again(app: Flask, frozen_clock: FrozenClock) -> None:
    """1, 2, 3"""
    people = make_everybody()
    released_wave(people.maple, frozen_clock(), plain_comments(3), 12)
    execute("UPDATE comment SET decision = 'show', shown_text = 'words', themes = '[]'")
    execute(
        "INSERT INTO comments_release (wave_id, property_id, item_id, schema_version, body, sha256,"
        " made_on) SELECT wave_id, property_id, 'opn_01', 1, '{}', 'ff', '2026-11-30' FROM release"
    )
    refused("UPDATE comments_release SET body = '[]'")
    refused("DELETE FROM comments_release")
    refused("UPDATE comment SET decision = 'burn', shown_text = NULL")
    refused("UPDATE comment SET decision = 'hold'")
    kept = ("comment", "property", "person", "audit_event")
    before = {name: rows(name) for name in (*kept, "membership", "membership_property")}
    migrate(BEFORE)
    assert {name: rows(name) for name in kept} == {name: before[name] for name in kept}
    later = {"redactor", "sender", "keyer"}
    left = [row for row in before["membership"] if row["role"] not in later]
    assert len(left) == len(before["membership"]) - len(later)
    assert rows("membership") == left
    named = {row["id"] for row in left}
    assert rows("membership_property") == [
        row for row in before["membership_property"] if row["membership_id"] in named
    ]
    assert len(rows("membership_property")) == 2
    refused("UPDATE membership SET role = 'redactor' WHERE id = 3")
    migrate("head")
    assert {name: rows(name) for name in kept} == {name: before[name] for name in kept}
    assert rows("membership") == left
    refused("UPDATE membership SET role = 'landlord' WHERE id = 3")
    execute("UPDATE membership SET role = 'redactor' WHERE id = 3")
    assert rows("comments_release") == []
