"""A real server in a process of its own, on loopback, that can be killed and started again."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
START_SECONDS = 120
SERVER_PORTS = range(20_000, 32_000)
TRIES = 50
ANSWER_SECONDS = 30
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered; headers by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Server:
    """One address and the settings under which a server stands there.

    log: all it ever said. visitor: the address of loopback from which it is asked.
    target: what is served.
    """

    port: int
    environment: dict[str, str]
    log: Path
    kind: str = "waitress"
    visitor: str = HOST
    target: str = "app:app"
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *self._command()],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def kill(self) -> None:
        """End it as a power cut does: SIGKILL, nothing is tidied up."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=10)
        self.process = None

    def stop(self) -> None:
        """End it politely, if it still stands."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=10)
        self.process = None

    def get(self, path: str, **headers: str) -> Reply:
        """GET a page."""
        return self.ask("GET", path, None, headers)

    def post(self, path: str, fields: Fields, **headers: str) -> Reply:
        """POST a form; a field may have several values."""
        return self.ask("POST", path, encode(fields), {"Content-Type": FORM, **headers})

    def ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        """One request on a connection of its own. Raises OSError or HTTPException when it broke."""
        connection = HTTPConnection(
            HOST, self.port, timeout=ANSWER_SECONDS, source_address=(self.visitor, 0)
        )
        try:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Reply(response.status, headers, response.read())
        finally:
            connection.close()

    def shout(self, raw: bytes) -> bytes:
        """Send bytes that may be no request at all; what came back."""
        with socket.create_connection(
            (HOST, self.port), ANSWER_SECONDS, (self.visitor, 0)
        ) as connection:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def run(self, *words: str) -> str:
        """Run `flask ...` under the same settings, as whoever keeps the server would."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _command(self) -> Sequence[str]:
        address = f"{HOST}:{self.port}"
        if self.kind == "gunicorn":
            return ["gunicorn", "-c", "deploy/gunicorn.conf.py", "--bind", address, self.target]
        return ["waitress", f"--listen={address}", "--threads=8", self.target]

    def _wait(self) -> None:
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up:
            assert self.process is not None
            if self.process.poll() is not None:
                raise AssertionError(self.log.read_text(errors="replace"))
            try:
                if self.get("/health").status < 500:
                    return
            except (OSError, HTTPException):
                time.sleep(0.05)
        raise AssertionError(f"no answer after {START_SECONDS} s")


Fields = Mapping[str, str | Sequence[str]]


def encode(fields: Fields) -> bytes:
    """A form's fields as a browser sends them."""
    return urlencode(fields, doseq=True).encode()


def server_for(app: Flask, folder: Path, kind: str = "waitress", **environment: str) -> Server:
    """A server, not started yet, on the database and key store of a test's application."""
    port = free_port()
    settings = {
        "PORCHLIGHT_MODE": "production",
        "PORCHLIGHT_KEY_STORE": str(app.extensions["settings"].key_store_dir),
        "PORCHLIGHT_SECRET_KEY": "a secret for tests, long enough to be one",
        "PORCHLIGHT_BASE_URL": f"http://{HOST}:{port}",
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "PORCHLIGHT_JOBS": "separate",  # nothing is left running when a test ends
    }
    return Server(port, {**os.environ, **settings, **environment}, folder / f"{kind}.log", kind)


def free_port() -> int:
    """A port of loopback that nobody holds at this moment, and that no connection is given.

    A server takes seconds to start. A port that the system had chosen could be that of somebody's
    outgoing connection by then: those come from 32768 on.
    """
    for port in random.sample(SERVER_PORTS, TRIES):
        with socket.socket() as free, suppress(OSError):
            free.bind((HOST, port))
            return port
    raise AssertionError("no free port")
