"""Archives: the same report of many places, asked for together.

Revision: 20261202_report_archives, after 20261201_pulse_plans
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261202_report_archives"
down_revision = "20261201_pulse_plans"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_archive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("paper", sa.String(length=10), nullable=False),
        sa.Column("releases", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_report_archive_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_archive")),
    )
    op.create_index(op.f("ix_report_archive_person_id"), "report_archive", ["person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_report_archive_person_id"), "report_archive")
    op.drop_table("report_archive")
