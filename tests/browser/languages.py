"""The languages that the browser tests speak: three that are always among them, and one in turn.

English, Arabic and Simplified Chinese stand for the three ways in which pages differ most. The
fourth changes from day to day, so that over time each is used; PORCHLIGHT_LANGUAGE=ko repeats a
day's run. pytest prints which it is.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Final

from survey.web.locales import LANGUAGES

VARIABLE: Final = "PORCHLIGHT_LANGUAGE"
ALWAYS: Final = ("en", "ar", "zh-Hans")
OTHERS: Final = tuple(tag for tag in LANGUAGES if tag not in ALWAYS)


def language_in_turn(day: int) -> str:
    """The fourth language of a day, counted from any day."""
    return OTHERS[day % len(OTHERS)]


def choose_language_in_turn() -> str:
    """Today's fourth language, or the one asked for; the same in each process of a run."""
    today = datetime.now(UTC).date().toordinal()
    chosen = os.environ.setdefault(VARIABLE, language_in_turn(today))
    if chosen not in LANGUAGES:
        raise ValueError(f"{VARIABLE} is none of {', '.join(LANGUAGES)}: {chosen}")
    return chosen


TURNS: Final = (*ALWAYS, "in turn")
"""Names for tests; they stay the same from day to day."""


def tag_of(turn: str) -> str:
    """The language behind a name of TURNS."""
    return choose_language_in_turn() if turn == "in turn" else turn
