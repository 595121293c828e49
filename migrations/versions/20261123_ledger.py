"""Create the ledger of everything published, and the checks that lead to a release.

What was released before is entered in the ledger in the order in which it was released.

Revision: 20261123_ledger, after 20261123_first_tables
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from survey.core.disclosure.ledger import FIRST_HASH, Entry, chain

revision = "20261123_ledger"
down_revision = "20261123_first_tables"
branch_labels = None
depends_on = None

HEAD = sa.table("ledger_head", sa.column("id"), sa.column("position"), sa.column("hash"))
RELEASES = sa.table(
    "release",
    sa.column("id"),
    sa.column("wave_id"),
    sa.column("property_id"),
    sa.column("body"),
    sa.column("sha256"),
    sa.column("made_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    _create_tables()
    _enter_earlier_releases()
    for statement in _guards():
        op.execute(statement)


def _create_tables() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("property_id", sa.Integer(), nullable=False),
        sa.Column("release", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("statements", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["property_id"], ["property.id"], name=op.f("fk_ledger_entry_property_id_property")
        ),
        sa.ForeignKeyConstraint(
            ["release"], ["release.sha256"], name=op.f("fk_ledger_entry_release_release")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_ledger_entry_wave_id_wave")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_ledger_entry_hash")),
        sa.UniqueConstraint("release", "subject", name=op.f("uq_ledger_entry_release")),
    )
    op.create_index(op.f("ix_ledger_entry_property_id"), "ledger_entry", ["property_id"])
    op.create_index(op.f("ix_ledger_entry_wave_id"), "ledger_entry", ["wave_id"])
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_ledger_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "release_check",
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=40), nullable=True),
        sa.Column("more_withheld", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')",
            name=op.f("ck_release_check_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_release_check_wave_id_wave")
        ),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_release_check")),
    )


def _enter_earlier_releases() -> None:
    """Chain what was published before there was a ledger; a release never changes, so it can."""
    connection = op.get_bind()
    entries = sa.Table("ledger_entry", sa.MetaData(), autoload_with=connection)
    last = (0, FIRST_HASH)
    for row in connection.execute(sa.select(RELEASES).order_by(RELEASES.c.id)).all():
        made = chain(
            json.loads(row.body),
            after=last,
            wave_id=row.wave_id,
            property_id=row.property_id,
            release=row.sha256,
            made_at=_in_utc(row.made_at),
        )
        if made:
            connection.execute(entries.insert(), [_row(entry) for entry in made])
            last = (made[-1].position, made[-1].hash)
    connection.execute(HEAD.insert().values(id=1, position=last[0], hash=last[1]))


def _row(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in Entry.__slots__}


def _in_utc(moment: datetime) -> datetime:
    """SQLite gives moments back without their zone, which is UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in _guards_removed():
            op.execute(statement)
    op.drop_table("release_check")
    op.drop_table("ledger_head")
    op.drop_index(op.f("ix_ledger_entry_wave_id"), "ledger_entry")
    op.drop_index(op.f("ix_ledger_entry_property_id"), "ledger_entry")
    op.drop_table("ledger_entry")


# The ledger grows at its end, and in no other way.

LAST = "SELECT {} FROM ledger_entry ORDER BY position DESC LIMIT 1"
OUT_OF_LINE = (
    f"NEW.position <> COALESCE(({LAST.format('position')}), 0) + 1 "
    f"OR NEW.previous_hash <> COALESCE(({LAST.format('hash')}), '{FIRST_HASH}')"
)
NOT_THE_LAST = (
    f"NEW.position <> COALESCE(({LAST.format('position')}), 0) "
    f"OR NEW.hash <> COALESCE(({LAST.format('hash')}), '{FIRST_HASH}')"
)
NEVER_CHANGES = "the ledger never changes"
FOLLOWS = "an entry follows on the last one"
POINTS = "the head of the ledger is its last entry"


def _guards() -> list[str]:
    sqlite = op.get_bind().dialect.name == "sqlite"
    return _sqlite_guards() if sqlite else _postgresql_guards()


def _sqlite_guards() -> list[str]:
    raised = "BEGIN SELECT RAISE(ABORT, '{}'); END"
    guards = [
        f"CREATE TRIGGER ledger_entry_guard_{act.lower()} BEFORE {act} ON ledger_entry "
        + raised.format(NEVER_CHANGES)
        for act in ("UPDATE", "DELETE")
    ]
    guards.append(
        f"CREATE TRIGGER ledger_entry_guard_insert BEFORE INSERT ON ledger_entry "
        f"WHEN {OUT_OF_LINE} " + raised.format(FOLLOWS)
    )
    guards += [
        f"CREATE TRIGGER ledger_head_guard_{act.lower()} BEFORE {act} ON ledger_head "
        f"WHEN {NOT_THE_LAST} " + raised.format(POINTS)
        for act in ("INSERT", "UPDATE")
    ]
    guards.append(
        "CREATE TRIGGER ledger_head_guard_delete BEFORE DELETE ON ledger_head "
        + raised.format(NEVER_CHANGES)
    )
    return guards


def _refusal(condition: str, message: str) -> str:
    return (
        f"IF {condition} THEN RAISE EXCEPTION '{message}' "
        "USING ERRCODE = 'check_violation'; END IF; "
    )


def _postgresql_guards() -> list[str]:
    begin, end = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ", "RETURN NEW; END $$"
    guards = [
        f"CREATE FUNCTION guard_ledger_entry() {begin}{_refusal(OUT_OF_LINE, FOLLOWS)}{end}",
        f"CREATE FUNCTION guard_ledger_head() {begin}{_refusal(NOT_THE_LAST, POINTS)}{end}",
        "CREATE TRIGGER ledger_entry_follows BEFORE INSERT ON ledger_entry "
        "FOR EACH ROW EXECUTE FUNCTION guard_ledger_entry()",
        "CREATE TRIGGER ledger_head_points BEFORE INSERT OR UPDATE ON ledger_head "
        "FOR EACH ROW EXECUTE FUNCTION guard_ledger_head()",
        "CREATE TRIGGER ledger_entry_guard BEFORE UPDATE OR DELETE ON ledger_entry "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER ledger_head_guard BEFORE DELETE ON ledger_head "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    ]
    guards += [
        f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in ("ledger_entry", "ledger_head")
    ]
    return guards


def _guards_removed() -> list[str]:
    """The triggers go with their tables; their functions do not."""
    return [
        "DROP TRIGGER ledger_entry_follows ON ledger_entry",
        "DROP TRIGGER ledger_head_points ON ledger_head",
        "DROP FUNCTION guard_ledger_entry()",
        "DROP FUNCTION guard_ledger_head()",
    ]
