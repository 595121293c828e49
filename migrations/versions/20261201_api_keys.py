"""Create the keys with which programs read releases.

Revision: 20261201_api_keys, after 20261203_keying
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261201_api_keys"
down_revision = "20261203_keying"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("prefix", sa.String(length=16), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("only_named", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(secret_hash) = 64", name=op.f("ck_api_key_hash_only")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_api_key_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["person.id"],
            name=op.f("fk_api_key_created_by_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_api_key_secret_hash")),
    )
    _create_indexes()
    op.create_table(
        "api_key_property",
        sa.Column("api_key_id", sa.Integer(), nullable=False),
        sa.Column("property_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["api_key_id"],
            ["api_key.id"],
            name=op.f("fk_api_key_property_api_key_id_api_key"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["property_id"],
            ["property.id"],
            name=op.f("fk_api_key_property_property_id_property"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("api_key_id", "property_id", name=op.f("pk_api_key_property")),
    )
    op.create_index(
        op.f("ix_api_key_property_property_id"), "api_key_property", ["property_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("api_key_property")
    op.drop_table("api_key")


def _create_indexes() -> None:
    for name in ("organization_id", "created_by_id"):
        op.create_index(op.f(f"ix_api_key_{name}"), "api_key", [name], unique=False)
    in_use = sa.text("revoked_at IS NULL")
    op.create_index(
        "uq_api_key_name_in_use",
        "api_key",
        ["organization_id", "created_by_id", "name"],
        unique=True,
        sqlite_where=in_use,
        postgresql_where=in_use,
    )
