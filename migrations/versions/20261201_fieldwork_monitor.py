"""Let fieldwork be extended within what was sealed; keep a wave's target and its mix of modes.

Revision: 20261201_fieldwork_monitor, after 20261202_report_archives

On the way down extensions go: an open wave then ends on its sealed day.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261201_fieldwork_monitor"
down_revision = "20261202_report_archives"
branch_labels = None
depends_on = None

COLUMNS = {
    "target_percent": "INTEGER DEFAULT 40 NOT NULL CONSTRAINT ck_wave_target_in_range "
    "CHECK (target_percent BETWEEN 10 AND 90)",
    "mode_mix": "VARCHAR(16) CONSTRAINT ck_wave_mode_mix_known "
    "CHECK (mode_mix IN ('own', 'kiosk', 'interviewer', 'paper', 'mixed'))",
}
"""Added as they are: SQLite can add a column with its check, but no check to a column."""


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE wave ADD COLUMN {name} {kind}")
    op.create_table(
        "fieldwork_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('few_answers', 'letters_late', 'disturbed', 'other')",
            name=op.f("ck_fieldwork_extension_reason_known"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["person.id"],
            name=op.f("fk_fieldwork_extension_made_by_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_fieldwork_extension_wave_id_wave")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fieldwork_extension")),
        sa.UniqueConstraint("wave_id", "closes_on", name=op.f("uq_fieldwork_extension_wave_id")),
    )
    op.create_index(op.f("ix_fieldwork_extension_wave_id"), "fieldwork_extension", ["wave_id"])
    for statement in _guards():
        op.execute(statement)


def downgrade() -> None:
    for statement in _guards_removed():
        op.execute(statement)
    op.drop_index(op.f("ix_fieldwork_extension_wave_id"), "fieldwork_extension")
    op.drop_table("fieldwork_extension")
    for statement in _functions_removed():
        op.execute(statement)
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE wave DROP COLUMN {name}")


_OTHERS = (
    "EXISTS (SELECT 1 FROM fieldwork_extension AS made "
    "WHERE made.wave_id = NEW.wave_id AND made.closes_on >= NEW.closes_on)"
)
_LATE = "an extension is later, within what was sealed, and only while open"
_FIXED = "OLD.mode_mix IS NOT NULL AND OLD.mode_mix {differs} NEW.mode_mix"


def _guards() -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return _sqlite_guards()
    return _postgresql_guards()


def _guards_removed() -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return ["DROP TRIGGER wave_guard_mode"]  # a table's own triggers go with it
    return ["DROP TRIGGER wave_guard_mode ON wave", "DROP FUNCTION guard_mode()"]


def _functions_removed() -> list[str]:
    return [] if op.get_bind().dialect.name == "sqlite" else ["DROP FUNCTION guard_extension()"]


def _sqlite_guards() -> list[str]:
    allowed = (
        "SELECT state = 'open' AND instr(promise, '\"latest_close_on\":\"') > 0 "
        f"AND NEW.closes_on > {_sealed_day('closes_on')} "
        f"AND NEW.closes_on <= {_sealed_day('latest_close_on')} "
        "FROM wave WHERE id = NEW.wave_id"
    )
    never = "BEGIN SELECT RAISE(ABORT, 'fieldwork_extension never changes'); END"
    return [
        f"CREATE TRIGGER fieldwork_extension_guard_{act.lower()} BEFORE {act} "
        f"ON fieldwork_extension {never}"
        for act in ("UPDATE", "DELETE")
    ] + [
        "CREATE TRIGGER fieldwork_extension_guard_insert BEFORE INSERT ON fieldwork_extension "
        f"WHEN ({allowed}) IS NOT 1 OR {_OTHERS} BEGIN SELECT RAISE(ABORT, '{_LATE}'); END",
        "CREATE TRIGGER wave_guard_mode BEFORE UPDATE ON wave "
        f"WHEN {_FIXED.format(differs='IS NOT')} "
        "BEGIN SELECT RAISE(ABORT, 'the mix of modes is fixed'); END",
    ]


def _sealed_day(name: str) -> str:
    """A day of a promise. SQLite lets no trigger call JSON functions in a schema that it is told
    not to trust; a promise is canonical JSON, in which a quotation mark of a text is escaped.
    """
    key = f'"{name}":"'
    return f"substr(promise, instr(promise, '{key}') + {len(key)}, 10)"


def _postgresql_guards() -> list[str]:
    allowed = (
        "SELECT state = 'open' "
        "AND NEW.closes_on > (promise::json #>> '{wave,closes_on}')::date "
        "AND NEW.closes_on <= (promise::json #>> '{wave,latest_close_on}')::date "
        "FROM wave WHERE id = NEW.wave_id"
    )
    return [
        _function("guard_extension", f"({allowed}) IS NOT TRUE OR {_OTHERS}", _LATE),
        _function("guard_mode", _FIXED.format(differs="IS DISTINCT FROM"), "the mix is fixed"),
        "CREATE TRIGGER fieldwork_extension_guard BEFORE UPDATE OR DELETE ON fieldwork_extension "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER fieldwork_extension_kept BEFORE TRUNCATE ON fieldwork_extension "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER fieldwork_extension_guard_insert BEFORE INSERT ON fieldwork_extension "
        "FOR EACH ROW EXECUTE FUNCTION guard_extension()",
        "CREATE TRIGGER wave_guard_mode BEFORE UPDATE ON wave "
        "FOR EACH ROW EXECUTE FUNCTION guard_mode()",
    ]


def _function(name: str, refused: str, message: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {refused} THEN RAISE EXCEPTION '{message}' "
        "USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
    )
