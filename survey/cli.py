"""Commands that belong to no feature: serving, and the database's schema."""

from __future__ import annotations

from pathlib import Path

import click
import waitress
from alembic import command
from alembic.config import Config
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from survey.jobs.supervising import start_supervisor

db_group = AppGroup("db", help="The database's schema.")
MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
LARGEST_IN_MEMORY_BYTES = 12_000_000
"""The server puts larger bodies into a file, where a list with contacts must not lie."""


def register(app: Flask) -> None:
    """Add the command groups to the application."""
    app.cli.add_command(db_group)
    app.cli.add_command(serve)


def alembic_config() -> Config:
    """Return Alembic's configuration for the current application's database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    url = current_app.config["SQLALCHEMY_DATABASE_URI"]
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


@db_group.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the schema up to REVISION (by default the newest). Never runs by itself."""
    command.upgrade(alembic_config(), revision)


@db_group.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the schema back to REVISION."""
    command.downgrade(alembic_config(), revision)


@db_group.command("current")
def current() -> None:
    """Say which revision the database is at."""
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
        app, host=host, port=port, threads=8, inbuf_overflow=LARGEST_IN_MEMORY_BYTES, _quiet=True
    )
