"""Create the organizations' own questions, and let drafts choose from them.

Revision: 20261129_own_questions, after 20261124_wording_review
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261129_own_questions"
down_revision = "20261124_wording_review"
branch_labels = None
depends_on = None

WORDING = (
    "organization_id",
    "item_id",
    "level",
    "text",
    "answers",
    "scale",
    "options",
    "alone",
    "hint",
    "meaning",
    "why",
    "translator_note",
    "reverse",
    "sensitive",
    "allow_na",
    "published_at",
)
"""What is fixed from the first publishing on; who wrote it may go, and it may be retired."""

ASKED = "a published question never changes"


def upgrade() -> None:
    op.create_table(
        "own_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answers", sa.String(length=8), nullable=False),
        sa.Column("scale", sa.String(length=60), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("alone", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("translator_note", sa.Text(), nullable=False),
        sa.Column("reverse", sa.Boolean(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("allow_na", sa.Boolean(), nullable=False),
        sa.Column("allowances", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("substr(item_id, 1, 4) = 'own_'", name=op.f("ck_own_question_id_apart")),
        sa.CheckConstraint(
            "answers IN ('scale', 'one', 'several')", name=op.f("ck_own_question_answers_known")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_own_question_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["person.id"],
            name=op.f("fk_own_question_written_by_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_question")),
        sa.UniqueConstraint("item_id", name=op.f("uq_own_question_item_id")),
    )
    op.create_index("ix_own_question_organization_id", "own_question", ["organization_id"])
    for statement in _guards():
        op.execute(statement)
    op.add_column("questionnaire", sa.Column("own", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("questionnaire", "own")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER own_question_guard ON own_question")
        op.execute("DROP FUNCTION guard_own_question()")
    op.drop_index("ix_own_question_organization_id", "own_question")
    op.drop_table("own_question")


def _guards() -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return [
            "CREATE TRIGGER own_question_guard_update BEFORE UPDATE ON own_question "
            f"WHEN OLD.published_at IS NOT NULL AND ({_changed('IS NOT', '')}) "
            f"BEGIN SELECT RAISE(ABORT, '{ASKED}'); END",
            "CREATE TRIGGER own_question_guard_delete BEFORE DELETE ON own_question "
            f"WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{ASKED}'); END",
        ]
    # PostgreSQL's json has no equality: two lists of answers are compared as they are written.
    condition = (
        "OLD.published_at IS NOT NULL AND "
        f"(TG_OP = 'DELETE' OR {_changed('IS DISTINCT FROM', '::text')})"
    )
    return [
        "CREATE FUNCTION guard_own_question() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{ASKED}' USING ERRCODE = 'check_violation'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER own_question_guard BEFORE UPDATE OR DELETE ON own_question "
        "FOR EACH ROW EXECUTE FUNCTION guard_own_question()",
    ]


def _changed(differs: str, cast: str) -> str:
    """What is true of a change of the wording: of JSON lists as text, of the rest as it is."""
    return " OR ".join(
        f"OLD.{name}{cast if name == 'options' else ''} {differs} "
        f"NEW.{name}{cast if name == 'options' else ''}"
        for name in WORDING
    )
