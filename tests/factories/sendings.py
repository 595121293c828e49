"""Answer sets that people send, through the same service as the survey's page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from survey.db import transaction
from survey.responses.services import seal_response
from tests.factories.waves import Fieldwork

AnswerSet = tuple[str | None, Mapping[str, Any]]
"""A code, None where the survey has an open link; and the answers."""


def send_answers(
    fieldwork: Fieldwork, sets: Iterable[AnswerSet], now: datetime, *, mode: str | None = None
) -> None:
    """Send each answer set once, in this order."""
    with transaction():
        wave = fieldwork.wave  # held: the session would look it up again for each of them
        for place_in_line, (code, answers) in enumerate(sets):
            seal_response(
                wave=wave,
                code=code,
                submission_id=None if code else f"{place_in_line:032x}",
                answers=answers,
                language="en",
                mode=mode or ("code" if code else "link"),
                now=now,
            )
