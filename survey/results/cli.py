"""Commands about releases, and those of fieldwork that lead to one."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import AppGroup

from survey import clock
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.homes.services.ending import end_what_is_over as end_contacts
from survey.letters.services import end_what_is_over as end_letters
from survey.responses.services import Opening
from survey.results.checking import Ending, ask_for_check, find_failure, run_check
from survey.results.due import do_what_is_due, open_and_ask
from survey.results.newest import rebuild_newest
from survey.results.queries import find_release, list_all_releases
from survey.results.services import recompute_release
from survey.waves.cli import get_named_wave, refuse_kindly, waves_group
from survey.waves.models import Wave
from survey.waves.sealed_count import count_shown

EXIT_DIFFERS = 1
EXIT_ANSWERS_GONE = 3

results_group = AppGroup("results", help="Releases: check, list, recompute, tabulate.")


def register(app: Flask) -> None:
    """Add `flask results ...`, and `open` and `tidy` to `flask waves`."""
    app.cli.add_command(results_group)
    app.cli.add_command(waves_group)


@results_group.command("list")
def list_releases() -> None:
    """List every release: wave, day, hash."""
    for release in list_all_releases():
        click.echo(f"{release.wave_id}  {release.made_at:%Y-%m-%d}  {release.sha256}")


@results_group.command("recompute")
@click.argument("wave")
def recompute(wave: str) -> None:
    """Make the release of WAVE (its id or slug) again and compare it byte for byte.

    Exit status 0: equal. 1: it differs, or there is none. 3: the answers are destroyed.
    """
    try:
        equal = recompute_release(get_named_wave(wave))
    except SurveyError as error:
        if error.code == "older_rules":
            raise click.ClickException(
                "It was made by an older version, under rules that this one no longer makes "
                "releases by. The release stands by its hash."
            ) from error
        if error.code != "answers_gone":
            raise click.ClickException(f"Not done: {error}.") from error
        click.echo("The answers are destroyed, as promised: the release stands by its hash.")
        sys.exit(EXIT_ANSWERS_GONE)
    click.echo("Equal, byte for byte." if equal else "It differs from the stored release.")
    sys.exit(0 if equal else EXIT_DIFFERS)


@results_group.command("tabulate")
def tabulate() -> None:
    """Make the table of each property's newest figures again, from the releases."""
    with transaction():
        places = rebuild_newest()
    click.echo(f"{places} properties with results")


@results_group.command("check")
@click.argument("wave")
def check(wave: str) -> None:
    """Check the results of WAVE (its id or slug), opened before, and release them.

    Does nothing where they are released, or another process is checking them. Exit status 0,
    and 1 when the check stopped: then it can be run again.
    """
    wave_id = get_named_wave(wave).id
    with transaction():
        refuse_kindly(lambda: ask_for_check(wave=get_named_wave(wave_id), now=clock.now()))
    if find_release(wave_id) is None:
        _say_ending(wave_id, run_check(wave_id))


@waves_group.command("open")
@click.argument("wave")
@click.option("--passphrase-stdin", is_flag=True, help="Read the custodian's passphrase there.")
def open_wave(wave: str, passphrase_stdin: bool) -> None:
    """Open WAVE (its id or slug), closed before, and release its figures."""
    found = get_named_wave(wave)
    wave_id, passphrase = found.id, _read_passphrase(found, passphrase_stdin)
    with transaction():
        opening = refuse_kindly(
            lambda: open_and_ask(
                wave=get_named_wave(wave_id), passphrase=passphrase, now=clock.now()
            )
        )
    click.echo(_say_opening(get_named_wave(wave_id), opening))
    _say_ending(wave_id, "done" if find_release(wave_id) else run_check(wave_id))


@waves_group.command("tidy")
def tidy() -> None:
    """Do everything that is due: destroy, read, close, open, release; contacts of homes, files of
    them and letters, too. The server's own jobs do the same every hour; where they are switched
    off, run it every hour.

    Opens only where the server holds the key; what waits for a custodian is named.
    """
    end_contacts(clock.now())
    end_letters(clock.now())
    for wave_id, what, refused in do_what_is_due(clock.now()):
        click.echo(f"{wave_id}: {what}", err=refused)


def _say_opening(wave: Wave, opening: Opening) -> str:
    """What the opening found; no number that tells how many answered where that is not told."""
    counted = count_shown(wave)
    if counted is not None and counted.exact is None:
        blanked = "some" if opening.blanked else "no"
        unreadable = "some" if opening.unreadable else "no"
        return (
            f"answer sets opened, {blanked} answers blanked, {unreadable} envelopes unreadable; "
            f"{counted}"
        )
    return (
        f"{opening.respondents} answer sets opened, {opening.blanked} answers blanked, "
        f"{opening.unreadable} envelopes unreadable"
    )


def _say_ending(wave_id: str, ending: Ending) -> None:
    release = find_release(wave_id)
    if release is not None:
        click.echo(f"Released: {release.sha256}")
    elif ending == "busy":
        click.echo("The results are being checked by another process.")
    else:
        raise click.ClickException(
            f"The check stopped: {find_failure(wave_id)}. Nothing was published; run "
            f"`flask results check {wave_id}` to try again."
        )


def _read_passphrase(wave: Wave, from_stdin: bool) -> str | None:
    """The custodian's passphrase: a line of standard input, or asked for without showing it."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if wave.custody == "custodian" and wave.state == "closed":
        passphrase: str = click.prompt("Passphrase", hide_input=True)
        return passphrase
    return None
