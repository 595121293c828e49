"""The form of an own question, as the tests of its pages send and read it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from survey.db import db
from survey.questionnaires.models import OwnQuestion
from tests.factories.everybody import Everybody

GOOD: dict[str, Any] = {
    "text": "In the past month, how often did you use the roof garden?",
    "level": "context",
    "answers": "contact5",
    "hint": "The garden on top of the house.",
    "meaning": "Use means any stay there.",
    "why": "We plan to open it more often.",
    "translator_note": "The garden is on the roof of the house.",
    "traits": ["allow_na"],
}


SCRIPT = '<script>alert("x")</script>'


def address(people: Everybody, rest: str = "") -> str:
    return f"/staff/bank/own/{people.hearth.id}{rest}"


def send(client: FlaskClient, where: str, **changes: object) -> tuple[int, str]:
    """Send the form; gives the status and the page, or where to go."""
    reply = client.post(where, data={**GOOD, **changes})
    return reply.status_code, reply.headers.get("Location", "") or reply.get_data(as_text=True)


def field_of(page: str, name: str) -> tuple[str, str]:
    """What stands in a field, and the sentence beside it."""
    control = re.search(
        rf'<input[^>]* id="{name}"[^>]*>|<textarea[^>]* id="{name}".*?</textarea>', page, re.DOTALL
    )
    assert control, name
    value = re.search(r'value="([^"]*)"', control[0])
    text = value[1] if value else re.sub(r"<[^>]*>", "", control[0]).removeprefix("\n").strip()
    said = re.search(rf'id="{name}-error">([^<]*)<', page)
    return unescape(text), unescape(said[1]).strip() if said else ""


def only_question() -> OwnQuestion:
    db.session.expire_all()
    return db.session.scalars(select(OwnQuestion)).one()


def count_questions() -> int:
    return db.session.scalars(select(func.count()).select_from(OwnQuestion)).one()


def choose(client: FlaskClient, draft_id: int, item_ids: list[str]) -> tuple[int, str]:
    data = {"title": "Pulse", "asked": ["opn_01"], "own": item_ids}
    reply = client.post(f"/staff/questionnaires/{draft_id}", data=data)
    return reply.status_code, reply.get_data(as_text=True)
