"""A wire between browser and server that counts what passes, whoever in the browser asked."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.journeys.server import HOST

_REQUEST = re.compile(rb"^(GET|POST|HEAD) (\S+) HTTP/1\.1\r$", re.MULTILINE)
_PIECE = 1 << 16


@dataclass(slots=True)
class Wire:
    """What passed since the last look. requests: method and path, as they came. Bytes as they
    travelled, heads and all."""

    port: int
    requests: list[str] = field(default_factory=list)
    down: int = 0
    up: int = 0

    def begin(self) -> None:
        """Count from here on."""
        self.requests.clear()
        self.down = self.up = 0


@contextmanager
def wire_to(port: int) -> Iterator[Wire]:
    """A port of loopback that leads to a server's."""
    with socket.create_server((HOST, 0)) as door:
        wire = Wire(door.getsockname()[1])
        threading.Thread(target=_let_in, args=(door, port, wire), daemon=True).start()
        yield wire
        with suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)


def _let_in(door: socket.socket, port: int, wire: Wire) -> None:
    with suppress(OSError):
        while True:
            browser, _address = door.accept()
            server = socket.create_connection((HOST, port))
            for pass_on in ((_pass_up, browser, server), (_pass_down, server, browser)):
                threading.Thread(target=pass_on[0], args=(*pass_on[1:], wire), daemon=True).start()


def _pass_up(browser: socket.socket, server: socket.socket, wire: Wire) -> None:
    for piece in _pieces(browser, server):
        wire.up += len(piece)
        wire.requests += [
            f"{method.decode()} {path.decode()}" for method, path in _REQUEST.findall(piece)
        ]


def _pass_down(server: socket.socket, browser: socket.socket, wire: Wire) -> None:
    for piece in _pieces(server, browser):
        wire.down += len(piece)


def _pieces(source: socket.socket, target: socket.socket) -> Iterator[bytes]:
    """What comes, each piece passed on once it was looked at; the end is passed on too."""
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            yield piece
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
