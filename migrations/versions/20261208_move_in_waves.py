"""Waves for people who move in: a kind, the frame that is fixed at closing, and hand-outs.

Revision: 20261208_move_in_waves, after 20261207_studies

Waves from before ask everybody. On the way down move-in waves stay, as ordinary ones: their promise
still says what they were.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261208_move_in_waves"
down_revision = "20261207_studies"
branch_labels = None
depends_on = None

COLUMNS = {
    "kind": "VARCHAR(12) DEFAULT 'everybody' NOT NULL CONSTRAINT ck_wave_kind_known "
    "CHECK (kind IN ('everybody', 'move_in'))",
    "frame_adults": "INTEGER",
    "frame_homes": "INTEGER",
}
"""Added as they are: SQLite can add a column with its check, but no check to a column."""
HAND_OUTS = "ix_wave_home_hand_out"


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE wave ADD COLUMN {name} {kind}")
    op.add_column("wave_home", sa.Column("hand_out", sa.String(length=32), nullable=True))
    op.create_index(HAND_OUTS, "wave_home", ["wave_id", "hand_out"], unique=True)
    for statement in _guards():
        op.execute(statement)


def downgrade() -> None:
    for statement in _guards_removed():
        op.execute(statement)
    op.drop_index(HAND_OUTS, "wave_home")
    op.execute("ALTER TABLE wave_home DROP COLUMN hand_out")
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE wave DROP COLUMN {name}")


_MESSAGE = "the kind and the frame of a wave are fixed"


def _fixed(differs: str) -> str:
    counted = " OR ".join(
        f"(OLD.{name} IS NOT NULL AND OLD.{name} {differs} NEW.{name})"
        for name in ("frame_adults", "frame_homes")
    )
    return f"OLD.kind {differs} NEW.kind OR {counted}"


def _guards() -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER wave_guard_frame BEFORE UPDATE ON wave WHEN {_fixed('IS NOT')} "
            f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
        ]
    return [
        "CREATE FUNCTION guard_frame() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_fixed('IS DISTINCT FROM')} THEN RAISE EXCEPTION '{_MESSAGE}' "
        "USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER wave_guard_frame BEFORE UPDATE ON wave "
        "FOR EACH ROW EXECUTE FUNCTION guard_frame()",
    ]


def _guards_removed() -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return ["DROP TRIGGER wave_guard_frame"]
    return ["DROP TRIGGER wave_guard_frame ON wave", "DROP FUNCTION guard_frame()"]
