"""When checked results appear: at marks in time, so that how long a check took tells nothing.

A check that finds something prepares a smaller proposal and checks that one, too, which takes
longer. Releases that are the same may have come about either way (tests/attacks/
test_told_by_the_check.py), and whoever watches the page could tell them apart by a stopwatch. So
results appear a minute after the check began, or five where many live or many breakdowns are shown;
a check that is not done by then waits for the next mark. What remains is how many marks it took.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from flask import current_app

from survey.settings import Settings
from survey.waves.models import Wave
from survey.waves.promise import sealed_promise

SHORT: Final = timedelta(minutes=1)
LONG: Final = timedelta(minutes=5)
SMALL_ADULTS: Final = 420
FEW_CUTS: Final = 2


def pace_of(wave: Wave) -> timedelta | None:
    """Return how far apart the marks are at which a wave's results may appear.

    None where nobody waits for them: in the demo, whose answers are invented, and where the
    request itself checks.
    """
    settings: Settings = current_app.extensions["settings"]
    if settings.mode != "production" or settings.checking != "process":
        return None
    # People who move in are few; everywhere else the frame is known before anybody answers.
    small = (wave.frame_adults or 0) <= SMALL_ADULTS
    return SHORT if small and len(sealed_promise(wave)["cuts"]) <= FEW_CUTS else LONG


def next_mark(began: datetime, now: datetime, pace: timedelta) -> datetime:
    """Return the first mark from now on; at the earliest one pace after the beginning."""
    gone = -((began - now) // pace)
    return began + max(gone, 1) * pace
