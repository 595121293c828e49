"""Commands about releases, and those of fieldwork that lead to one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime

import click
from flask import Flask
from flask.cli import AppGroup

from survey import clock
from survey.core.errors import SurveyError
from survey.db import transaction
from survey.responses.monitor import list_waves_to_read, refresh_participation
from survey.responses.queries import (
    list_waves_with_answers_due,
    list_waves_with_envelopes_due,
)
from survey.responses.services import (
    Opening,
    close_ballot_box,
    destroy_leftover_secrets,
    destroy_opened_answers,
    destroy_unopened,
    open_ballot_box,
)
from survey.results.checking import Ending, ask_for_check, find_failure, run_check
from survey.results.newest import rebuild_newest
from survey.results.queries import (
    find_release,
    list_all_releases,
    list_waves_for_custodians,
    list_waves_to_close,
    list_waves_to_open,
    list_waves_to_release,
)
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
            lambda: _open(wave=get_named_wave(wave_id), passphrase=passphrase, now=clock.now())
        )
    click.echo(_say_opening(get_named_wave(wave_id), opening))
    _say_ending(wave_id, "done" if find_release(wave_id) else run_check(wave_id))


@waves_group.command("tidy")
def tidy() -> None:
    """Do everything that is due: destroy, read, close, open, release. Run it every hour.

    Opens only where the server holds the key; what waits for a custodian is named.
    """
    now = clock.now()
    _each(list_waves_with_envelopes_due(now), destroy_unopened, now, "unopened answers destroyed")
    _each(list_waves_to_read(now), refresh_participation, now, "participation read")
    _each(list_waves_to_close(now), close_ballot_box, now, "closed")
    _each(list_waves_to_open(), _open_with_own_key, now, "opened")
    for wave_id in [wave.id for wave in list_waves_to_release()]:
        _check_due(wave_id)
    _each(list_waves_with_answers_due(now), destroy_opened_answers, now, "answers destroyed")
    for wave_id in destroy_leftover_secrets():
        click.echo(f"{wave_id}: secrets destroyed")
    for wave in list_waves_for_custodians():
        click.echo(f"{wave.id}: waits for its custodian")


def _each(waves: Sequence[Wave], act: Callable[..., object], now: datetime, done: str) -> None:
    """Do one thing to each wave, each in its own transaction; one refusal stops no other."""
    for wave_id in [wave.id for wave in waves]:
        try:
            with transaction():
                act(wave=get_named_wave(wave_id), now=now)
        except SurveyError as error:
            click.echo(f"{wave_id}: not done: {error}", err=True)
        else:
            click.echo(f"{wave_id}: {done}")


def _open_with_own_key(*, wave: Wave, now: datetime) -> object:
    return _open(wave=wave, passphrase=None, now=now)


def _open(*, wave: Wave, passphrase: str | None, now: datetime) -> Opening:
    """Open, and ask for the check in the same act: a kill in between loses neither."""
    opening = open_ballot_box(wave=wave, passphrase=passphrase, now=now)
    ask_for_check(wave=wave, now=now)
    return opening


def _check_due(wave_id: str) -> None:
    """Check in this process: one after the other, and nothing is left running when it ends."""
    ending = run_check(wave_id)
    said = {"done": "released", "busy": "is being checked"}
    if ending == "failed":
        click.echo(f"{wave_id}: not done: {find_failure(wave_id)}", err=True)
    else:
        click.echo(f"{wave_id}: {said[ending]}")


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
