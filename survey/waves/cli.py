"""The command group of fieldwork."""

from __future__ import annotations

from flask import Flask
from flask.cli import AppGroup

waves_group = AppGroup("waves", help="Fieldwork: launch, close, cancel, forget.")


def register(app: Flask) -> None:
    """Add the command group to the application."""
    app.cli.add_command(waves_group)
