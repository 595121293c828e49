"""Making a promise stricter. There is no function here that could make it weaker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from survey.core.errors import SurveyError
from survey.core.promise.document import destroyed_by

MIN_GROUP: Final = "min_group"
CUTS: Final = "cuts"
DESTROY_AFTER: Final = "answers_destroyed_after_days"
CHANGES: Final = (MIN_GROUP, CUTS, DESTROY_AFTER)
LARGEST_MIN_GROUP: Final = 100


def fold(promise: Mapping[str, Any], changes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The promise with every change in it. Whatever a change says, nothing gets weaker.

    min_group: the largest; cuts: those that each change keeps; days until answers are destroyed:
    the fewest.
    """
    folded = dict(promise)
    for change in changes:
        folded[MIN_GROUP] = max(folded[MIN_GROUP], int(change.get(MIN_GROUP, 0)))
        days = int(change.get(DESTROY_AFTER, folded[DESTROY_AFTER]))
        folded[DESTROY_AFTER] = min(folded[DESTROY_AFTER], days)
        kept = change.get(CUTS, [cut["id"] for cut in folded[CUTS]])
        folded[CUTS] = [cut for cut in folded[CUTS] if cut["id"] in kept]
    last = date.fromisoformat(folded["unopened_destroyed_on"])
    folded["answers_destroyed_by"] = destroyed_by(last, folded[DESTROY_AFTER]).isoformat()
    return folded


def check_stricter(promise: Mapping[str, Any], change: Mapping[str, Any]) -> None:
    """Let only a change pass that makes the promise, as it stands, stricter in what it names.

    Raises SurveyError "refused", "promise_weaker" for what is weaker or the same, and "input",
    "unknown_change" for what is not one of the three changes.
    """
    unknown = sorted(set(change) - set(CHANGES))
    if unknown or not change:
        raise SurveyError("input", "unknown_change", field=unknown[0] if unknown else "")
    for name, value in change.items():
        if not _stricter(promise, name, value):
            raise SurveyError("refused", "promise_weaker", field=name)


def _stricter(promise: Mapping[str, Any], name: str, value: object) -> bool:
    if name == CUTS:
        there = {cut["id"] for cut in promise[CUTS]}
        return isinstance(value, list) and set(value) < there
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    if name == MIN_GROUP:
        return int(promise[MIN_GROUP]) < value <= LARGEST_MIN_GROUP
    return 1 <= value < int(promise[DESTROY_AFTER])
