"""A phone: one connection that stays, as a browser keeps it.

It speaks just as much HTTP as the server's answers need, because what the phones cost stands in
both sides of a ratio and would bring it nearer to 1.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from tests.journeys.server import ANSWER_SECONDS, FORM, HOST, Fields, encode

SCRIPT = {"Content-Type": FORM, "Accept": "application/json"}
"""How the page's script sends a form."""

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
_END = b"\r\n\r\n"
_ROOM = 1 << 18


def get_request(path: str, headers: Mapping[str, str]) -> bytes:
    """A get as it travels."""
    return _head("GET", path, headers) + _END


def post_request(path: str, fields: Fields) -> bytes:
    """A form as it travels, sent by the page's script."""
    body = encode(fields)
    headers = {**SCRIPT, "Content-Length": str(len(body))}
    return _head("POST", path, headers) + _END + body


def _head(method: str, path: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode()


@dataclass(slots=True)
class Answer:
    """What came back until now; `done` once it is whole."""

    raw: bytes = b""
    _length: int | None = field(default=None, init=False)

    def take(self, data: bytes) -> bool:
        """Take in what came; whether that was all of it. Raises OSError where nothing came."""
        if not data:
            raise ConnectionResetError("the server hung up")
        self.raw += data
        if self._length is None:
            end = self.raw.find(_END)
            if end < 0:
                return False
            found = _LENGTH.search(self.raw, 0, end + 2)
            self._length = end + len(_END) + (int(found[1]) if found else 0)
        return len(self.raw) >= self._length

    @property
    def status(self) -> int:
        """The status of a whole answer."""
        return int(self.raw[9:12])

    @property
    def body(self) -> bytes:
        """The body of a whole answer."""
        return self.raw.partition(_END)[2]


class Phone:
    """Asks one server, one request after the other."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.socket = self._connect()

    def ask(self, request: bytes) -> Answer:
        """Send a request, wait for its answer."""
        self.socket.sendall(request)
        answer = Answer()
        while not answer.take(self.socket.recv(_ROOM)):
            pass
        return answer

    def dial_again(self) -> None:
        """Hang up without a word, as a phone that loses its signal, and connect anew."""
        self.close()
        self.socket = self._connect()

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self.socket.close()

    def _connect(self) -> socket.socket:
        connection = socket.create_connection((HOST, self._port), ANSWER_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection
