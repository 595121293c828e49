"""What a wave's page says of its results: being checked, stopped, or released."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, Final

from survey.core.errors import SurveyError
from survey.core.promise.document import short_hash
from survey.results.checking import is_under_way
from survey.results.models import Release, ReleaseCheck
from survey.results.pacing import pace_of
from survey.results.queries import find_check, find_release
from survey.waves.models import Wave
from survey.waves.outcomes import Outcome
from survey.web.sentences import sentence_for

STEP_PERCENT: Final = 5
TOLD: Final = ("ledger_moved", "ledger_incomplete")
"""Codes with a sentence of their own; of every other one staff hear that the check stopped."""


def tell_outcome(wave: Wave, now: datetime) -> Outcome:
    """What became of a wave that was opened. Two queries."""
    release, check = find_release(wave.id), find_check(wave.id)
    if release is not None:
        reference = reference_of(release, json.loads(release.body))
        return Outcome(state="released", reference=reference)
    if check is not None and is_under_way(check, now):
        return Outcome(state="checking", percent=_percent(check, pace_of(wave), now))
    code = check.error if check is not None and check.error in TOLD else "check_failed"
    return Outcome(state="stopped", problem=sentence_for(SurveyError("conflict", str(code))))


def reference_of(release: Release, document: dict[str, Any]) -> str:
    """The number of a release's check; of one made before there were checks, of the release."""
    reference: str | None = document.get("method", {}).get("reference")
    return reference or short_hash(release.sha256)


def _percent(check: ReleaseCheck, pace: timedelta | None, now: datetime) -> int:
    """How far a check is, downward: finer steps would only tell how the work went.

    Where results appear at a mark it is the time that has gone by, whatever the work is doing.
    """
    done, total = check.done, check.total
    if pace is not None:
        done = int((now - (check.started_at or now)).total_seconds())
        total = int(pace.total_seconds())
    if not total:
        return 0
    return min(100 * done // total // STEP_PERCENT * STEP_PERCENT, 100 - STEP_PERCENT)
