"""Commands about releases, and those of fieldwork that lead to one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

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
    close_ballot_box,
    destroy_leftover_secrets,
    destroy_opened_answers,
    destroy_unopened,
    open_ballot_box,
)
from survey.results.models import Release
from survey.results.queries import (
    list_all_releases,
    list_waves_for_custodians,
    list_waves_to_close,
    list_waves_to_open,
    list_waves_to_release,
)
from survey.results.services import make_release, recompute_release
from survey.waves.cli import waves_group
from survey.waves.models import Wave
from survey.waves.queries import find_wave

Result = TypeVar("Result")

EXIT_DIFFERS = 1
EXIT_ANSWERS_GONE = 3

results_group = AppGroup("results", help="Releases: list, recompute.")


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
        equal = recompute_release(_get_wave(wave))
    except SurveyError as error:
        if error.code != "answers_gone":
            raise click.ClickException(f"Not done: {error}.") from error
        click.echo("The answers are destroyed, as promised: the release stands by its hash.")
        sys.exit(EXIT_ANSWERS_GONE)
    click.echo("Equal, byte for byte." if equal else "It differs from the stored release.")
    sys.exit(0 if equal else EXIT_DIFFERS)


@waves_group.command("open")
@click.argument("wave")
@click.option("--passphrase-stdin", is_flag=True, help="Read the custodian's passphrase there.")
def open_wave(wave: str, passphrase_stdin: bool) -> None:
    """Open WAVE (its id or slug), closed before, and release its figures."""
    found = _get_wave(wave)
    wave_id, passphrase = found.id, _read_passphrase(found, passphrase_stdin)
    with transaction():
        opening = _refuse_kindly(
            lambda: open_ballot_box(wave=_get_wave(wave_id), passphrase=passphrase, now=clock.now())
        )
    click.echo(
        f"{opening.respondents} answer sets opened, {opening.blanked} answers blanked, "
        f"{opening.unreadable} envelopes unreadable"
    )
    click.echo(f"Released: {_refuse_kindly(lambda: _release(wave_id, clock.now())).sha256}")


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
    _each(list_waves_to_release(), make_release, now, "released")
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
                act(wave=_get_wave(wave_id), now=now)
        except SurveyError as error:
            click.echo(f"{wave_id}: not done: {error}", err=True)
        else:
            click.echo(f"{wave_id}: {done}")


def _open_with_own_key(*, wave: Wave, now: datetime) -> object:
    return open_ballot_box(wave=wave, passphrase=None, now=now)


def _release(wave_id: str, now: datetime) -> Release:
    with transaction():
        return make_release(wave=_get_wave(wave_id), now=now)


def _read_passphrase(wave: Wave, from_stdin: bool) -> str | None:
    """The custodian's passphrase: a line of standard input, or asked for without showing it."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if wave.custody == "custodian" and wave.state == "closed":
        passphrase: str = click.prompt("Passphrase", hide_input=True)
        return passphrase
    return None


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
