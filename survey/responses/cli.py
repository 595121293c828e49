"""Commands that close and cancel waves. Opening stands with the results that it leads to."""

from __future__ import annotations

import click
from flask import Flask

from survey import clock
from survey.db import transaction
from survey.responses.services import cancel_wave, close_ballot_box
from survey.waves.cli import get_named_wave, refuse_kindly, waves_group
from survey.waves.sealed_count import count_shown


def register(app: Flask) -> None:
    """Add `flask waves close` and `cancel`."""
    app.cli.add_command(waves_group)


@waves_group.command("close")
@click.argument("wave")
def close(wave: str) -> None:
    """Close WAVE (its id or slug): accept nothing more, and fix count and hash."""
    with transaction():
        found = get_named_wave(wave)
        closing = refuse_kindly(lambda: close_ballot_box(wave=found, now=clock.now()))
    click.echo(f"{count_shown(found)}, hash {closing.digest}")


@waves_group.command("cancel")
@click.argument("wave")
@click.confirmation_option(prompt="This destroys every answer in the wave. Go on?")
def cancel(wave: str) -> None:
    """Cancel WAVE (its id or slug) and destroy everything in it."""
    with transaction():
        refuse_kindly(lambda: cancel_wave(wave=get_named_wave(wave), now=clock.now()))
    click.echo("The wave is cancelled, and everything in it is destroyed.")
