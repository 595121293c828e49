"""Commands that close, cancel and forget waves. Opening stands with the results it leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click
from flask import Flask

from survey import clock
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.responses.queries import (
    find_wave,
    list_waves_with_answers_due,
    list_waves_with_envelopes_due,
)
from survey.responses.services import (
    cancel_wave,
    close_ballot_box,
    destroy_leftover_secrets,
    destroy_opened_answers,
    destroy_unopened,
)
from survey.waves.cli import waves_group
from survey.waves.models import Wave

Result = TypeVar("Result")


def register(app: Flask) -> None:
    """Add `flask waves close`, `cancel` and `forget`."""
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


@waves_group.command("forget")
def forget() -> None:
    """Destroy what was promised to be gone by today. Run it once a day."""
    now = clock.now()
    for found, destroy in (
        (list_waves_with_answers_due, destroy_opened_answers),
        (list_waves_with_envelopes_due, destroy_unopened),
    ):
        for wave_id in [wave.id for wave in found(now)]:
            with transaction():
                destroy(wave=_get_wave(wave_id), now=now)
            click.echo(f"{wave_id}: destroyed")
    for wave_id in destroy_leftover_secrets():
        click.echo(f"{wave_id}: secrets destroyed")


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
