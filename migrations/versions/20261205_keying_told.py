"""What a wave's release tells of typing in paper, fixed when the wave is opened.

Revision: 20261205_keying_told, after 20261204_message_key_mark

Waves that were opened before have none, so that their releases are made again as they were.
"""

from __future__ import annotations

from alembic import op

revision = "20261205_keying_told"
down_revision = "20261204_message_key_mark"
branch_labels = None
depends_on = None

COLUMNS = {
    "keying_compared": "INTEGER CONSTRAINT ck_wave_keying_compared_some "
    "CHECK (keying_compared >= 1)",
    "keying_agreed": "INTEGER CONSTRAINT ck_wave_keying_agreed_percent "
    "CHECK (keying_agreed BETWEEN 0 AND 99)",
}
"""Added as they are: SQLite can add a column with its check, but no check to a column."""

_REFUSED = (
    "OLD.state <> 'closed' AND (OLD.keying_compared {differs} NEW.keying_compared "
    "OR OLD.keying_agreed {differs} NEW.keying_agreed)"
)
_MESSAGE = "what is told of keying is fixed at opening"


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE wave ADD COLUMN {name} {kind}")
    for statement in _guards():
        op.execute(statement)


def downgrade() -> None:
    for statement in _guards_removed():
        op.execute(statement)
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE wave DROP COLUMN {name}")


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _guards() -> list[str]:
    if _on_sqlite():
        refused = _REFUSED.format(differs="IS NOT")
        return [
            f"CREATE TRIGGER wave_guard_keying BEFORE UPDATE ON wave WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
        ]
    refused = _REFUSED.format(differs="IS DISTINCT FROM")
    return [
        "CREATE FUNCTION guard_keying() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {refused} THEN RAISE EXCEPTION '{_MESSAGE}' "
        "USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER wave_guard_keying BEFORE UPDATE ON wave "
        "FOR EACH ROW EXECUTE FUNCTION guard_keying()",
    ]


def _guards_removed() -> list[str]:
    if _on_sqlite():
        return ["DROP TRIGGER wave_guard_keying"]
    return ["DROP TRIGGER wave_guard_keying ON wave", "DROP FUNCTION guard_keying()"]
