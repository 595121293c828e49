"""What changed between two releases, worked out from what both have published.

A change made from published figures tells nothing that they do not tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil, floor, sqrt
from typing import Any, Final

from survey.core.analysis.change import (
    FAVORABLE_MARGIN_POINTS,
    SCORE_MARGIN_POINTS,
    difference,
    verdict,
)
from survey.core.analysis.estimates import Estimate
from survey.core.analysis.shares import wilson_from_share
from survey.core.disclosure.rules import NEAR_COMPLETE_PERCENT

Document = Mapping[str, Any]

LOWEST: Final = 0.0
HIGHEST: Final = 100.0
_SLACK: Final = 1e-9


def compare_releases(previous: Document | None, current: Document) -> dict[str, Any] | None:
    """The changes of levels and items since an earlier release of the same property.

    None where there is nothing to compare: no earlier release, one of the two has no figures,
    or one was limited to one answer per adult and the other not, which moves figures by itself.
    Only items with the same wording and answers are compared, and only levels made of the same
    items. All figures are in points, the ends of the ranges rounded outward.
    """
    if previous is None or not _comparable(previous, current):
        return None
    return {
        "since": {
            "number": previous["wave"]["number"],
            "hash": previous["promise"]["hash"],
            "closes_on": previous["wave"]["closes_on"],
        },
        "levels": list(_changes_of_levels(previous, current)),
        "items": list(_changes_of_items(previous, current)),
    }


def _comparable(previous: Document, current: Document) -> bool:
    released = previous["status"] == current["status"] == "released"
    limits = (document["promise"]["limited_to_one"] for document in (previous, current))
    return released and len(set(limits)) == 1


def _changes_of_levels(previous: Document, current: Document) -> Iterator[dict[str, Any]]:
    before = {level["id"]: level for level in previous["levels"]}
    for now in current["levels"]:
        old = before.get(now["id"])
        if old is None or "not_asked" in (old["state"], now["state"]):
            continue
        if old["items"] != now["items"] or not all(
            _same_question(previous, current, item) for item in now["items"]
        ):
            continue
        yield _change(
            now["id"],
            _score(previous, old),
            _score(current, now),
            margin=SCORE_MARGIN_POINTS,
            fewest=min(_respondents(previous), _respondents(current)),
        )


def _changes_of_items(previous: Document, current: Document) -> Iterator[dict[str, Any]]:
    before = {item["id"]: item for item in previous["items"]}
    for now in current["items"]:
        old = before.get(now["id"])
        if old is None or not now["favorable"] or not _same_question(previous, current, now["id"]):
            continue
        yield _change(
            now["id"],
            _favorable(old),
            _favorable(now),
            margin=FAVORABLE_MARGIN_POINTS,
            fewest=min(old["answered"] or 0, now["answered"] or 0),
        )


def _change(
    name: str, before: Estimate | None, now: Estimate | None, *, margin: float, fewest: int
) -> dict[str, Any]:
    """One change; the verdict is judged by the figures as they are printed."""
    if before is None or now is None:
        figures: dict[str, int | None] = {"difference": None, "low": None, "high": None}
        change = None
    else:
        found = difference(before, now)
        low, high = floor(found.low + _SLACK), ceil(found.high - _SLACK)
        figures = {"difference": round(found.value), "low": low, "high": high}
        change = Estimate(round(found.value), low, high)
    return {"id": name, **figures, "verdict": verdict(change, margin=margin, fewest_answers=fewest)}


def _score(document: Document, level: Document) -> Estimate | None:
    """A published score with its interval widened as if there were no finite population.

    The published one is narrower by sqrt(1 - n/N) where there is a response rate. Where the
    scale's end cuts one side off, the other side's reach serves for both.
    """
    if level["state"] != "shown":
        return None
    score = float(level["score"])
    reach = max(level["high"] - score, score - level["low"])
    if document["response"]["rate"] is not None:
        adults = document["property"]["adults"]
        reach /= sqrt(max(1 - _respondents(document) / adults, 1 - NEAR_COMPLETE_PERCENT / 100))
    return Estimate(score, max(LOWEST, score - reach), min(HIGHEST, score + reach))


def _respondents(document: Document) -> int:
    """The number of respondents as published, or the lower edge of "90 % or more"."""
    published: int | None = document["response"]["respondents"]
    if published is not None:
        return published
    adults: int = document["property"]["adults"]
    return ceil(adults * NEAR_COMPLETE_PERCENT / 100)


def _favorable(item: Document) -> Estimate | None:
    """The published favorable share with Wilson's interval; an open end counts as its edge."""
    if item["state"] != "shown":
        return None
    shares = {band["id"]: band["percent"] for band in item["bands"]}
    percent = {"<5": 5, ">95": 95}.get(shares["favorable"], shares["favorable"])
    interval = wilson_from_share(percent / 100, item["answered"])
    return None if interval is None else interval.scaled(100)


def _same_question(previous: Document, current: Document, item_id: str) -> bool:
    """Whether an item had the same words and answers in every language that both waves had."""
    before = _facts_of(previous, item_id)
    now = _facts_of(current, item_id)
    if before is None or before != now:
        return False
    _kind, scale, _reverse, _favorable_values = now
    shared = previous["wording"].keys() & current["wording"].keys()
    return bool(shared) and all(
        _words(previous["wording"][language], item_id, scale)
        == _words(current["wording"][language], item_id, scale)
        for language in shared
    )


def _facts_of(document: Document, item_id: str) -> tuple[str, str, bool, object] | None:
    for item in document["items"]:
        if item["id"] == item_id:
            return item["kind"], item["scale"], item["reverse"], item["favorable"]
    return None


def _words(wording: Mapping[str, str], item_id: str, scale: str) -> dict[str, str]:
    answers = f"scale.{scale}."
    return {key: text for key, text in wording.items() if key == item_id or key.startswith(answers)}
