"""What waits to be printed: all letters of a wave, sealed, until they are printed or a day old.

Revision: 20261202_letters, after 20261201_api_keys
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261202_letters"
down_revision = "20261201_api_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "printing",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("shape", sa.String(length=12), nullable=False),
        sa.Column("contact", sa.String(length=12), nullable=False),
        sa.Column("paper", sa.String(length=8), nullable=False),
        sa.Column("sorted_by", sa.String(length=8), nullable=False),
        sa.Column("returned_to", sa.String(length=120), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=True),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("made_at", moment, nullable=True),
        sa.Column("ends_at", moment, nullable=False),
        sa.CheckConstraint(
            "shape IN ('letters', 'hangers', 'slips')", name=op.f("ck_printing_shape_known")
        ),
        sa.CheckConstraint(
            "contact IN ('invitation', 'reminder')", name=op.f("ck_printing_contact_known")
        ),
        sa.CheckConstraint("paper IN ('a4', 'letter')", name=op.f("ck_printing_paper_known")),
        sa.CheckConstraint(
            "sorted_by IN ('doors', 'postal')", name=op.f("ck_printing_sorted_by_known")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["person.id"],
            name=op.f("fk_printing_asked_by_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_printing_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printing")),
        sa.UniqueConstraint(
            "wave_id",
            "shape",
            "contact",
            "paper",
            "sorted_by",
            "returned_to",
            name=op.f("uq_printing_wave_id"),
        ),
    )
    op.create_table(
        "printed_part",
        sa.Column("printing_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_printed_part_number_positive")),
        sa.ForeignKeyConstraint(
            ["printing_id"],
            ["printing.id"],
            name=op.f("fk_printed_part_printing_id_printing"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("printing_id", "number", name=op.f("pk_printed_part")),
    )


def downgrade() -> None:
    op.drop_table("printed_part")
    op.drop_table("printing")
