"""Commands about what was published: `flask disclosure ledger` and `flask disclosure explain`."""

from __future__ import annotations

import json

import click
from flask import Flask
from flask.cli import AppGroup

from survey.results.disclosure_cli import disclosure_group
from survey.results.explaining import explain_release
from survey.results.ledger import verify_chain
from survey.results.queries import find_release_by_name, list_ledger

ledger_group = AppGroup("ledger", help="Everything that was ever published, as a chain.")
disclosure_group.add_command(ledger_group)


def register(app: Flask) -> None:
    """Add `flask disclosure ledger ...` and `flask disclosure explain`."""
    app.cli.add_command(disclosure_group)


@ledger_group.command("verify")
def verify() -> None:
    """Look over the whole ledger. Exit status 0 when it is whole, 1 when it is not."""
    faults = verify_chain()
    if faults:
        raise click.ClickException("The ledger is not whole:\n" + "\n".join(faults))
    click.echo(f"The ledger is whole: {len(list_ledger())} entries.")


@ledger_group.command("list")
@click.option("--statements", is_flag=True, help="Also list each statement.")
def list_entries(statements: bool) -> None:
    """List the ledger's entries: position, wave, release, subject, how many statements, hash."""
    for entry in list_ledger():
        said = json.loads(entry.statements)
        fields = (
            str(entry.position),
            entry.wave_id,
            entry.release,
            entry.subject,
            str(len(said)),
            entry.hash,
        )
        click.echo("\t".join(fields))
        for one in said if statements else ():
            ends = f"{one['low'] or ''}..{one['high'] or ''}"
            click.echo(f"\t{one['where']}\t{one['statistic']}\t{ends}")


@disclosure_group.command("explain")
@click.argument("release")
def explain(release: str) -> None:
    """Say what RELEASE shows and under which rules. RELEASE: its number, or a wave's id or slug.

    Why a figure is withheld is told to nobody, here neither.
    """
    found = find_release_by_name(release)
    if found is None:
        raise click.ClickException(f"There is no release with the name {release!r}.")
    for line in explain_release(found):
        click.echo(line)
