"""Trends beside the newest figures, and how many the survey before was of.

Revision: 20261206_newest_trends, after 20261205_keying_told
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from survey.core.disclosure.tabling import TabledRelease, table_figures, table_release

revision = "20261206_newest_trends"
down_revision = "20261205_keying_told"
branch_labels = None
depends_on = None

COLUMNS: dict[str, dict[str, sa.types.TypeEngine[Any]]] = {
    "newest_release": {"since_adults": sa.Integer(), "since_respondents": sa.Integer()},
    "newest_figure": {"trend_waves": sa.Integer(), "trend_verdict": sa.String(20)},
}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    _fill()


def downgrade() -> None:
    for table, columns in COLUMNS.items():
        for name in reversed(list(columns)):
            op.drop_column(table, name)


def _fill() -> None:
    """One place's documents at a time: all of them together may be larger than the memory."""
    connection = op.get_bind()
    places = connection.execute(sa.text("SELECT property_id, release_id FROM newest_release")).all()
    for property_id, release_id in places:
        document = _document(connection, "id = :id", id=release_id)
        assert document is not None
        facts = table_release(document, _before(connection, property_id, document))
        _note_release(connection, property_id, facts)
        for figure in table_figures(document):
            if figure.trend_verdict is not None:
                connection.execute(
                    sa.text(
                        "UPDATE newest_figure SET trend_waves = :waves, trend_verdict = :verdict "
                        "WHERE property_id = :id AND part = :part AND name = :name"
                    ),
                    {
                        "waves": figure.trend_waves,
                        "verdict": figure.trend_verdict,
                        "id": property_id,
                        "part": figure.part,
                        "name": figure.name,
                    },
                )


def _note_release(connection: sa.Connection, property_id: int, facts: TabledRelease) -> None:
    connection.execute(
        sa.text(
            "UPDATE newest_release SET since_adults = :adults, since_respondents = :respondents "
            "WHERE property_id = :id"
        ),
        {
            "adults": facts.since_adults,
            "respondents": facts.since_respondents,
            "id": property_id,
        },
    )


def _before(
    connection: sa.Connection, property_id: int, document: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    named = document.get("before")
    if not named:
        return None
    return _document(
        connection, "property_id = :place AND sha256 = :sha256", place=property_id, **named
    )


def _document(connection: sa.Connection, which: str, **values: Any) -> Mapping[str, Any] | None:
    wanted = sa.text(f"SELECT body FROM release WHERE {which}")
    body = connection.execute(wanted, values).scalar()
    return None if body is None else json.loads(body)
