"""What residents read about a survey of people who move in: who is asked, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from survey.core.promise.kinds import MOVE_IN, kind_of
from survey.waves import words


def who_moves_in(promise: Mapping[str, Any]) -> str:
    """Who is asked; "" where everybody who lives there is."""
    if kind_of(promise) != MOVE_IN:
        return ""
    said = promise["wave"]
    return _(
        "Adults who moved in between %(first)s and %(last)s.",
        first=words.day(said["opens_on"]),
        last=words.day(said["closes_on"]),
    )


def sealed_until(promise: Mapping[str, Any]) -> str:
    """When answers are opened, and that results come after that; "" for other surveys.

    Whoever manages the place may close it sooner, so that the day is the latest.
    """
    if kind_of(promise) != MOVE_IN:
        return ""
    said = promise["wave"]
    return _(
        "Answers are opened only once the survey has closed, on %(last)s at the latest. Results "
        "come after that, by %(results)s.",
        last=words.day(said["closes_on"]),
        results=words.day(said["report_by"]),
    )
