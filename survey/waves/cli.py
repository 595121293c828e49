"""Commands about waves. Closing and cancelling stand in survey/responses/cli.py."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from typing import TextIO, TypeVar

import click
from flask import Flask
from flask.cli import AppGroup

from survey import clock
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.core.promise.document import short_hash
from survey.core.sealing.errors import RecoveryLinesWrong
from survey.db import transaction
from survey.keys.store import get_key_store
from survey.waves.letters import list_codes
from survey.waves.models import Wave
from survey.waves.queries import find_wave, list_every_wave
from survey.waves.services import record_codes_listed, restore_key

Result = TypeVar("Result")

waves_group = AppGroup("waves", help="Waves: rounds of fieldwork.")


def register(app: Flask) -> None:
    """Add the command group to the application."""
    app.cli.add_command(waves_group)


@waves_group.command("list")
def list_waves() -> None:
    """List every wave: id, property, number, state, days, address, promise."""
    for wave in list_every_wave():
        fields = (
            wave.id,
            get_property(wave.property_id).slug,
            str(wave.number),
            wave.state,
            f"{wave.opens_at:%Y-%m-%d}..{wave.ends_at:%Y-%m-%d}",
            f"/s/{wave.slug}",
            short_hash(wave.promise_hash),
        )
        click.echo("\t".join(fields))


@waves_group.command("codes")
@click.argument("wave")
def codes(wave: str) -> None:
    """Write the codes of WAVE (its id or slug) as CSV to the output, and nowhere else."""
    found = get_named_wave(wave)
    try:
        listed = list_codes(found)
        with transaction():
            record_codes_listed(wave=found, actor=None, way="cli", now=clock.now())
    except SurveyError as error:
        raise click.ClickException(f"Not done: {error}.") from error
    click.echo(
        "Whoever holds these codes can send answers in the residents' place. Give them to "
        "whoever sends the letters, not to the landlord's manager, and delete the file once the "
        "letters are sent.",
        err=True,
    )
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["part", "home", "adult", "code"])
    for one in listed:
        writer.writerow([one.part or "", one.home, one.adult, one.code])


@waves_group.command("restore-key")
@click.argument("wave")
@click.argument("sheet", type=click.File(encoding="utf-8"))
@click.password_option("--passphrase", prompt="Passphrase", confirmation_prompt=False)
def restore(wave: str, sheet: TextIO, passphrase: str) -> None:
    """Bring back the key of WAVE (its id or slug) from the lines of its recovery SHEET.

    SHEET is a text file, or - for the input. For a closed wave whose key store was lost; then
    `flask waves open` opens it.
    """
    found = get_named_wave(wave)
    try:
        with transaction():
            restore_key(
                wave=found,
                sheet=sheet.read(),
                passphrase=passphrase,
                key_store=get_key_store(),
                actor=None,
                now=clock.now(),
            )
    except RecoveryLinesWrong as error:
        wrong = ", ".join(str(number) for number in error.lines)
        raise click.ClickException(f"Look at these lines of the sheet again: {wrong}.") from error
    except SurveyError as error:
        raise click.ClickException(f"Not done: {error}.") from error
    click.echo("The key is back. Open the wave with its passphrase.")


def get_named_wave(name: str) -> Wave:
    """The wave with this id or slug; ends the command with a sentence where there is none."""
    wave = find_wave(name)
    if wave is None:
        raise click.ClickException(f"There is no wave with the id or slug {name!r}.")
    return wave


def refuse_kindly(act: Callable[[], Result]) -> Result:
    """Run an act; a refusal ends the command with its code instead of a traceback."""
    try:
        return act()
    except SurveyError as error:
        raise click.ClickException(f"Not done: {error}.") from error
