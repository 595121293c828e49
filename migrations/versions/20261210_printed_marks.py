"""Printed parts know what they were made from, so that a worker goes on where another one died.

Revision: 20261210_printed_marks, after 20261209_own_conditions

A part from before has no mark: only where its job was cut short, it is made again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261210_printed_marks"
down_revision = "20261209_own_conditions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("printed_part", sa.Column("made_of", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("printed_part", "made_of")
