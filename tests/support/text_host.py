"""A gateway for text messages on this machine for tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from survey.channels import TextSettings


@dataclass(slots=True)
class TextHost:
    """What it was sent, and how it answers: (status, body) one each request, then 201."""

    url: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)

    @property
    def settings(self) -> TextSettings:
        """How to reach it."""
        return TextSettings(
            url=self.url,
            body='{"to": "{to}", "parts": [{"text": "{text}"}], "key": "{id}"}',
            headers=(("Authorization", "Bearer of-the-gateway"),),
            id_field="message.id",
            price=Decimal("0.0079"),
            stop_secret="what the gateway shows",
        )

    def answer(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """Take a request."""
        self.bodies.append(body)
        self.headers.append(headers)
        status, told = self.answers.pop(0) if self.answers else (201, '{"message": {"id": "7"}}')
        if status // 100 == 2 and body.startswith(b"{"):
            self.taken.append(json.loads(body))
        return status, told


@contextmanager
def text_host() -> Iterator[TextHost]:
    """A running gateway, on a free port of the loopback."""
    host = TextHost()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, told = host.answer(body, dict(self.headers))
            self.send_response(status)
            self.send_header("Content-Length", str(len(told.encode())))
            self.end_headers()
            self.wfile.write(told.encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host.url = f"http://127.0.0.1:{server.server_address[1]}/send"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
