"""Answer sets as they travel, each under an id of its own."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Final

from survey.core.sealing.envelopes import seal_answers
from survey.responses.terms import get_frozen_terms
from tests.bench.phone import post_request
from tests.factories.answer_sets import answers_of
from tests.factories.waves import Fieldwork
from tests.journeys.residents import as_fields

SEALERS: Final = ("phone", "server")
DIFFERENT = 50

Bodies = Callable[[int], bytes]
"""A whole request with the answers of one submission, by its number."""


def submission_id(number: int) -> str:
    """The id that a page would make up."""
    return f"bench-submission-{number:09d}"


def bodies_of(fieldwork: Fieldwork, sealer: str) -> Bodies:
    """Requests to a wave with an open link; made beforehand, but for the id."""
    wave, path = fieldwork.wave, f"/s/{fieldwork.slug}/en"
    size = get_frozen_terms(wave).answers_size
    mark = submission_id(0)
    made: list[bytes] = []
    for number in range(DIFFERENT):
        answers = answers_of(number)
        if sealer == "phone":
            sealed = seal_answers(wave.public_key, answers, size=size, wave_id=wave.id)
            fields: dict[str, str | Sequence[str]] = {
                "sealed": urlsafe_b64encode(sealed).decode().rstrip("=")
            }
        else:
            fields = as_fields(answers)
        made.append(post_request(path, {**fields, "submission_id": mark}))
    return lambda number: made[number % DIFFERENT].replace(
        mark.encode(), submission_id(number).encode()
    )
