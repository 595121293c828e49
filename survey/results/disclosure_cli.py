"""Commands about disclosure control: `flask disclosure ...`."""

from __future__ import annotations

import ctypes
import json
import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from survey.core.disclosure.attacker.files import Question, Unusable, read_question
from survey.core.disclosure.attacker.judging import judge, judgement_document

EXIT_REFUSED = 1
EXIT_UNUSABLE = 2
SECONDS = 60.0

disclosure_group = AppGroup("disclosure", help="Disclosure control: audits, the ledger.")


def register(app: Flask) -> None:
    """Add the command group to the application."""
    app.cli.add_command(disclosure_group)


@disclosure_group.command("audit")
@click.argument("file", metavar="FILE.json", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--time-limit",
    metavar="SECONDS",
    type=click.FloatRange(min=0.0),
    default=SECONDS,
    show_default=True,
    help="For each solve; what is not decided by then is refused.",
)
def audit(file: Path, time_limit: float) -> None:
    """Say what a reader can work out from the published figures in FILE.json ("-": input).

    Prints the judgement as JSON. Exit status 0: allow. 1: refuse. 2: the file cannot be used,
    said in one sentence with the place.
    """
    if math.isnan(time_limit):
        raise click.BadParameter("must be a number of seconds.", param_hint="--time-limit")
    question = _read(file)
    with _solver_silent():
        judgement = judge(question, time_limit=time_limit)
    click.echo(json.dumps(judgement_document(judgement), indent=2))
    sys.exit(0 if judgement.decision == "allow" else EXIT_REFUSED)


def _read(file: Path) -> Question:
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return read_question(data)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        said = f"{file}: {reason or 'cannot be read'}."
    except Unusable as error:
        said = str(error)
    click.echo(said, err=True)
    sys.exit(EXIT_UNUSABLE)


@contextmanager
def _solver_silent() -> Iterator[None]:
    """Keep what the solver's library writes to the terminal by itself out of the JSON.

    HiGHS prints some of its doubts straight to file descriptor 1, past Python and its options.
    """
    sys.stdout.flush()
    libc = ctypes.CDLL(None)
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        libc.fflush(None)
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
