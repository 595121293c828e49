"""Messages to every home: the mailings, who wants no more, and what came back.

Revision: 20261202_messages, after 20261202_letters

On the way down it is forgotten who wanted no more.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261202_messages"
down_revision = "20261202_letters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_mailings()
    op.create_table(
        "refusal",
        sa.Column("digest", sa.LargeBinary(length=12), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("digest", "scope", name=op.f("pk_refusal")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bounce",
        sa.Column("mailing_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=12), nullable=False),
        sa.Column("lasting", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mailing_id"],
            ["mailing.id"],
            name=op.f("fk_bounce_mailing_id_mailing"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mailing_id", "digest", name=op.f("pk_bounce")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.execute("DELETE FROM job WHERE kind = 'mailing'")
    for table in ("bounce", "refusal", "mailing"):
        op.drop_table(table)


def _make_mailings() -> None:
    op.create_table(
        "mailing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("contact", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hour_from", sa.Integer(), nullable=False),
        sa.Column("hour_until", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("cursor_home", sa.Integer(), nullable=False),
        sa.Column("cursor_part", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "contact IN ('invitation', 'reminder_1', 'reminder_2', 'reminder_3', 'last_days')",
            name=op.f("ck_mailing_contact_known"),
        ),
        sa.CheckConstraint("channel IN ('email', 'text')", name=op.f("ck_mailing_channel_known")),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'stopped')",
            name=op.f("ck_mailing_state_known"),
        ),
        sa.CheckConstraint(
            "hour_from >= 0 AND hour_until > hour_from", name=op.f("ck_mailing_hours_in_order")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_mailing_wave_id_wave")),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["person.id"],
            name=op.f("fk_mailing_asked_by_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        sa.UniqueConstraint("wave_id", "contact", "channel", name=op.f("uq_mailing_wave_id")),
    )
