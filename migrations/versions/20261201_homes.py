"""The list of homes of a property, and of which homes a wave's codes were made for.

Revision: 20261201_homes, after 20261201_fieldwork_roles

On the way down the lists go; codes of open waves stay usable, but cannot be printed again by door.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261201_homes"
down_revision = "20261201_fieldwork_roles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "home_list",
        sa.Column("property_id", sa.Integer(), nullable=False),
        sa.Column("contacts_key", sa.String(length=32), nullable=True),
        sa.Column("contacts_end_on", sa.Date(), nullable=True),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imported_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("next_number >= 1", name=op.f("ck_home_list_next_number_positive")),
        sa.ForeignKeyConstraint(
            ["imported_by"],
            ["person.id"],
            name=op.f("fk_home_list_imported_by_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["property_id"],
            ["property.id"],
            name=op.f("fk_home_list_property_id_property"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("property_id", name=op.f("pk_home_list")),
    )
    op.create_table(
        "home",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("property_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("stratum", sa.String(length=40), nullable=True),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.CheckConstraint("adults >= 0", name=op.f("ck_home_adults_not_negative")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_home_number_positive")),
        sa.ForeignKeyConstraint(
            ["property_id"],
            ["home_list.property_id"],
            name=op.f("fk_home_property_id_home_list"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home")),
        sa.UniqueConstraint("property_id", "number", name=op.f("uq_home_property_id")),
    )
    op.create_index("ix_home_property_id_label", "home", ["property_id", "label"])
    op.create_table(
        "wave_home",
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=40), nullable=True),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_wave_home_wave_id_wave")),
        sa.PrimaryKeyConstraint("wave_id", "number", name=op.f("pk_wave_home")),
    )


def downgrade() -> None:
    op.drop_table("wave_home")
    op.drop_index("ix_home_property_id_label", "home")
    op.drop_table("home")
    op.drop_table("home_list")
