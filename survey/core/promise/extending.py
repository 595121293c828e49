"""Extending fieldwork: answers are taken for longer, and no day of the promise moves.

The sealed promise names the latest day on which the survey can close. So whoever answered early
has read it, and an extension stays within what they were told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from survey.core.errors import SurveyError

LONGEST_FIELDWORK_DAYS: Final = 120
"""From the first day to the last, every extension included."""

REASONS: Final = ("few_answers", "letters_late", "disturbed", "other")
"""Why fieldwork was extended: a word that is shown to everybody, and nothing about people."""


def latest_closing(opens_on: date, closes_on: date, report_by: date) -> date:
    """The last day that any extension may reach: within 120 days, and before results are due.

    Never before the day of closing itself. Example: open from 3 August, results by 21 September:
    20 September.
    """
    longest = opens_on + timedelta(days=LONGEST_FIELDWORK_DAYS)
    return max(closes_on, min(longest, report_by - timedelta(days=1)))


def sealed_closing(promise: Mapping[str, Any]) -> date:
    """The last day to answer, as it was sealed."""
    return date.fromisoformat(promise["wave"]["closes_on"])


def closes_at_the_latest(promise: Mapping[str, Any]) -> date:
    """The latest last day that was sealed; the sealed last day itself in older promises."""
    return date.fromisoformat(promise["wave"].get("latest_close_on", promise["wave"]["closes_on"]))


def last_day(promise: Mapping[str, Any], extended_to: Iterable[date]) -> date:
    """The last day to answer, extensions included. Whatever they say, within what was sealed.

    A day before the sealed one, or after the latest, counts for nothing.
    """
    latest = closes_at_the_latest(promise)
    return max([sealed_closing(promise), *(day for day in extended_to if day <= latest)])


def with_extensions(promise: Mapping[str, Any], extended_to: Iterable[date]) -> dict[str, Any]:
    """The promise with the last day to answer as it stands now. No other day changes."""
    closes_on = last_day(promise, extended_to).isoformat()
    return {**promise, "wave": {**promise["wave"], "closes_on": closes_on}}


def check_extension(
    promise: Mapping[str, Any], extended_to: Iterable[date], closes_on: date, reason: str
) -> None:
    """Let only a later last day pass, within what was sealed.

    Raises SurveyError with the field: "unknown_reason", "extension_not_later" (last: the last day
    as it stands), "extension_not_sealed" where the promise allows none, "extension_too_late"
    (latest).
    """
    if reason not in REASONS:
        raise SurveyError("input", "unknown_reason", field="reason")
    latest = closes_at_the_latest(promise)
    if latest == sealed_closing(promise):
        raise SurveyError("refused", "extension_not_sealed", field="closes_on")
    last = last_day(promise, extended_to)
    if closes_on <= last:
        raise SurveyError("input", "extension_not_later", field="closes_on", last=last)
    if closes_on > latest:
        raise SurveyError("input", "extension_too_late", field="closes_on", latest=latest)
