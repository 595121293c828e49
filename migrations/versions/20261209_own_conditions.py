"""Let own questions be asked only of those who answered another one in some way.

Revision: 20261209_own_conditions, after 20261208_move_in_waves

On the way down, own questions that nobody has published lose their condition and are asked of
everybody; what was published keeps it, as versions are stored whole.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261209_own_conditions"
down_revision = "20261208_move_in_waves"
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
"""What was fixed from the first publishing on before this."""

JSON_LISTS = frozenset({"options", "asked_if"})
ASKED = "a published question never changes"


def upgrade() -> None:
    op.add_column(
        "own_question", sa.Column("asked_if", sa.JSON(), nullable=False, server_default="[]")
    )
    _guard((*WORDING, "asked_if"))


def downgrade() -> None:
    _guard(WORDING)
    op.drop_column("own_question", "asked_if")


def _guard(fixed: tuple[str, ...]) -> None:
    """Let the database refuse a change of these columns of a published question."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER own_question_guard_update")
        op.execute(
            "CREATE TRIGGER own_question_guard_update BEFORE UPDATE ON own_question "
            f"WHEN OLD.published_at IS NOT NULL AND ({_changed(fixed, 'IS NOT', '')}) "
            f"BEGIN SELECT RAISE(ABORT, '{ASKED}'); END"
        )
        return
    # PostgreSQL's json has no equality: lists are compared as they are written.
    condition = (
        "OLD.published_at IS NOT NULL AND "
        f"(TG_OP = 'DELETE' OR {_changed(fixed, 'IS DISTINCT FROM', '::text')})"
    )
    op.execute(
        "CREATE OR REPLACE FUNCTION guard_own_question() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {condition} THEN RAISE EXCEPTION '{ASKED}' "
        "USING ERRCODE = 'check_violation'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )


def _changed(fixed: tuple[str, ...], differs: str, cast: str) -> str:
    """What is true of a change of the wording: of JSON lists as text, of the rest as it is."""
    return " OR ".join(
        f"OLD.{name}{cast if name in JSON_LISTS else ''} {differs} "
        f"NEW.{name}{cast if name in JSON_LISTS else ''}"
        for name in fixed
    )
