"""Ours and the baseline, each behind a server of its own with the same number of processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from flask import Flask
from sqlalchemy import make_url, text

from survey.db import db
from tests.bench.phone import Phone, get_request
from tests.bench.rounds import Clock
from tests.journeys.server import ROOT, Server, server_for

WORKERS = os.cpu_count() or 1
BARE = "tests.bench.bare"
GZIP = {"Accept-Encoding": "gzip", "Accept-Language": "en"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Both servers standing, and the document that both send."""

    ours: Server
    bare: Server
    path: str
    document: bytes
    etag: str
    postmaster: Sequence[int]

    def clocks(self) -> Mapping[str, tuple[Clock, Clock]]:
        """How both are timed: by the clock on the wall, and by what their processes compute."""
        return {
            "on the wall": (time.perf_counter, time.perf_counter),
            "computed": (
                lambda: cpu_seconds(self.bare, self.postmaster),
                lambda: cpu_seconds(self.ours, self.postmaster),
            ),
        }


@contextmanager
def standing(app: Flask, folder: Path) -> Iterator[Server]:
    """Our server on the application's database and key store, one process a core."""
    server = server_for(app, folder, "gunicorn", WEB_CONCURRENCY=str(WORKERS))
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def side_by_side(app: Flask, folder: Path, path: str) -> Iterator[Pair]:
    """Ours and bare Flask, which sends the bytes that ours sends at `path`."""
    with standing(app, folder) as ours:
        phone = Phone(ours.port)
        answer = phone.ask(get_request(path, GZIP))
        phone.close()
        assert answer.status == 200
        body = folder / "document.gz"
        body.write_bytes(answer.body)
        etag = ours.get(path, **GZIP).headers["etag"]
        other = _bare_server(app, folder, body, etag)
        other.start()
        try:
            yield Pair(ours, other, path, answer.body, etag, _postmaster())
        finally:
            other.stop()


def cpu_seconds(server: Server, database: Sequence[int]) -> float:
    """What the processes of a server have computed until now, in seconds of one core.

    With those of the database, where it has its own: SQLite works inside of the server's.
    """
    assert server.process is not None
    parents = [server.process.pid, *database]
    spent = [
        one.cpu_times()
        for parent in map(psutil.Process, parents)
        for one in (parent, *parent.children(recursive=True))
    ]
    return sum(times.user + times.system for times in spent)


def _postmaster() -> Sequence[int]:
    """The process that all of PostgreSQL's descend from; none on SQLite, or on another machine."""
    if db.engine.dialect.name == "sqlite":
        return ()
    with db.engine.connect() as connection:
        own = connection.scalar(text("SELECT pg_backend_pid()"))
    found = psutil.Process(own).parent() if psutil.pid_exists(own) else None
    return () if found is None or "postgres" not in found.name() else (found.pid,)


def _bare_server(app: Flask, folder: Path, body: Path, etag: str) -> Server:
    database = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if database.get_backend_name() == "sqlite":
        database = database.set(database=str(folder / "bare.sqlite3"))
    server = server_for(
        app,
        folder,
        "gunicorn",
        WEB_CONCURRENCY=str(WORKERS),
        DATABASE_URL=database.render_as_string(hide_password=False),
        BARE_BODY=str(body),
        BARE_ETAG=etag,
    )
    server.target, server.log = f"{BARE}:app", folder / "bare.log"
    subprocess.run([sys.executable, "-m", BARE], cwd=ROOT, env=server.environment, check=True)
    return server
