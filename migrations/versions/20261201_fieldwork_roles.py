"""Let people be named who only send invitations, or only enter answers from paper.

Revision: 20261201_fieldwork_roles, after 20261130_comments

On the way down they lose these roles.
"""

from __future__ import annotations

from alembic import op

revision = "20261201_fieldwork_roles"
down_revision = "20261130_comments"
branch_labels = None
depends_on = None

ROLES = ("administrator", "manager", "evaluator", "steward", "redactor")


def upgrade() -> None:
    _allow_roles(*ROLES, "sender", "keyer")


def downgrade() -> None:
    going = "SELECT id FROM membership WHERE role IN ('sender', 'keyer')"
    op.execute(f"DELETE FROM membership_property WHERE membership_id IN ({going})")
    op.execute("DELETE FROM membership WHERE role IN ('sender', 'keyer')")
    _allow_roles(*ROLES)


def _allow_roles(*roles: str) -> None:
    """SQLite makes the table anew for that; a migrating connection checks no keys meanwhile."""
    known = "role IN ({})".format(", ".join(f"'{role}'" for role in roles))
    name = op.f("ck_membership_role_known")
    with op.batch_alter_table("membership") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, known)
