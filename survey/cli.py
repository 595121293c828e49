"""Commands that belong to no feature: serving, and the database's schema.

Alembic is imported where it is used: loading it took a tenth of every start, and a server or any
other command never needs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import waitress
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from survey.jobs.supervising import start_supervisor

if TYPE_CHECKING:
    from alembic.config import Config

db_group = AppGroup("db", help="The database's schema.")
MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
LARGEST_BODY_BYTES = 12_000_000
"""The server would put larger ones into a file, where a list with contacts must not lie: it takes
none. A little more than any page does, so that pages can say in words what is too large.
"""
LARGEST_ANSWER_IN_MEMORY_BYTES = 1_000_000_000
"""The same of answers: letters with codes and addresses are hundreds of pages."""


def register(app: Flask) -> None:
    """Add the command groups to the application."""
    app.cli.add_command(db_group)
    app.cli.add_command(serve)


def alembic_config() -> Config:
    """Return Alembic's configuration for the current application's database."""
    from alembic.config import Config  # noqa: PLC0415  see the module's docstring

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    url = current_app.config["SQLALCHEMY_DATABASE_URI"]
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


@db_group.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the schema up to REVISION (by default the newest). Never runs by itself."""
    from alembic import command  # noqa: PLC0415

    command.upgrade(alembic_config(), revision)


@db_group.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the schema back to REVISION."""
    from alembic import command  # noqa: PLC0415

    command.downgrade(alembic_config(), revision)


@db_group.command("current")
def current() -> None:
    """Say which revision the database is at."""
    from alembic import command  # noqa: PLC0415

    command.current(alembic_config())


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Serve the application, and look after its jobs. For the demo and small places."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    start_supervisor(app)
    waitress.serve(
        app,
        host=host,
        port=port,
        threads=8,
        max_request_body_size=LARGEST_BODY_BYTES,
        inbuf_overflow=LARGEST_BODY_BYTES,
        outbuf_overflow=LARGEST_ANSWER_IN_MEMORY_BYTES,
        _quiet=True,
    )
