"""Commands about disclosure control: `flask disclosure ...`."""

from __future__ import annotations

from flask import Flask
from flask.cli import AppGroup

disclosure_group = AppGroup("disclosure", help="Disclosure control: audits, the ledger.")


def register(app: Flask) -> None:
    """Add the command group to the application."""
    app.cli.add_command(disclosure_group)
