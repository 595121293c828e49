"""Let a redactor read comments, keep what becomes of each with it, and release what is shown.

Revision: 20261130_comments, after 20261130_newest_figures

On the way down, redactors lose their role, comments their decisions, and releases of comments go.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261130_comments"
down_revision = "20261130_newest_figures"
branch_labels = None
depends_on = None

ROLES = ("administrator", "manager", "evaluator", "steward")
COLUMNS = {
    "decision": "VARCHAR(6) CONSTRAINT ck_comment_decision_known "
    "CHECK (decision IN ('show', 'hold', 'danger'))",
    "shown_text": "TEXT CONSTRAINT ck_comment_shown_only "
    "CHECK (shown_text IS NULL OR decision = 'show')",
    "themes": "TEXT",
}
"""Added as they are: SQLite can add a column with its check, but no check to a column."""


def upgrade() -> None:
    _allow_roles(*ROLES, "redactor")
    for name, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE comment ADD COLUMN {name} {kind}")
    op.add_column("property", sa.Column("telling_words", sa.Text(), nullable=True))
    _create_release()
    for statement in _guards():
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_comments_release_property_id"), "comments_release")
    op.drop_index(op.f("ix_comments_release_wave_id"), "comments_release")
    op.drop_table("comments_release")
    op.drop_column("property", "telling_words")
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE comment DROP COLUMN {name}")
    redactors = "SELECT id FROM membership WHERE role = 'redactor'"
    op.execute(f"DELETE FROM membership_property WHERE membership_id IN ({redactors})")
    op.execute("DELETE FROM membership WHERE role = 'redactor'")
    _allow_roles(*ROLES)


def _create_release() -> None:
    op.create_table(
        "comments_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("property_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["property_id"], ["property.id"], name=op.f("fk_comments_release_property_id_property")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_comments_release_wave_id_wave")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments_release")),
        sa.UniqueConstraint("sha256", name=op.f("uq_comments_release_sha256")),
        sa.UniqueConstraint("wave_id", "item_id", name=op.f("uq_comments_release_wave_id")),
    )
    op.create_index(op.f("ix_comments_release_property_id"), "comments_release", ["property_id"])
    op.create_index(op.f("ix_comments_release_wave_id"), "comments_release", ["wave_id"])


def _allow_roles(*roles: str) -> None:
    """SQLite makes the table anew for that; a migrating connection checks no keys meanwhile."""
    known = "role IN ({})".format(", ".join(f"'{role}'" for role in roles))
    name = op.f("ck_membership_role_known")
    with op.batch_alter_table("membership") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, known)


def _guards() -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER comments_release_guard_{act.lower()} BEFORE {act} ON comments_release "
            "BEGIN SELECT RAISE(ABORT, 'comments_release never changes'); END"
            for act in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE TRIGGER comments_release_guard BEFORE UPDATE OR DELETE ON comments_release "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER comments_release_kept BEFORE TRUNCATE ON comments_release "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        # The planner keeps no sample of these either (first_tables, _forgetful_statistics).
        *(f"ALTER TABLE comment ALTER COLUMN {name} SET STATISTICS 0" for name in COLUMNS),
    ]
