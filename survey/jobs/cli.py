"""Commands for whoever runs the server: do jobs, see them."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import Final

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import func, select

from survey.db import db
from survey.jobs.models import Job
from survey.jobs.working import work_once, work_until_idle

jobs_group = AppGroup("jobs", help="Work in the background: mailings, reports, what is due.")

PAUSE_SECONDS: Final = 5.0
NICENESS: Final = 5


def register(app: Flask) -> None:
    """Add `flask jobs`."""
    app.cli.add_command(jobs_group)


@jobs_group.command("work")
@click.option("--until-idle", is_flag=True, help="End when nothing is due.")
@click.option("--kind", "kinds", multiple=True, help="Only jobs of this kind; may be repeated.")
def work(*, until_idle: bool, kinds: tuple[str, ...]) -> None:
    """Do jobs as they become due. Several workers, on several machines, share them."""
    only = kinds or None
    with suppress(OSError):
        os.nice(NICENESS)  # residents' pages come first
    if until_idle:
        work_until_idle(only)
        return
    while True:
        if work_once(only) is None:
            time.sleep(PAUSE_SECONDS)


@jobs_group.command("list")
def list_jobs() -> None:
    """Say how many jobs there are of each kind and state, and what stopped those that failed."""
    counted = (
        select(Job.kind, Job.state, Job.error, func.count())
        .group_by(Job.kind, Job.state, Job.error)
        .order_by(Job.kind, Job.state, Job.error)
    )
    for kind, state, error, count in db.session.execute(counted):
        click.echo(f"{kind}: {count} {state}" + (f" ({error})" if error else ""))
