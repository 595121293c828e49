"""Commands that close and cancel waves. Opening stands with the results that it leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click
from flask import Flask

from survey import clock
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.responses.services import cancel_wave, close_ballot_box
from survey.waves.cli import waves_group
from survey.waves.models import Wave
from survey.waves.queries import find_wave

Result = TypeVar("Result")


def register(app: Flask) -> None:
    """Add `flask waves close` and `cancel`."""
    app.cli.add_command(waves_group)


@waves_group.command("close")
@click.argument("wave")
def close(wave: str) -> None:
    """Close WAVE (its id or slug): accept nothing more, and fix count and hash."""
    with transaction():
        closing = _refuse_kindly(lambda: close_ballot_box(wave=_get_wave(wave), now=clock.now()))
    click.echo(f"{closing.count} envelopes, hash {closing.digest}")


@waves_group.command("cancel")
@click.argument("wave")
@click.confirmation_option(prompt="This destroys every answer in the wave. Go on?")
def cancel(wave: str) -> None:
    """Cancel WAVE (its id or slug) and destroy everything in it."""
    with transaction():
        _refuse_kindly(lambda: cancel_wave(wave=_get_wave(wave), now=clock.now()))
    click.echo("The wave is cancelled, and everything in it is destroyed.")


def _get_wave(name: str) -> Wave:
    wave = find_wave(name)
    if wave is None:
        raise click.ClickException(f"There is no wave with the id or slug {name!r}.")
    return wave


def _refuse_kindly(act: Callable[[], Result]) -> Result:
    """Run an act; a refusal ends the command with its code instead of a traceback."""
    try:
        return act()
    except SurveyError as error:
        raise click.ClickException(f"Not done: {error}.") from error
