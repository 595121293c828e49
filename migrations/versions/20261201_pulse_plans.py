"""The calendar: plans, waves to come, what people were told, and calendar addresses.

Revision: 20261201_pulse_plans, after 20261201_jobs

With it a property can say how often its homes are asked in twelve months at most.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261201_pulse_plans"
down_revision = "20261201_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    # With its check in the same statement: SQLite can add no check to a column that is there.
    op.execute(
        "ALTER TABLE property ADD COLUMN most_waves_a_year INTEGER "
        "CONSTRAINT ck_property_most_waves_positive CHECK (most_waves_a_year >= 1)"
    )
    op.create_table(
        "pulse_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("property_id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("first_opens_on", sa.Date(), nullable=False),
        sa.Column("first_turn", sa.Integer(), nullable=False),
        sa.Column("every_months", sa.Integer(), nullable=False),
        sa.Column("weeks_open", sa.Integer(), nullable=False),
        sa.Column("report_days", sa.Integer(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("rotates", sa.Boolean(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("contacts", sa.JSON(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("stopped_at", moment, nullable=True),
        sa.CheckConstraint(
            "every_months IN (3, 4, 6)", name=op.f("ck_pulse_plan_every_months_known")
        ),
        sa.CheckConstraint("weeks_open IN (3, 4)", name=op.f("ck_pulse_plan_weeks_open_known")),
        sa.CheckConstraint(
            "report_days >= 1 AND lead_days >= 0", name=op.f("ck_pulse_plan_days_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["person.id"],
            name=op.f("fk_pulse_plan_made_by_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["property_id"],
            ["property.id"],
            name=op.f("fk_pulse_plan_property_id_property"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire.id"],
            name=op.f("fk_pulse_plan_questionnaire_id_questionnaire"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse_plan")),
        sa.UniqueConstraint("property_id", name=op.f("uq_pulse_plan_property_id")),
    )
    op.create_table(
        "planned_wave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("report_by", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("error", sa.String(length=60), nullable=True),
        sa.Column("wave_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "closes_on > opens_on AND report_by > closes_on",
            name=op.f("ck_planned_wave_days_in_order"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'skipped', 'launched', 'missed')",
            name=op.f("ck_planned_wave_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["pulse_plan.id"],
            name=op.f("fk_planned_wave_plan_id_pulse_plan"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_planned_wave_wave_id_wave")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_wave")),
        sa.UniqueConstraint("plan_id", "turn", name=op.f("uq_planned_wave_plan_id")),
        sa.UniqueConstraint("wave_id", name=op.f("uq_planned_wave_wave_id")),
    )
    op.create_table(
        "plan_notice",
        sa.Column("planned_wave_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["planned_wave_id"],
            ["planned_wave.id"],
            name=op.f("fk_plan_notice_planned_wave_id_planned_wave"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("planned_wave_id", "kind", "told_on", name=op.f("pk_plan_notice")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_calendar_feed_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )


def downgrade() -> None:
    op.drop_table("calendar_feed")
    op.drop_table("plan_notice")
    op.drop_table("planned_wave")
    op.drop_table("pulse_plan")
    op.execute("ALTER TABLE property DROP COLUMN most_waves_a_year")
