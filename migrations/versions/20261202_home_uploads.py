"""Files of homes between sending and taking, sealed; a list counts its changes.

Revision: 20261202_home_uploads, after 20261202_messages

On the way down, files that wait go; they can be sent again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261202_home_uploads"
down_revision = "20261202_messages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "home_list", sa.Column("version", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_table(
        "home_upload",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("property_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("choices", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_home_upload_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["property_id"],
            ["property.id"],
            name=op.f("fk_home_upload_property_id_property"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_upload")),
    )
    op.create_index("ix_home_upload_property_id", "home_upload", ["property_id"])


def downgrade() -> None:
    op.drop_index("ix_home_upload_property_id", "home_upload")
    op.drop_table("home_upload")
    op.drop_column("home_list", "version")
