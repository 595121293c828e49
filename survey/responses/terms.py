"""What a wave's promise says about its answers: the only conditions sealing and opening know."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from survey.core.bank.content import from_content
from survey.core.bank.questionnaire import Questionnaire
from survey.core.promise.tightening import fold
from survey.core.sealing.padding import padded_size
from survey.responses.recoding import Cut
from survey.waves.models import Wave
from survey.waves.promise import Promised, sealed_promise

VERSION_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Terms:
    """The frozen conditions of a wave.

    answers_size: bytes that every answer set is padded to. version: first 16 characters of the
    questionnaire's content hash. destroyed_after_days: from the release to the destruction of
    opened answers; unopened_destroyed_on: the day unopened envelopes die, in `timezone`.
    """

    number: int
    questionnaire: Questionnaire
    answers_size: int
    version: str
    languages: tuple[str, ...]
    min_group: int
    cuts: tuple[Cut, ...]
    timezone: ZoneInfo
    destroyed_after_days: int
    unopened_destroyed_on: date

    def today(self, now: datetime) -> date:
        """The day at the property."""
        return now.astimezone(self.timezone).date()

    def answers_destroyed_on(self, released_at: datetime) -> date:
        """The day the opened answers of a wave released then are destroyed."""
        return self.today(released_at) + timedelta(days=self.destroyed_after_days)


def get_terms(wave: Wave, *, at: datetime | None = None) -> Terms:
    """The terms of a wave as they stand now: its promise, made stricter by each tightening.

    With `at`, as they stood at that moment.
    """
    changes = [
        tightening.change
        for tightening in wave.tightenings
        if at is None or tightening.made_at <= at
    ]
    frozen = get_frozen_terms(wave)
    if not changes:
        return frozen
    said = fold(sealed_promise(wave), changes)
    return replace(
        frozen,
        min_group=said["min_group"],
        cuts=_cuts(said),
        destroyed_after_days=said["answers_destroyed_after_days"],
    )


def get_frozen_terms(wave: Promised) -> Terms:
    """The terms as launched, without reading tightenings: enough for sealing."""
    return _read_promise(wave.promise)


@lru_cache(maxsize=32)
def _read_promise(promise: str) -> Terms:
    """Read once per promise and process: every sending needs it, and it never changes."""
    said: dict[str, Any] = json.loads(promise)
    questionnaire = from_content(said["questionnaire"]["content"])
    return Terms(
        number=said["wave"]["number"],
        questionnaire=questionnaire,
        answers_size=padded_size(questionnaire),
        version=said["questionnaire"]["hash"][:VERSION_LENGTH],
        languages=tuple(said["languages"]),
        min_group=said["min_group"],
        cuts=_cuts(said),
        timezone=ZoneInfo(said["timezone"]),
        destroyed_after_days=said["answers_destroyed_after_days"],
        unopened_destroyed_on=date.fromisoformat(said["unopened_destroyed_on"]),
    )


def _cuts(said: dict[str, Any]) -> tuple[Cut, ...]:
    return tuple(
        Cut(cut["id"], frozenset(group["id"] for group in cut["groups"])) for cut in said["cuts"]
    )
