"""Commands about waves. Closing and cancelling stand in survey/responses/cli.py."""

from __future__ import annotations

import csv
import sys

import click
from flask import Flask
from flask.cli import AppGroup

from survey import clock
from survey.communities.queries import get_property
from survey.core.errors import SurveyError
from survey.core.promise.document import short_hash
from survey.db import transaction
from survey.waves.letters import list_codes
from survey.waves.queries import find_wave, list_every_wave
from survey.waves.services import record_codes_listed

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
            f"{wave.opens_at:%Y-%m-%d}..{wave.closes_at:%Y-%m-%d}",
            f"/s/{wave.slug}",
            short_hash(wave.promise_hash),
        )
        click.echo("\t".join(fields))


@waves_group.command("codes")
@click.argument("wave")
def codes(wave: str) -> None:
    """Write the codes of WAVE (its id or slug) as CSV to the output, and nowhere else."""
    found = find_wave(wave)
    if found is None:
        raise click.ClickException(f"There is no wave with the id or slug {wave!r}.")
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
