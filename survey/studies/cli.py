"""Commands about studies: `flask studies list` and `flask studies verify`."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from survey.studies.chain import verify_studies
from survey.studies.queries import list_all_studies

studies_group = AppGroup("studies", help="How well questions work: list, verify.")


def register(app: Flask) -> None:
    """Add `flask studies ...`."""
    app.cli.add_command(studies_group)


@studies_group.command("list")
def list_studies() -> None:
    """List every study: number, day, organization, hash in the chain."""
    for study in list_all_studies():
        click.echo(
            f"{study.number}\t{study.made_at:%Y-%m-%d}\t{study.organization_id}\t{study.hash}"
        )


@studies_group.command("verify")
def verify() -> None:
    """Look over all studies. Exit status 0 when their chain is whole, 1 when it is not."""
    faults = verify_studies()
    if faults:
        raise click.ClickException("The studies are not whole:\n" + "\n".join(faults))
    click.echo(f"The studies are whole: {len(list_all_studies())}.")
