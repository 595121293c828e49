"""Letters and door hangers of 2,000 homes, each in one job, made by a worker of its own.

Bare: WeasyPrint alone makes PDF files of the HTML of every eighth part, untagged, in a process that
is warm. What a page costs is told as computed seconds: the clock also shows what else the machine
had to do. The worker that makes the hangers is killed half-way by SIGKILL, and another one goes on.
The file is handed out by the page itself, and every sheet in it must be that of the next door, in
its home's language above the codes, with these codes and no others, each home and code once
(papers.py): the run stops where one is not.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from resource import struct_rusage
from typing import Final

import weasyprint
from flask import Flask
from weasyprint.text.fonts import FontConfiguration

from survey.accounts.models import Person, Role
from survey.communities.queries import get_property
from survey.db import db, transaction
from survey.homes.contacts import Contact
from survey.jobs.queue import find_job
from survey.letters.homes import list_letter_homes
from survey.letters.making import speaker
from survey.letters.rendering import A_PART, ON_A_PAGE, STYLES, Fitting, Look, sheets_html
from survey.letters.services import PRINT, ask_for_printing, job_key
from survey.letters.sheets import make_sheets
from survey.waves.models import Wave
from tests.bench.papers import check_sheets
from tests.bench.place import application, sqlite_url, temporary_folder
from tests.factories.accounts import make_person, sign_in
from tests.factories.homes import HomeRow, make_home_list
from tests.factories.waves import Fieldwork, launch_wave_for_tests, make_property
from tests.journeys.server import ROOT, server_for
from tests.support.workers import end_leases

HOMES: Final = 2000
BUILDINGS: Final = 25
LANGUAGES: Final = ("en", "es", "ar", "zh-Hans", "am")
STRATA: Final = ("full_price", "lower_cost")
PAPER: Final = "letter"
KILLS: Final = {"letters": 0, "hangers": 1}
"""How many workers die on the way to all of a shape."""

EVERY: Final = 8
"""Of so many parts one is made bare as well."""

LIVES_ON_FOR: Final = (0.0, 5.0)
"""Seconds, at random, from half of the work."""

LOOKS_EVERY: Final = 0.2
MOST_SECONDS: Final = 3600
SEED: Final = 20261130
MB: Final = 1024 * 1024
ROW: Final = "{:<16} {:>6} {:>6} {:>7} {:>9} {:>10} {:>8} {:>6} {:>7} {:>8} {:>6} {:>9} {:>6}"

Steps = list[tuple[float, int]]
"""When it was seen how far the work was, and how many sheets that were; a worker's start first."""


@dataclass(slots=True)
class Made:
    """What one printing took: seconds by the clock, and computed by its workers."""

    seconds: float = 0.0
    computed: float = 0.0
    memory_mb: float = 0.0
    lives: list[Steps] = field(default_factory=list)

    @property
    def steps(self) -> int:
        """How often somebody who looks sees that it is further."""
        return sum(len(life) - 1 for life in self.lives)

    @property
    def longest_still(self) -> float:
        """Seconds without anything new."""
        pairs = (pair for life in self.lives for pair in pairwise(life))
        return max(two[0] - one[0] for one, two in pairs)

    @property
    def anew(self) -> int:
        """Sheets that were made, and are made again after a worker has died."""
        pairs = pairwise(self.lives)
        return sum(died[-1][1] - min(done for _when, done in born) for died, born in pairs)


def table() -> Iterator[str]:
    """Letters undisturbed; hangers, whose worker is killed half-way."""
    heads = ("sheets", "pages", "s", "computed", "a page, s", "bare, s", "ratio", "MB", "ZIP, MB")
    yield ROW.format(f"{HOMES} homes", *heads, "steps", "still, s", "anew")
    with temporary_folder() as folder, application(sqlite_url(folder), folder) as app:
        work, sender = _furnish()
        for shape, kills in KILLS.items():
            printing_id = _ask(work, sender, shape)
            made = _make(app, folder, printing_id, kills)
            file = _hand_out(app, work, sender, printing_id)
            pages = check_sheets(file, work.wave, shape, _spoken_at, SEED, folder)
            bare = _bare_seconds_a_page(app, work.wave, shape)
            each = made.computed / pages
            yield ROW.format(
                shape,
                made.lives[-1][-1][1],
                pages,
                f"{made.seconds:.0f}",
                f"{made.computed:.0f}",
                f"{each:.3f}",
                f"{bare:.3f}",
                f"{each / bare:.2f}",
                f"{made.memory_mb:.0f}",
                f"{len(file) / MB:.1f}",
                made.steps,
                f"{made.longest_still:.1f}",
                made.anew,
            )


def _furnish() -> tuple[Fieldwork, Person]:
    """A place of long addresses, whose list is in no order; its wave; who prints its letters."""
    rows = [_row(number) for number in range(HOMES)]
    random.Random(SEED).shuffle(rows)
    with transaction():
        place = make_property(
            name="The Homes at Larkspur Court and Meadow",
            strata=[_stratum(key, [one for one in rows if one[1] == key]) for key in STRATA],
        )
        place.address = "4100 Meadowlark Boulevard Northeast, Minneapolis, MN 55421"
        make_home_list(place, rows)
    work = launch_wave_for_tests(datetime.now(UTC), place=place, languages=LANGUAGES, cuts=())
    place = get_property(work.wave.property_id)
    person = make_person(
        "Greta", organization=place.organization, role=Role.SENDER, properties=[place]
    )
    return work, person


