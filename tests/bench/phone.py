"""A phone: one connection that stays, as a browser keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPConnection

from tests.journeys.server import FORM, HOST, Fields, Server, encode


class Phone:
    """Asks one server, one request after the other."""

    def __init__(self, server: Server) -> None:
        self._connection = HTTPConnection(HOST, server.port, timeout=30)

    def get(self, path: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Status and body of a page."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: Fields) -> tuple[int, bytes]:
        """Status and body of the answer to a form, as the page's script sends it."""
        headers = {"Content-Type": FORM, "Accept": "application/json"}
        return self._ask("POST", path, encode(fields), headers)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        self._connection.request(method, path, body, dict(headers))
        response = self._connection.getresponse()
        return response.status, response.read()
