"""`flask homes`: read a list in, see what it counts, write it to a file. The pages' services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from survey import clock
from survey.communities.days import day_at
from survey.communities.models import Property
from survey.communities.queries import find_property
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.homes import exports
from survey.homes.columns import FIELDS, Choices, remember
from survey.homes.comparing import Plan
from survey.homes.files.reading import Table, read_table
from survey.homes.files.workbooks import LIKELIEST
from survey.homes.heads import folded
from survey.homes.queries import count_list, find_list, iterate_reached
from survey.homes.rows import check_rows
from survey.homes.services.ending import check_end, default_end
from survey.homes.services.taking import plan_for, prepare, take_file
from survey.homes.services.uploads import guess_choices, with_values
from survey.homes.values import region_of
from survey.homes.words import say_problem
from survey.web.sentences import sentence_for

homes_group = AppGroup("homes", help="Lists of homes: read in, count, write to a file.")


def register(app: Flask) -> None:
    """Add `flask homes`."""
    app.cli.add_command(homes_group)


@homes_group.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--column", "columns", multiple=True, help="HEAD=FIELD, such as Apto=door.")
@click.option("--kind", "kinds", multiple=True, help="WORD=KEY, a kind of the mix, or WORD=new.")
@click.option("--language", "languages", multiple=True, help="WORD=TAG, such as Chinese=zh-Hans.")
@click.option("--adults", type=click.IntRange(0, 20), help="Of new homes, where no column says.")
@click.option("--encoding", default="", help="Where the guess is wrong, such as cp1252.")
@click.option("--sheet", type=click.IntRange(1), help="Of a workbook, counted from 1.")
@click.option("--contacts-until", type=click.DateTime(["%Y-%m-%d"]), help="Default: one year.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def import_homes(
    slug: str,
    file: Path,
    *,
    columns: Sequence[str],
    kinds: Sequence[str],
    languages: Sequence[str],
    adults: int | None,
    encoding: str,
    sheet: int | None,
    contacts_until: datetime | None,
    dry_run: bool,
) -> None:
    """Make the list of the property SLUG what FILE says: all of it, or nothing."""
    place, now = _find(slug), clock.now()
    try:
        index = LIKELIEST if sheet is None else sheet - 1
        table = read_table(file.read_bytes(), encoding=encoding, sheet=index)
        choices = _choices(place, table, columns, kinds, languages)
        choices = choices if adults is None else replace(choices, adults=adults)
        checked = check_rows(table.rows, choices, region_of(place.timezone))
        plan, version = plan_for(place, checked)
        _say(plan)
        prepared = prepare(place, checked)
        today = day_at(place, now)
        ends_on = contacts_until.date() if contacts_until else default_end(today)
        check_end(ends_on, today)
        if dry_run:
            click.echo("Nothing was changed.")
            return
        with transaction():
            take_file(
                place=place,
                prepared=prepared,
                seen_version=version,
                ends_on=ends_on,
                remembered=remember(table.rows[choices.header], choices),
                actor=None,
                now=now,
            )
    except SurveyError as error:
        raise click.ClickException(sentence_for(error)) from error
    click.echo(f"The homes are read in. Contacts are destroyed on {ends_on.isoformat()}.")


@homes_group.command("list")
@click.argument("slug")
def list_homes(slug: str) -> None:
    """Say what the list of the property SLUG counts; no names."""
    place = _find(slug)
    held, totals = find_list(place), count_list(place)
    click.echo(f"{totals.homes} homes, {totals.adults} adults")
    labels = {one.key: one.label for one in place.strata}
    for part, (homes, adults) in sorted(totals.by_part.items(), key=lambda one: one[0] or ""):
        click.echo(f"  {labels.get(part or '', 'no kind')}: {homes} homes, {adults} adults")
    until = held.contacts_end_on.isoformat() if held and held.contacts_end_on else "none are kept"
    click.echo(f"Contacts until: {until}")
    if totals.homes and not totals.agree_with(place):
        click.echo("The property counts otherwise: no codes can be made out until the two agree.")


@homes_group.command("export")
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_homes(slug: str, file: Path) -> None:
    """Write the list of the property SLUG with its contacts to FILE, as CSV or by .xlsx."""
    place = _find(slug)
    make = exports.make_xlsx if file.suffix.lower() == ".xlsx" else exports.make_csv
    rows = exports.rows_of(place, iterate_reached(place))
    file.touch(mode=0o600)
    file.write_bytes(make(exports.HEADS, rows))
    click.echo(
        f"{len(rows)} homes are written. The file holds contacts: keep it where nobody reads."
    )


def _find(slug: str) -> Property:
    place = find_property(slug)
    if place is None:
        raise click.ClickException(f"There is no property {slug!r}.")
    return place


def _choices(
    place: Property,
    table: Table,
    columns: Sequence[str],
    kinds: Sequence[str],
    languages: Sequence[str],
) -> Choices:
    """The guess, with what was said on the command line."""
    guessed = guess_choices(place, table)
    heads = [folded(head) for head in table.rows[guessed.header]]
    names = list(guessed.columns)
    for head, name in map(_pair, columns):
        if head not in heads:
            raise SurveyError("input", "no_such_column", head=head)
        if name and name not in FIELDS:
            raise click.ClickException(f"{name!r} is none of: {', '.join(FIELDS)}")
        names[heads.index(head)] = name
    meant = with_values(place, table, replace(guessed, columns=tuple(names)))
    return replace(
        meant,
        kinds={**meant.kinds, **dict(map(_pair, kinds))},
        languages={**meant.languages, **dict(map(_pair, languages))},
    )


def _pair(text: str) -> tuple[str, str]:
    word, _equals, meant = text.rpartition("=")
    return folded(word), meant.strip()


def _say(plan: Plan) -> None:
    for problem in plan.problems:
        click.echo(f"Row {problem.row}: {say_problem(problem)}")
    click.echo(
        f"{plan.count('new')} new, {plan.count('changed')} changed, {plan.count('same')} the same, "
        f"{len(plan.gone)} gone; {len(plan.homes)} homes, {plan.adults} adults"
    )
