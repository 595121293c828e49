"""The application on loopback, and the browser that visits it."""

from __future__ import annotations

import os
import threading
from typing import Final

from flask import Flask
from playwright.sync_api import ViewportSize
from werkzeug.serving import make_server

CHROMIUM: Final = os.environ.get("PORCHLIGHT_CHROMIUM", "/usr/bin/chromium")
FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
NARROW: Final[ViewportSize] = {"width": 320, "height": 256}
"""The smallest phone; and what is left of 1280 by 1024 when the page is enlarged to 400 %."""


class Host:
    """The application on loopback, at one port, which can go away and come back.

    tls: serve it by HTTPS, with a certificate that nobody has signed.
    """

    def __init__(self, app: Flask, *, tls: bool = False) -> None:
        self._app = app
        self._tls = tls
        self._port = 0
        self.start()

    @property
    def address(self) -> str:
        """Where it is, without a slash at the end."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Serve, at the port of the first time."""
        self._server = make_server(
            "127.0.0.1",
            self._port,
            self._app,
            threaded=True,
            ssl_context="adhoc" if self._tls else None,
        )
        self._port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Be gone: nobody listens at the port."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
