"""A wave's promise as it stands: what was sealed at launch, with every tightening folded in."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Protocol

from survey.core.bank.content import from_content
from survey.core.bank.questionnaire import Questionnaire
from survey.core.promise.extending import with_extensions
from survey.core.promise.tightening import fold
from survey.waves.models import Wave


class Promised(Protocol):
    """Whatever carries a wave's promise as it was sealed."""

    @property
    def promise(self) -> str:
        """Canonical JSON."""


def effective_promise(wave: Wave) -> dict[str, Any]:
    """The frozen promise with the tightenings folded in; stricter than the sealed one, or equal.

    Its `wave.closes_on` is the last day to answer as it stands, every extension included.
    """
    folded = fold(sealed_promise(wave), [made.change for made in wave.tightenings])
    return with_extensions(folded, [made.closes_on for made in wave.extensions])


def sealed_promise(wave: Promised) -> dict[str, Any]:
    """The promise exactly as it was sealed at launch, and as its hash stands for it."""
    promise: dict[str, Any] = json.loads(wave.promise)
    return promise


def asked_questionnaire(wave: Wave) -> Questionnaire:
    """What this wave asks: the published version without the demographics that are no cut."""
    return _read_questionnaire(wave.promise)


@lru_cache(maxsize=32)
def _read_questionnaire(promise: str) -> Questionnaire:
    return from_content(json.loads(promise)["questionnaire"]["content"])
