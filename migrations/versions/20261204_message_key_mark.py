"""The mark by which the key of messages is known again.

Revision: 20261204_message_key_mark, after 20261202_home_uploads
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261204_message_key_mark"
down_revision = "20261202_home_uploads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_key_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.LargeBinary(length=12), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_message_key_mark_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_key_mark")),
    )


def downgrade() -> None:
    op.drop_table("message_key_mark")
