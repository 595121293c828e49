"""How many sealed sets a closed wave holds, as it may be told (disclosure.md, P5).

Where codes limit answers to one per adult and nine in ten adults or more have sent one, the
exact number would nearly tell who has not. Then it is "90 % or more of so many adults",
everywhere: on the promise page, to staff, and on the command line.

Few move in, so of a move-in wave a small number would tell as much: none at all says of everybody
that he did not answer. Under the smallest group it is "fewer than" that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from survey.core.promise.kinds import MOVE_IN
from survey.core.promise.tightening import MIN_GROUP
from survey.waves.frame import frame_of_wave
from survey.waves.models import Wave
from survey.waves.promise import effective_promise

NEARLY_ALL_PERCENT: Final = 90


@dataclass(frozen=True, slots=True)
class SealedCount:
    """exact: the number of sealed sets, None from nine in ten adults on. adults: the frame's.

    fewer_than: set instead where a small number must not be told.
    """

    exact: int | None
    adults: int
    fewer_than: int | None = None

    def __str__(self) -> str:
        """In English, for the command line."""
        if self.fewer_than is not None:
            return f"fewer than {self.fewer_than} envelopes"
        if self.exact is None:
            return f"envelopes of {NEARLY_ALL_PERCENT} % or more of {self.adults} adults"
        return f"{self.exact} envelopes"


def count_shown(wave: Wave) -> SealedCount | None:
    """What may be told of the number that was fixed at closing; None before that."""
    if wave.envelope_count is None:
        return None
    adults = frame_of_wave(wave).adults
    if wave.kind == MOVE_IN and wave.envelope_count < (few := effective_promise(wave)[MIN_GROUP]):
        return SealedCount(None, adults, fewer_than=few)
    if wave.access == "codes" and wave.envelope_count * 100 >= adults * NEARLY_ALL_PERCENT:
        return SealedCount(None, adults)
    return SealedCount(wave.envelope_count, adults)