def _row(number: int) -> HomeRow:
    """One to three adults, each language as often; Door 3-12 is home 12 of building 3."""
    building, home = number % BUILDINGS + 1, number // BUILDINGS + 1
    door = f"Door {building}-{home}"
    address = (
        "The Homes at Larkspur Court and Meadow",
        f"4100 Meadowlark Boulevard Northeast, Building {building}",
        "Third Entrance, behind the Community Garden",
        f"Minneapolis, MN 55421-{number:04}",
    )
    contact = Contact(f"Household of {door}", address)
    return door, STRATA[number % 2], number % 3 + 1, _spoken_at(door), contact


def _spoken_at(door: str) -> str:
    """The language of a home, by its number in its building."""
    return LANGUAGES[int(door.rsplit("-", 1)[1]) % len(LANGUAGES)]


def _stratum(key: str, rows: list[HomeRow]) -> tuple[str, str, int, int]:
    return key, key.replace("_", " "), len(rows), sum(adults for _, _, adults, _, _ in rows)


def _ask(work: Fieldwork, sender: Person, shape: str) -> str:
    with transaction():
        return ask_for_printing(
            wave=work.wave,
            look=Look(shape, PAPER),
            contact="invitation",
            sorted_by="doors",
            actor=sender,
            now=datetime.now(UTC),
        ).id


def _make(app: Flask, folder: Path, printing_id: str, kills: int) -> Made:
    """By one worker after the other, each but the last killed half-way."""
    # Squares lead to the address of the site, which is that of the application.
    address = {"PORCHLIGHT_BASE_URL": app.extensions["settings"].base_url}
    environment = server_for(app, folder, **address).environment
    command = [sys.executable, "-m", "flask", "--app", "app", "jobs", "work", "--until-idle"]
    made, began = Made(), time.monotonic()
    while not made.lives or _how_far(printing_id)[2] != "done":
        worker = subprocess.Popen([*command, "--kind", PRINT], cwd=ROOT, env=environment)
        try:
            life, usage = _watch(worker, printing_id, dies=len(made.lives) < kills)
        except BaseException:
            worker.kill()
            raise
        made.lives.append(life)
        made.computed += usage.ru_utime + usage.ru_stime
        made.memory_mb = max(made.memory_mb, usage.ru_maxrss / 1024)
        end_leases(datetime.now(UTC))
    made.seconds = time.monotonic() - began
    return made


def _watch(
    worker: subprocess.Popen[bytes], printing_id: str, *, dies: bool
) -> tuple[Steps, struct_rusage]:
    """Look at a worker until it ends. dies: it is killed, when half of the work is done."""
    start = time.monotonic()
    seen: Steps = [(start, _how_far(printing_id)[0])]
    dies_at = start + MOST_SECONDS
    while True:
        pid, status, usage = os.wait4(worker.pid, os.WNOHANG)
        done, total, _state = _how_far(printing_id)
        now = time.monotonic()
        if done != seen[-1][1] or pid:
            seen.append((now, done))
        if pid:
            worker.returncode = os.waitstatus_to_exitcode(status)
            assert dies or worker.returncode == 0, worker.returncode
            return seen, usage
        if dies and dies_at > now + MOST_SECONDS / 2 and total and done * 2 >= total:
            dies_at = now + random.Random(SEED).uniform(*LIVES_ON_FOR)
        if now >= dies_at:
            # Not by Popen, which may find it dead already, and takes from wait4 what it computed.
            os.kill(worker.pid, signal.SIGKILL)
        time.sleep(LOOKS_EVERY)


def _how_far(printing_id: str) -> tuple[int, int, str]:
    db.session.rollback()
    job = find_job(job_key(printing_id))
    assert job is not None
    assert job.state != "failed", job.error
    return job.done, job.total, job.state


def _hand_out(app: Flask, work: Fieldwork, sender: Person, printing_id: str) -> bytes:
    """The file, as the page gives it to whoever prints."""
    db.session.rollback()
    with app.app_context():  # each request knows anew who asks
        client = sign_in(app.test_client(), sender)
    with app.app_context():
        reply = client.post(f"/staff/waves/{work.wave_id}/letters/{printing_id}/file")
    assert (reply.status_code, reply.mimetype) == (200, "application/zip")
    file: bytes = reply.data
    return file


def _bare_seconds_a_page(app: Flask, wave: Wave, shape: str) -> float:
    """What WeasyPrint alone computes for a page of some of the parts, once it is warm."""
    look = Look(shape, PAPER)
    with app.test_request_context():
        homes = list_letter_homes(wave)
        say = speaker(wave, get_property(wave.property_id), "invitation")
        sheets, fitting = list(make_sheets(homes, say, shape)), Fitting(look)
        starts = range(0, len(sheets) - A_PART[shape], A_PART[shape] * EVERY)
        parts = [sheets[start : start + A_PART[shape]] for start in starts]
        htmls = [sheets_html([(one, fitting.size_of(one)) for one in part], look) for part in parts]
    began = time.process_time()
    for html in htmls:
        fonts = FontConfiguration()
        styles = [weasyprint.CSS(filename=str(path), font_config=fonts) for path in STYLES]
        weasyprint.HTML(string=html).write_pdf(stylesheets=styles, font_config=fonts)
    pages = sum(map(len, parts)) / ON_A_PAGE[shape]
    return (time.process_time() - began) / pages
