"""The server of `flask serve` with its own settings, around a program of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any
from unittest.mock import patch

import waitress
from flask import Flask
from waitress import wasyncore

Program = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@contextmanager
def small_server(app: Flask, program: Program) -> Iterator[tuple[str, list[str]]]:
    """Its address, and a list that tells of each file that it opened."""
    how: dict[str, Any] = {}
    with patch("waitress.serve", lambda _app, **settings: how.update(settings)):
        assert app.test_cli_runner().invoke(args=["serve"]).exit_code == 0
    files: list[str] = []
    del how["_quiet"]
    server = waitress.create_server(program, **{**how, "port": 0})
    over = Event()

    def run() -> None:
        while not over.is_set():
            wasyncore.loop(timeout=0.05, map=server._map, count=1)
        server.close()

    thread = Thread(target=run, daemon=True)
    thread.start()
    with patch("tempfile.TemporaryFile", lambda *_all, **_named: files.append("opened")):
        try:
            yield f"http://127.0.0.1:{server.effective_port}/", files
        finally:
            over.set()
            thread.join()
