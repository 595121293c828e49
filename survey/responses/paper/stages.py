"""The keying before the present one, as the page carries it: locked, and stored nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from survey.core.flow import Answer
from survey.core.sealing.carrying import lock, unlock

_ROOM_BYTES: Final = 512
"""For the code and the names of the parts."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What was typed before: once, or twice and not alike. code: as it was typed."""

    code: str
    first: Mapping[str, Answer]
    second: Mapping[str, Answer] | None = None


def lock_carried(carried: Carried, key: bytes, *, context: bytes, answers_size: int) -> str:
    """As text for the page, of one length for every sheet of a wave."""
    value = {"code": carried.code, "first": carried.first, "second": carried.second}
    return lock(key, value, size=2 * answers_size + _ROOM_BYTES, context=context)


def unlock_carried(text: str, key: bytes, *, context: bytes) -> Carried:
    """What the page carried; SealingError "not_carried" where another sitting locked it."""
    value = unlock(key, text, context=context)
    return Carried(value["code"], value["first"], value["second"])
