"""`flask bank`: the question bank's files, for the people who edit them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from flask import Flask

from survey.core.bank.findings import BankError, Finding
from survey.core.bank.lint import count_allowances, lint
from survey.core.bank.reading import read_with_places, shipped_folder

bank_group = click.Group("bank", help="The question bank.")


def register(app: Flask) -> None:
    """Add the command group to the application."""
    app.cli.add_command(bank_group)


@bank_group.command("lint")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A bank's folder; the shipped bank by default.",
)
def bank_lint(folder: Path | None) -> None:
    """Check ids, references, scales, indices, wording and lengths.

    Prints file:line, code and sentence for each problem, and ends with status 1 if there is any.
    """
    where = folder or shipped_folder()
    try:
        reading = read_with_places(where)
    except BankError as error:
        _report(str(where), error.problems)
    else:
        _report(str(where), lint(reading))
        allowed = count_allowances(reading)
        click.echo(f"{len(reading.bank.items)} items, no problems, {allowed} reasoned exemptions.")


def _report(folder: str, problems: Iterable[Finding]) -> None:
    """Print the problems and leave with status 1, if there are any."""
    lines = [f"{folder}/{problem}" for problem in problems]
    for line in lines:
        click.echo(line, err=True)
    if lines:
        click.echo(f"{len(lines)} problem{'' if len(lines) == 1 else 's'}.", err=True)
        raise click.exceptions.Exit(1)
