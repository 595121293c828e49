"""Down to a revision and up again, with nothing of the session left in between."""

from __future__ import annotations

from alembic import command

from survey.cli import alembic_config
from survey.db import db


def migrate(to: str) -> None:
    """Go down to a revision, or all the way up to "head"."""
    db.session.remove()
    db.engine.dispose()
    if to == "head":
        command.upgrade(alembic_config(), to)
    else:
        command.downgrade(alembic_config(), to)
