"""Commands for reports: make a PDF into a file."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from survey import clock
from survey.db import db
from survey.reports.services import KINDS, get_rendering
from survey.reports.sheet import SHEET_PAPERS
from survey.results.models import Release
from survey.web.locales import DEFAULT, LANGUAGES

reports_group = AppGroup("reports", help="What is made from releases.")


def register(app: Flask) -> None:
    """Add the command group to the application."""
    app.cli.add_command(reports_group)


@reports_group.command("render")
@click.argument("release_id", type=int)
@click.option("--kind", type=click.Choice(list(KINDS)), default="summary", show_default=True)
@click.option("--lang", type=click.Choice(list(LANGUAGES)), default=DEFAULT.tag, show_default=True)
@click.option(
    "--paper", type=click.Choice(SHEET_PAPERS), default=SHEET_PAPERS[0], show_default=True
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def render(release_id: int, kind: str, lang: str, paper: str, output: Path) -> None:
    """Write a PDF of RELEASE_ID to a file: summary, residents' page, a report, or an agenda.

    Made once, then taken from storage.
    """
    release = db.session.get(Release, release_id)
    if release is None:
        raise click.ClickException(f"There is no release {release_id}.")
    if paper not in KINDS[kind].papers:
        raise click.ClickException(f"The {kind} comes on {' or '.join(KINDS[kind].papers)} only.")
    rendering = get_rendering(release=release, kind=kind, tag=lang, paper=paper, now=clock.now())
    output.write_bytes(rendering.content)
    click.echo(f"{output}: {len(rendering.content)} bytes")
