"""A worker in a process of its own, as the unit of systemd starts it, that can be killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from flask import Flask
from sqlalchemy import update

from survey.channels import SmtpSettings
from survey.db import db, transaction
from survey.jobs.models import Job
from tests.journeys.server import ROOT, server_for

UNIT: Final = ROOT / "deploy" / "porchlight-worker.service"
END_SECONDS: Final = 30


def words_of_unit() -> list[str]:
    """What the unit has Python do, such as `-m flask --app app jobs work`."""
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    (command,) = [line for line in lines if line.startswith("ExecStart=")]
    return command.split()[1:]


@dataclass(slots=True)
class Worker:
    """One worker at a time, on a test's database and key store. log: all that it ever said."""

    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it; it takes its first job when it stands."""
        assert self.process is None, "the one before was ended"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *words_of_unit()],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End it as a power cut does: SIGKILL, nothing is tidied up."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(END_SECONDS)
        self.process = None

    def stands(self) -> bool:
        """Whether it has been started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def told(self) -> str:
        """What it said, for whoever has to find out why it did nothing."""
        return self.log.read_text(errors="replace")


@contextmanager
def a_worker(app: Flask, folder: Path, smtp: SmtpSettings) -> Iterator[Worker]:
    """A worker, not started yet, that sends e-mail to this server; killed in the end."""
    server = server_for(
        app,
        folder,
        PORCHLIGHT_SMTP_HOST=smtp.host,
        PORCHLIGHT_SMTP_PORT=str(smtp.port),
        PORCHLIGHT_SMTP_SECURITY=smtp.security,
        PORCHLIGHT_SMTP_SENDER=smtp.sender,
        PORCHLIGHT_SMTP_BOUNCES=smtp.bounces,
    )
    worker = Worker(server.environment, folder / "worker.log")
    try:
        yield worker
    finally:
        if worker.process is not None:
            worker.kill()


def end_leases(now: datetime) -> int:
    """Let the leases of killed workers be over, as two minutes would; how many there were."""
    ended = (
        update(Job)
        .where(Job.state == "running")
        .values(leased_until=now - timedelta(seconds=1))
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    with transaction():
        return len(db.session.scalars(ended).all())
