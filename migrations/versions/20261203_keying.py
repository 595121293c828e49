"""Create the two counters of how well two keyings of the same sheets agreed.

Revision: 20261203_keying, after 20261201_fieldwork_monitor
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261203_keying"
down_revision = "20261201_fieldwork_monitor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "keying_agreement",
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("equal", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "0 <= equal AND equal <= compared",
            name=op.f("ck_keying_agreement_equal_among_compared"),
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_keying_agreement_wave_id_wave")
        ),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_keying_agreement")),
    )


def downgrade() -> None:
    op.drop_table("keying_agreement")
