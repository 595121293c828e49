"""Forget whether a check withheld more than a first proposal: it told that something was found.

Revision: 20261211_check_tells_less, after 20261210_printed_marks
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261211_check_tells_less"
down_revision = "20261210_printed_marks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("release_check", "more_withheld")


def downgrade() -> None:
    """What was dropped is gone: of checks from before it says that nothing more was withheld."""
    op.add_column(
        "release_check",
        sa.Column("more_withheld", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
