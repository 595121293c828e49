"""Residents who answer: what their phones send to the public address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

AnswerSet = Mapping[str, Any]


def as_fields(answers: AnswerSet) -> dict[str, str | Sequence[str]]:
    """An answer set as the fields of a form: every value is text."""
    return {
        name: [str(one) for one in answer] if isinstance(answer, list) else str(answer)
        for name, answer in answers.items()
    }
