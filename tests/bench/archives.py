"""One archive of the newest summaries of many properties, made by one worker a core.

Bare: WeasyPrint alone makes the same PDF from the same HTML and styles, neither tagged nor with its
figures attached, in one process that is warm; the ideal is that time for each property, shared out
among the cores. Ours starts the workers, finds the jobs, reads, words, makes, stores and packs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import weasyprint
from flask import Flask
from weasyprint.text.fonts import FontConfiguration

from survey.accounts.models import Person, Role
from survey.db import db, transaction
from survey.reports.portfolio.archives import ask_for_archive, pack_archive, standing_of
from survey.reports.reading import ReleaseDocument
from survey.reports.summary import STYLES, summary_html
from survey.results.models import Release
from tests.bench.place import application, sqlite_url, temporary_folder
from tests.factories.accounts import make_person
from tests.factories.communities import make_organization, make_property
from tests.factories.releases import make_release
from tests.journeys.server import ROOT, server_for
from tests.support import release_documents as documents

SIZES = (10, 100, 500)
WORKERS = os.cpu_count() or 1
KIND, TAG, PAPER = "summary", "en", "a4"
BARE_ROUNDS = 5
MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Made:
    """What one archive took. Seconds on the wall; of all workers together: computed."""

    wall: float
    computed: float
    most_memory_mb: float
    packing: float
    archive_mb: float


def table() -> Iterator[str]:
    """A line for each number of properties."""
    row = "{:>10} {:>8} {:>12} {:>12} {:>10} {:>16} {:>8} {:>8}"
    yield row.format(
        "properties", "bare s", "ideal s", "ours s", "ratio", "MB per worker", "pack s", "ZIP MB"
    )
    for number in SIZES:
        with temporary_folder() as folder, application(sqlite_url(folder), folder) as app:
            person, releases = _furnish(number)
            bare = _bare_seconds(app, releases[0])
            made = _make(app, folder, person, releases)
        ideal = bare * number / WORKERS
        yield row.format(
            number,
            f"{bare:.2f}",
            f"{ideal:.1f}",
            f"{made.wall:.1f}",
            f"{made.wall / ideal:.2f}",
            f"{made.most_memory_mb:.0f}",
            f"{made.packing:.2f}",
            f"{made.archive_mb:.1f}",
        )


def _furnish(number: int) -> tuple[Person, list[int]]:
    """Properties of one organization with a release each, and who administers them."""
    organization = make_organization()
    person = make_person("Ada", organization=organization, role=Role.ADMINISTRATOR)
    places = [
        make_property(f"Larkspur Court {one}", organization=organization) for one in range(number)
    ]
    return person, [make_release(documents.full(), place=place) for place in places]


def _bare_seconds(app: Flask, release_id: int) -> float:
    """Seconds that WeasyPrint alone takes for one of them, once it is warm."""
    with app.test_request_context():
        body = db.session.get_one(Release, release_id).body
        html = summary_html(ReleaseDocument.from_json(body), TAG, PAPER)
    fonts = FontConfiguration()
    taken = []
    for _round in range(BARE_ROUNDS + 1):
        started = time.perf_counter()
        styles = [weasyprint.CSS(filename=str(path), font_config=fonts) for path in STYLES]
        weasyprint.HTML(string=html).write_pdf(stylesheets=styles, font_config=fonts)
        taken.append(time.perf_counter() - started)
    return median(taken[1:])


def _make(app: Flask, folder: Path, person: Person, release_ids: list[int]) -> Made:
    now = datetime.now(UTC)
    with transaction():
        archive = ask_for_archive(
            person=person, release_ids=release_ids, kind=KIND, tag=TAG, paper=PAPER, now=now
        )
    started = time.perf_counter()
    # Documents name the address of the site: made for another one, they would be made again.
    address = {"PORCHLIGHT_BASE_URL": app.extensions["settings"].base_url}
    environment = server_for(app, folder, "gunicorn", **address).environment
    command = [sys.executable, "-m", "flask", "--app", "app", "jobs", "work", "--until-idle"]
    workers = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        for _worker in range(WORKERS)
    ]
    spent = [os.wait4(worker.pid, 0) for worker in workers]
    wall = time.perf_counter() - started
    assert all(status == 0 for _pid, status, _usage in spent)
    db.session.expire_all()
    standing = standing_of(archive)
    assert (standing.made, standing.failed) == (len(release_ids), 0)
    began = time.perf_counter()
    with app.test_request_context(), pack_archive(archive, person, now) as file:
        size = file.seek(0, os.SEEK_END)
    return Made(
        wall=wall,
        computed=sum(usage.ru_utime + usage.ru_stime for _pid, _status, usage in spent),
        most_memory_mb=max(usage.ru_maxrss for _pid, _status, usage in spent) / 1024,
        packing=time.perf_counter() - began,
        archive_mb=size / MB,
    )
