"""Mailing 2,000 homes by a worker of its own, undisturbed and killed again and again.

The baseline is a process that hands the very same messages to the same mail server by smtplib
alone, over one connection, as patient as a worker is (nice). What either computed for each message
is told beside how many went out in a second, which says more of what else the machine had to do.
The worker that is killed dies by SIGKILL at moments that have nothing
to do with what it does; the lease of each is ended at once, and another one goes on. In the end
every message is counted against every home: the run stops where one is missing, or where more
came twice than workers died.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psutil
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from survey.channels import SmtpSettings
from survey.core.sending.quiet_hours import Hours
from survey.db import db
from survey.jobs.cli import NICENESS
from tests.bench.place import (
    POSTGRESQL_URL,
    application,
    postgresql_database,
    sqlite_url,
    temporary_folder,
)
from tests.factories.mailings import look, make_reached_wave, plan, set_up
from tests.factories.waves import Fieldwork
from tests.journeys.server import HOST, ROOT, free_port
from tests.support.mail_host import SENDER
from tests.support.workers import Worker, a_worker, end_leases

HOMES: Final = 2000
STRATA: Final = (("full_price", "Full-price", 1000, 1500), ("lower_cost", "Low", 1000, 1500))
KILLS: Final = 5
EACH_LIVES_FOR: Final = (0.5, 5.0)
"""Seconds from its first message, at random."""

AT_ANY_HOUR: Final = Hours(0, 24, range(1, 8))
MOST_SECONDS: Final = 600
SEED: Final = 20261130
ROW: Final = "{:<40} {:>9} {:>9} {:>12} {:>9} {:>8} {:>7}"

BARE: Final = """
import json, os, smtplib, sys, time
os.nice(int(sys.argv[3]))
messages = json.load(open(sys.argv[2]))
began = time.process_time()
with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as server:
    for sender, recipient, words in messages:
        server.sendmail(sender, [recipient], words)
print(time.process_time() - began)
"""


@dataclass(slots=True)
class Letterbox:
    """What came in, and when; nothing is looked at meanwhile."""

    port: int
    taken: list[tuple[float, str, str, bytes]] = field(default_factory=list)

    @property
    def settings(self) -> SmtpSettings:
        """How to reach it."""
        return SmtpSettings(host=HOST, port=self.port, security="none", sender=SENDER)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a message."""
        words: Any = envelope.content
        for recipient in envelope.rcpt_tos:
            self.taken.append((time.monotonic(), envelope.mail_from or "", recipient, words))
        return "250 OK"


@contextmanager
def letterbox() -> Iterator[Letterbox]:
    """A mail server that stands."""
    box = Letterbox(free_port())
    controller = Controller(box, hostname=HOST, port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def table() -> Iterator[str]:
    """Undisturbed, bare and killed on SQLite, and on PostgreSQL where there is one."""
    heads = ("messages", "a second", "computed, ms", "repeated", "missing", "killed")
    yield ROW.format(f"{HOMES} homes", *heads)
    with temporary_folder() as folder, application(sqlite_url(folder), folder) as app:
        yield from _measure(app, folder)
    if POSTGRESQL_URL:
        with (
            postgresql_database() as url,
            temporary_folder() as folder,
            application(url, folder) as app,
        ):
            yield from _measure(app, folder)


def _measure(app: Flask, folder: Path) -> Iterator[str]:
    name = db.engine.dialect.name
    for what, kills in (("undisturbed", 0), ("killed at random", KILLS)):
        with letterbox() as box, a_worker(app, folder, box.settings) as worker:
            made = _plan(box)
            died, computed = _mail(made, box, worker, kills)
            yield _show(f"{name}, {what}", box, died, computed)
        if not kills:
            box, computed = _hand_over_bare(folder, box)
            yield _show(f"{name}, the same by smtplib alone", box, 0, computed)


def _plan(box: Letterbox) -> Fieldwork:
    now = datetime.now(UTC)
    made = make_reached_wave(now, strata=STRATA)
    set_up(smtp=box.settings)
    plan(made, now, hours=AT_ANY_HOUR)
    db.session.remove()
    return made


def _mail(made: Fieldwork, box: Letterbox, worker: Worker, kills: int) -> tuple[int, float]:
    """Have it mailed to its end; how many workers died, and the seconds that they computed since
    the first message of each.
    """
    chance, died, computed = random.Random(SEED), 0, 0.0
    end = time.monotonic() + MOST_SECONDS
    while look(made).state != "sent":
        worker.start()
        before = len(box.taken)
        while len(box.taken) == before and look(made).state != "sent":
            _pause(worker, end)
        computed -= _computed(worker)
        dies_at = time.monotonic() + chance.uniform(*EACH_LIVES_FOR) if died < kills else end
        while time.monotonic() < dies_at and look(made).state != "sent":
            _pause(worker, end)
        died += look(made).state != "sent"
        computed += _computed(worker)
        worker.kill()
        end_leases(datetime.now(UTC))
    return died, computed


def _computed(worker: Worker) -> float:
    assert worker.process is not None
    times = psutil.Process(worker.process.pid).cpu_times()
    return float(times.user + times.system)


def _pause(worker: Worker, end: float) -> None:
    assert worker.stands(), worker.told()
    assert time.monotonic() < end, worker.told()
    time.sleep(0.02)


def _hand_over_bare(folder: Path, box: Letterbox) -> tuple[Letterbox, float]:
    file = folder / "messages.json"
    messages = [(sender, to, words.decode("ascii")) for _when, sender, to, words in box.taken]
    file.write_text(json.dumps(messages))
    with letterbox() as other:
        command = [sys.executable, "-c", BARE, str(other.port), str(file), str(NICENESS)]
        done = subprocess.run(
            command, cwd=ROOT, check=True, timeout=MOST_SECONDS, capture_output=True, text=True
        )
    return other, float(done.stdout)


def _show(what: str, box: Letterbox, died: int, computed: float) -> str:
    times = Counter(recipient for _when, _sender, recipient, _words in box.taken)
    everybody = {f"home-{home}@residents.example" for home in range(1, HOMES + 1)}
    repeated, missing = times.total() - len(times), len(everybody - times.keys())
    assert (missing, times.keys() - everybody) == (0, set())
    assert repeated <= died
    seconds = box.taken[-1][0] - box.taken[0][0]
    rate = f"{(len(box.taken) - 1) / seconds:.0f}"
    each = f"{computed / len(box.taken) * 1000:.2f}"
    return ROW.format(what, len(box.taken), "-" if died else rate, each, repeated, missing, died)
