"""Create the organizations' own wording, and the marks of who vouched for which wording.

Revision: 20261124_wording_review, after 20261123_ledger
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261124_wording_review"
down_revision = "20261123_ledger"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wording_correction",
        *_who_and_where("wording_correction"),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
    )
    op.create_table(
        "wording_mark",
        *_who_and_where("wording_mark"),
        sa.Column("wording_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'reviewed', 'tested')", name=op.f("ck_wording_mark_state_known")
        ),
    )
    for table in ("wording_correction", "wording_mark"):
        op.create_index(f"ix_{table}_language", table, ["organization_id", "language"])


def _who_and_where(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["person.id"],
            name=op.f(f"fk_{table}_made_by_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f(f"fk_{table}_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def downgrade() -> None:
    for table in ("wording_mark", "wording_correction"):
        op.drop_index(f"ix_{table}_language", table)
        op.drop_table(table)
