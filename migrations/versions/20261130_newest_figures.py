"""Create the rows of each property's newest figures, and fill them from what is released.

Also the store of the PDFs of many places, which is empty at first.

Revision: 20261130_newest_figures, after 20261129_own_questions
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from alembic import op

from survey.core.disclosure.tabling import table_figures, table_release

revision = "20261130_newest_figures"
down_revision = "20261129_own_questions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    releases = op.create_table(
        "newest_release",
        sa.Column("property_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("wave_number", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("rules", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("respondents", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["property_id"], ["property.id"], name=op.f("fk_newest_release_property_id_property")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_newest_release_release_id_release")
        ),
        sa.PrimaryKeyConstraint("property_id", name=op.f("pk_newest_release")),
        sa.UniqueConstraint("release_id", name=op.f("uq_newest_release_release_id")),
    )
    figures = op.create_table(
        "newest_figure",
        sa.Column("property_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_of", sa.String(length=16), nullable=False),
        sa.Column("figure", sa.String(length=4), nullable=True),
        sa.Column("low", sa.Integer(), nullable=True),
        sa.Column("high", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("difference", sa.Integer(), nullable=True),
        sa.Column("change_low", sa.Integer(), nullable=True),
        sa.Column("change_high", sa.Integer(), nullable=True),
        sa.Column("no_change", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "part IN ('level', 'index', 'question')", name=op.f("ck_newest_figure_part_known")
        ),
        sa.ForeignKeyConstraint(
            ["property_id"],
            ["newest_release.property_id"],
            name=op.f("fk_newest_figure_property_id_newest_release"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("property_id", "part", "name", name=op.f("pk_newest_figure")),
    )
    op.create_table(
        "portfolio_rendering",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_portfolio_rendering")),
    )
    _fill(releases, figures)


def downgrade() -> None:
    op.drop_table("portfolio_rendering")
    op.drop_table("newest_figure")
    op.drop_table("newest_release")


def _fill(releases: sa.Table, figures: sa.Table) -> None:
    """One document at a time: all of them together may be larger than the memory."""
    connection = op.get_bind()
    for property_id, release_id in _newest(connection).items():
        body = sa.text("SELECT body FROM release WHERE id = :id")
        document: Mapping[str, Any] = json.loads(
            connection.execute(body, {"id": release_id}).scalar_one()
        )
        facts = asdict(table_release(document))
        row = {"property_id": property_id, "release_id": release_id, **facts}
        connection.execute(releases.insert(), _held(releases, row))
        rows = [
            _held(figures, {"property_id": property_id, **asdict(one)})
            for one in table_figures(document)
        ]
        if rows:
            connection.execute(figures.insert(), rows)


def _held(table: sa.Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """What this table has columns for: later migrations add more."""
    return {name: value for name, value in row.items() if name in table.c}


def _newest(connection: sa.Connection) -> dict[int, int]:
    """Each property's newest release: the last of its latest wave."""
    wanted = sa.text(
        "SELECT release.property_id, release.id FROM release "
        "JOIN wave ON wave.id = release.wave_id "
        "ORDER BY release.property_id, wave.number, release.number"
    )
    newest = {}
    for property_id, release_id in connection.execute(wanted):
        newest[property_id] = release_id
    return newest
