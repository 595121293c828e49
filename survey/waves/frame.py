"""The frame of a wave: the adults who could answer it. The one place that knows where it stands.

Of an ordinary wave the promise says it. Of a move-in wave nobody knows it before the closing, and
no page shows it before: it would tell how many have moved in, and with each who answered.
"""

from __future__ import annotations

from dataclasses import dataclass

from survey.core.promise.kinds import MOVE_IN
from survey.waves.models import Wave
from survey.waves.promise import sealed_promise


@dataclass(frozen=True, slots=True)
class Counted:
    """The adults who could answer, and their homes."""

    adults: int
    homes: int


def frame_of_wave(wave: Wave) -> Counted:
    """The frame as it is fixed; 0 adults of a move-in wave that is not closed yet."""
    if wave.kind == MOVE_IN:
        return Counted(wave.frame_adults or 0, wave.frame_homes or 0)
    said = sealed_promise(wave)["property"]
    return Counted(said["adults"], said.get("homes", 0))
