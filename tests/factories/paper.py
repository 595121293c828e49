"""A keyer at a desk, as the pages see one: opens a sheet, types, sends."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories.waves import Fieldwork

HIDDEN = re.compile(r'<input type="hidden" name="(sheet|carried|apart)" value="([^"]*)">')


@dataclass(slots=True)
class Keyer:
    """Somebody signed in who types in sheets of one wave, in one language."""

    client: FlaskClient
    work: Fieldwork
    tag: str = "en"

    @property
    def address(self) -> str:
        """The page of a sheet."""
        return f"/staff/paper/{self.work.wave_id}/{self.tag}"

    def begin(self) -> TestResponse:
        """Begin a sitting."""
        there = f"/staff/paper/{self.work.wave_id}"
        return self.client.post(there, data={"language": self.tag})

    def take(self) -> dict[str, str]:
        """An empty page: what it sends besides what is typed."""
        return hidden(self.client.get(self.address))

    def send(self, page: dict[str, str], act: str = "seal", **typed: str) -> TestResponse:
        """Send a page with what is typed: question ids, and the code."""
        fields = {name if name == "code" else f"q-{name}": value for name, value in typed.items()}
        return self.client.post(self.address, data={**page, **fields, "act": act})

    def key(self, **typed: str) -> TestResponse:
        """Type a sheet, and once more where that is asked for; the last answer."""
        reply = self.send(self.take(), **typed)
        if reply.status_code == 200:
            again = {name: text for name, text in typed.items() if name != "code"}
            reply = self.send(hidden(reply), **again)
        return reply


def hidden(reply: TestResponse) -> dict[str, str]:
    """The hidden fields of a keyer's page."""
    found = HIDDEN.findall(reply.get_data(as_text=True))
    return {name: html.unescape(value) for name, value in found}
