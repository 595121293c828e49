"""Create the first tables, and what the database itself refuses.

Revision: 20261123_first_tables, after
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_first_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_tables()
    for statement in _guards():
        op.execute(statement)


def _create_tables() -> None:
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("slug", name=op.f("uq_organization_slug")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "sign_in_throttle",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("window_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_throttle")),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["person.id"],
            name=op.f("fk_audit_event_actor_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_audit_event_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index(
        "ix_audit_event_organization_id_at", "audit_event", ["organization_id", "at"], unique=False
    )

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "role IN ('administrator', 'manager', 'evaluator', 'steward')",
            name=op.f("ck_membership_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_membership_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_membership_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "person_id", "organization_id", "role", name=op.f("uq_membership_person_id")
        ),
    )
    op.create_index(
        op.f("ix_membership_organization_id"), "membership", ["organization_id"], unique=False
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)

    op.create_table(
        "property",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("homes", sa.Integer(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.CheckConstraint("adults >= 1", name=op.f("ck_property_adults_positive")),
        sa.CheckConstraint("homes >= 1", name=op.f("ck_property_homes_positive")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_property_organization_id_organization"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_property")),
        sa.UniqueConstraint("slug", name=op.f("uq_property_slug")),
    )
    op.create_index(
        op.f("ix_property_organization_id"), "property", ["organization_id"], unique=False
    )

    op.create_table(
        "membership_property",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("property_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_membership_property_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["property_id"],
            ["property.id"],
            name=op.f("fk_membership_property_property_id_property"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "membership_id", "property_id", name=op.f("pk_membership_property")
        ),
    )
    op.create_index(
        op.f("ix_membership_property_property_id"),
        "membership_property",
        ["property_id"],
        unique=False,
    )

    op.create_table(
        "questionnaire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("property_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("rotating", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["property_id"],
            ["property.id"],
            name=op.f("fk_questionnaire_property_id_property"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire")),
    )
    op.create_index(
        op.f("ix_questionnaire_property_id"), "questionnaire", ["property_id"], unique=False
    )

    op.create_table(
        "stratum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("property_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("homes", sa.Integer(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "homes >= 0 AND adults >= 0", name=op.f("ck_stratum_counts_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["property_id"],
            ["property.id"],
            name=op.f("fk_stratum_property_id_property"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stratum")),
        sa.UniqueConstraint("property_id", "key", name=op.f("uq_stratum_property_id")),
    )
    op.create_index(op.f("ix_stratum_property_id"), "stratum", ["property_id"], unique=False)

    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["published_by"],
            ["person.id"],
            name=op.f("fk_questionnaire_version_published_by_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire.id"],
            name=op.f("fk_questionnaire_version_questionnaire_id_questionnaire"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_version")),
        sa.UniqueConstraint(
            "questionnaire_id", "number", name=op.f("uq_questionnaire_version_questionnaire_id")
        ),
    )
    op.create_index(
        op.f("ix_questionnaire_version_questionnaire_id"),
        "questionnaire_version",
        ["questionnaire_id"],
        unique=False,
    )

    op.create_table(
        "wave",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("property_id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("access", sa.String(length=8), nullable=False),
        sa.Column("custody", sa.String(length=12), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("promise_hash", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("launched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("launched_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("envelope_count", sa.Integer(), nullable=True),
        sa.Column("envelope_digest", sa.String(length=64), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers_destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("access IN ('codes', 'link')", name=op.f("ck_wave_access_known")),
        sa.CheckConstraint(
            "custody IN ('server', 'custodian')", name=op.f("ck_wave_custody_known")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'closed', 'opened', 'released', 'cancelled')",
            name=op.f("ck_wave_state_known"),
        ),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_wave_closes_after_opening")),
        sa.ForeignKeyConstraint(
            ["launched_by"],
            ["person.id"],
            name=op.f("fk_wave_launched_by_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["property_id"], ["property.id"], name=op.f("fk_wave_property_id_property")
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_wave_questionnaire_version_id_questionnaire_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("promise_hash", name=op.f("uq_wave_promise_hash")),
        sa.UniqueConstraint("property_id", "number", name=op.f("uq_wave_property_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_wave_slug")),
    )
    op.create_index(op.f("ix_wave_property_id"), "wave", ["property_id"], unique=False)

    op.create_table(
        "access_code",
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("code_check", sa.LargeBinary(length=32), nullable=False),
        sa.Column("stratum", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_access_code_wave_id_wave")),
        sa.PrimaryKeyConstraint("wave_id", "code_check", name=op.f("pk_access_code")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comment",
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("length(id) = 16", name=op.f("ck_comment_id_length")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_comment_wave_id_wave")),
        sa.PrimaryKeyConstraint("wave_id", "id", name=op.f("pk_comment")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "envelope",
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.LargeBinary(length=32), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("slip", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(slot) = 32", name=op.f("ck_envelope_slot_length")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_envelope_wave_id_wave")),
        sa.PrimaryKeyConstraint("wave_id", "slot", name=op.f("pk_envelope")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "opened_answer",
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.CheckConstraint("length(id) = 16", name=op.f("ck_opened_answer_id_length")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_opened_answer_wave_id_wave")
        ),
        sa.PrimaryKeyConstraint("wave_id", "id", name=op.f("pk_opened_answer")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "participation_reading",
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_participation_reading_wave_id_wave")
        ),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_participation_reading")),
    )
    op.create_table(
        "promise_tightening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["person.id"],
            name=op.f("fk_promise_tightening_made_by_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_promise_tightening_wave_id_wave")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_tightening")),
    )
    op.create_index(
        op.f("ix_promise_tightening_wave_id"), "promise_tightening", ["wave_id"], unique=False
    )

    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("property_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["property_id"], ["property.id"], name=op.f("fk_release_property_id_property")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_release_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("sha256", name=op.f("uq_release_sha256")),
        sa.UniqueConstraint("wave_id", "number", name=op.f("uq_release_wave_id")),
    )
    op.create_index(op.f("ix_release_property_id"), "release", ["property_id"], unique=False)
    op.create_index(op.f("ix_release_wave_id"), "release", ["wave_id"], unique=False)

    op.create_table(
        "rendering",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("paper", sa.String(length=10), nullable=False),
        sa.Column("design", sa.String(length=20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_rendering_release_id_release")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendering")),
        sa.UniqueConstraint(
            "release_id", "kind", "locale", "paper", "design", name=op.f("uq_rendering_release_id")
        ),
    )
    op.create_index(op.f("ix_rendering_release_id"), "rendering", ["release_id"], unique=False)


def downgrade() -> None:
    for statement in _guards_removed():
        op.execute(statement)
    op.drop_index(op.f("ix_rendering_release_id"), "rendering")

    op.drop_table("rendering")
    op.drop_index(op.f("ix_release_wave_id"), "release")
    op.drop_index(op.f("ix_release_property_id"), "release")

    op.drop_table("release")
    op.drop_index(op.f("ix_promise_tightening_wave_id"), "promise_tightening")

    op.drop_table("promise_tightening")
    op.drop_table("participation_reading")
    op.drop_table("opened_answer")
    op.drop_table("envelope")
    op.drop_table("comment")
    op.drop_table("access_code")
    op.drop_index(op.f("ix_wave_property_id"), "wave")

    op.drop_table("wave")
    op.drop_index(op.f("ix_questionnaire_version_questionnaire_id"), "questionnaire_version")

    op.drop_table("questionnaire_version")
    op.drop_index(op.f("ix_stratum_property_id"), "stratum")

    op.drop_table("stratum")
    op.drop_index(op.f("ix_questionnaire_property_id"), "questionnaire")

    op.drop_table("questionnaire")
    op.drop_index(op.f("ix_membership_property_property_id"), "membership_property")

    op.drop_table("membership_property")
    op.drop_index(op.f("ix_property_organization_id"), "property")

    op.drop_table("property")
    op.drop_index(op.f("ix_membership_person_id"), "membership")
    op.drop_index(op.f("ix_membership_organization_id"), "membership")

    op.drop_table("membership")
    op.drop_index("ix_audit_event_organization_id_at", "audit_event")

    op.drop_table("audit_event")
    op.drop_table("sign_in_throttle")
    op.drop_table("person")
    op.drop_table("organization")


# What must never be, the database refuses by itself, whoever asks.

SEALED_WAVE_COLUMNS = (
    "id",
    "property_id",
    "questionnaire_version_id",
    "number",
    "slug",
    "access",
    "custody",
    "promise",
    "promise_hash",
    "public_key",
    "opens_at",
    "closes_at",
    "launched_at",
)
IMMUTABLE_TABLES = ("questionnaire_version", "release", "promise_tightening")
STEPS = (
    ("open", "closed"),
    ("open", "cancelled"),
    ("closed", "opened"),
    ("closed", "cancelled"),
    ("opened", "released"),
    ("opened", "cancelled"),
)


def _guards() -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return _sqlite_guards()
    return _postgresql_guards() + _forgetful_statistics()


def _guards_removed() -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return []  # SQLite drops a table's triggers with the table
    tables = (*IMMUTABLE_TABLES, "wave", "envelope")
    dropped = [f"DROP TRIGGER IF EXISTS {table}_guard ON {table}" for table in tables]
    functions = ("refuse_change", "guard_wave", "guard_envelope")
    return dropped + [f"DROP FUNCTION IF EXISTS {name}()" for name in functions]


def _steps_sql() -> str:
    pairs = " OR ".join(f"(OLD.state = '{a}' AND NEW.state = '{b}')" for a, b in STEPS)
    return f"OLD.state = NEW.state OR {pairs}"


def _sealed_sql(differs: str) -> str:
    return " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in SEALED_WAVE_COLUMNS)


def _count_sql(differs: str) -> str:
    return " OR ".join(
        f"(OLD.{name} IS NOT NULL AND OLD.{name} {differs} NEW.{name})"
        for name in ("envelope_count", "envelope_digest", "closed_at")
    )


def _sqlite_guards() -> list[str]:
    guards = []
    for table in IMMUTABLE_TABLES:
        for act in ("UPDATE", "DELETE"):
            guards.append(
                f"CREATE TRIGGER {table}_guard_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} never changes'); END"
            )
    guards += [
        "CREATE TRIGGER wave_guard_delete BEFORE DELETE ON wave "
        "BEGIN SELECT RAISE(ABORT, 'a wave is never deleted'); END",
        f"CREATE TRIGGER wave_guard_sealed BEFORE UPDATE ON wave WHEN {_sealed_sql('IS NOT')} "
        "BEGIN SELECT RAISE(ABORT, 'the promise is sealed'); END",
        f"CREATE TRIGGER wave_guard_count BEFORE UPDATE ON wave WHEN {_count_sql('IS NOT')} "
        "BEGIN SELECT RAISE(ABORT, 'the count is fixed'); END",
        f"CREATE TRIGGER wave_guard_state BEFORE UPDATE ON wave WHEN NOT ({_steps_sql()}) "
        "BEGIN SELECT RAISE(ABORT, 'a wave goes one way'); END",
    ]
    for act in ("INSERT", "UPDATE"):
        guards.append(
            f"CREATE TRIGGER envelope_guard_{act.lower()} BEFORE {act} ON envelope "
            "WHEN (SELECT state FROM wave WHERE id = NEW.wave_id) <> 'open' "
            "BEGIN SELECT RAISE(ABORT, 'the ballot box is closed'); END"
        )
    return guards


def _refusal(condition: str, message: str) -> str:
    return (
        f"IF {condition} THEN RAISE EXCEPTION '{message}' "
        "USING ERRCODE = 'check_violation'; END IF; "
    )


def _forgetful_statistics() -> list[str]:
    """PostgreSQL keeps sample values of each column for its planner, past the rows' deletion.

    Of answers it keeps none: what is destroyed must not live on in pg_statistic.
    """
    columns = {
        "envelope": ("slot", "answers", "slip"),
        "access_code": ("code_check", "stratum"),
        "opened_answer": ("id", "answers", "groups"),
        "comment": ("id", "item_id", "text"),
    }
    return [
        f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0"
        for table, names in columns.items()
        for column in names
    ]


def _postgresql_guards() -> list[str]:
    begin = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    end = "END $$"
    guards = [
        f"CREATE FUNCTION refuse_change() {begin}"
        "RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'check_violation'; "
        f"{end}",
        f"CREATE FUNCTION guard_wave() {begin}"
        + _refusal("TG_OP = 'DELETE'", "a wave is never deleted")
        + _refusal(_sealed_sql("IS DISTINCT FROM"), "the promise is sealed")
        + _refusal(_count_sql("IS DISTINCT FROM"), "the count is fixed")
        + _refusal(f"NOT ({_steps_sql()})", "a wave goes one way")
        + f"RETURN NEW; {end}",
        f"CREATE FUNCTION guard_envelope() {begin}"
        + _refusal(
            "(SELECT state FROM wave WHERE id = NEW.wave_id) <> 'open'",
            "the ballot box is closed",
        )
        + f"RETURN NEW; {end}",
        "CREATE TRIGGER wave_guard BEFORE UPDATE OR DELETE ON wave "
        "FOR EACH ROW EXECUTE FUNCTION guard_wave()",
        "CREATE TRIGGER envelope_guard BEFORE INSERT OR UPDATE ON envelope "
        "FOR EACH ROW EXECUTE FUNCTION guard_envelope()",
    ]
    guards += [
        f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in IMMUTABLE_TABLES
    ]
    return guards
