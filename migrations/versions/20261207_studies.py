"""Studies over several places: what was asked for, what was published, which waves are used up.

Revision: 20261207_studies, after 20261206_newest_trends

A study never changes, and follows on the one before it. On the way down all of them go.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261207_studies"
down_revision = "20261206_newest_trends"
branch_labels = None
depends_on = None

FIRST_HASH = "0" * 64
LAST = "SELECT {} FROM study ORDER BY number DESC LIMIT 1"
OUT_OF_LINE = (
    f"NEW.number <> COALESCE(({LAST.format('number')}), 0) + 1 "
    f"OR NEW.previous_hash <> COALESCE(({LAST.format('hash')}), '{FIRST_HASH}')"
)
FOLLOWS = "a study follows on the last one"
NEVER_CHANGES = "a study never changes"
KEPT = ("study", "study_wave")


def upgrade() -> None:
    op.create_table(
        "study_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("wave_ids", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'published', 'refused')",
            name=op.f("ck_study_request_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["person.id"],
            name=op.f("fk_study_request_asked_by_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_study_request_organization_id_organization"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_request")),
    )
    op.create_index(op.f("ix_study_request_organization_id"), "study_request", ["organization_id"])
    _create_study()
    op.create_table(
        "study_wave",
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["study.number"], name=op.f("fk_study_wave_number_study")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_study_wave_wave_id_wave")),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_study_wave")),
    )
    op.create_index(op.f("ix_study_wave_number"), "study_wave", ["number"])
    for statement in _guards():
        op.execute(statement)


def _create_study() -> None:
    op.create_table(
        "study",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_study_organization_id_organization"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["study_request.id"], name=op.f("fk_study_request_id_study_request")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_study")),
        sa.UniqueConstraint("hash", name=op.f("uq_study_hash")),
        sa.UniqueConstraint("request_id", name=op.f("uq_study_request_id")),
        sa.UniqueConstraint("sha256", name=op.f("uq_study_sha256")),
    )
    op.create_index(op.f("ix_study_organization_id"), "study", ["organization_id"])


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.execute("DROP TRIGGER study_follows ON study")
        op.execute("DROP FUNCTION guard_study()")
    op.drop_index(op.f("ix_study_wave_number"), "study_wave")
    op.drop_table("study_wave")
    op.drop_index(op.f("ix_study_organization_id"), "study")
    op.drop_table("study")
    op.drop_index(op.f("ix_study_request_organization_id"), "study_request")
    op.drop_table("study_request")


def _guards() -> list[str]:
    return _sqlite_guards() if op.get_bind().dialect.name == "sqlite" else _postgresql_guards()


def _sqlite_guards() -> list[str]:
    raised = "BEGIN SELECT RAISE(ABORT, '{}'); END"
    guards = [
        f"CREATE TRIGGER {table}_guard_{act.lower()} BEFORE {act} ON {table} "
        + raised.format(NEVER_CHANGES)
        for table in KEPT
        for act in ("UPDATE", "DELETE")
    ]
    follows = f"CREATE TRIGGER study_follows BEFORE INSERT ON study WHEN {OUT_OF_LINE} "
    return [*guards, follows + raised.format(FOLLOWS)]


def _postgresql_guards() -> list[str]:
    guards = [
        "CREATE FUNCTION guard_study() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {OUT_OF_LINE} THEN RAISE EXCEPTION '{FOLLOWS}' "
        "USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER study_follows BEFORE INSERT ON study "
        "FOR EACH ROW EXECUTE FUNCTION guard_study()",
    ]
    for table in KEPT:
        guards += [
            f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ]
    return guards
