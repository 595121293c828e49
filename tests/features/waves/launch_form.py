"""The launch form as a browser sends it, and what a launch leaves behind."""

from __future__ import annotations

from html.parser import HTMLParser

from flask.testing import FlaskClient
from sqlalchemy import func, select

from survey.db import db
from survey.waves.models import Wave


class _Fields(HTMLParser):
    """What a browser would send of a form whose fields nobody touches."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, kind = given.get("name"), given.get("type", "text")
        if tag != "input" or name is None or name == "csrf_token":
            return
        if kind in ("radio", "checkbox") and "checked" not in given:
            return
        self.sent.setdefault(name, []).append(given.get("value") or "")


def fields_of(page: str) -> dict[str, list[str]]:
    """The fields of the launch form as they stand on a page."""
    reader = _Fields()
    reader.feed(page[page.index("<main") :])
    return reader.sent


def count_waves() -> int:
    """Waves in the database."""
    return db.session.scalars(select(func.count()).select_from(Wave)).one()


def the_wave() -> Wave:
    """The only wave."""
    return db.session.scalars(select(Wave)).one()


def filled_in(
    client: FlaskClient, address: str, **changes: str | list[str]
) -> dict[str, list[str]]:
    """The form as the page fills it in, with changes; [] removes a field.

    Nobody has reviewed a translation here, so the box for that is ticked.
    """
    sent = fields_of(client.get(address).get_data(as_text=True))
    sent["unreviewed"] = ["accepted"]
    for name, value in changes.items():
        sent[name] = [value] if isinstance(value, str) else value
    return {**sent, "act": ["launch"]}
