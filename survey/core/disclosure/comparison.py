"""What changed between releases, worked out from what they have published.

A change made from published figures tells nothing that they do not tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Any, Final

from survey.core.analysis.change import Change, Summary, newcombe, welch
from survey.core.analysis.comparability import warnings_of
from survey.core.analysis.detectable import smallest_flagged
from survey.core.analysis.equivalence import equivalence_of
from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.multiplicity import (
    DISCOVERY_LEVEL,
    HOLM_LEVEL,
    Adjusted,
    benjamini_hochberg,
    benjamini_yekutieli,
    holm,
)
from survey.core.analysis.verdicts import MARGIN_POINTS, verdict
from survey.core.disclosure.alignment import same_access, same_level, same_question
from survey.core.disclosure.published import (
    base_of,
    circumstances_of,
    closest_shares,
    score_of,
)
from survey.core.disclosure.trending import trends_of
from survey.core.disclosure.upgrading import upgrade

Document = Mapping[str, Any]

PERCENT: Final = 100.0
_SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class _Tested:
    """One change in points, before its family has been judged together."""

    id: str
    change: Change | Refusal
    fewest: float
    smallest: float | Refusal
    least: bool = False
    """Whether the change may be larger, since a score stands for others beyond it as well."""


def compare_releases(
    previous: Document | None, current: Document, earlier: Sequence[Document] = ()
) -> dict[str, Any] | None:
    """The changes of levels and items since an earlier release of the same property, and trends.

    None where there is nothing to compare: no earlier release, one of the two has no figures, or
    one was limited to one answer per adult and the other not. `earlier`: older releases, newest
    first, `previous` among them; any schema that can be upgraded.

    Only items with the same wording and answers are compared, and only levels made of the same
    items. All figures are in whole points, the ends of the ranges outward. Scores: Welch's t, with
    Holm over the levels. Favorable shares: Newcombe and the pooled z, with Benjamini and Hochberg
    (q = 0.10) over the items, or Benjamini and Yekutieli where some are worded in reverse and
    others not. What is hidden is not counted. `smallest`: the smallest change that could have been
    called clear. `no_change`: whether a test of its own says that there was none, to within 5
    points (equivalence.py). `warnings`: codes of comparability.py.
    """
    if previous is None:
        return None
    previous, current = upgrade(previous), upgrade({"change": None, **current})
    if not same_access((previous, current)):
        return None
    return {
        "since": {
            "number": previous["wave"]["number"],
            "hash": previous["promise"]["hash"],
            "closes_on": previous["wave"].get("closed_on", previous["wave"]["closes_on"]),
        },
        "warnings": list(warnings_of(circumstances_of(previous), circumstances_of(current))),
        "levels": _judged_levels(previous, current),
        "items": _judged_items(previous, current),
        "trends": trends_of(current, [upgrade(document) for document in earlier]),
    }


def _judged_levels(previous: Document, current: Document) -> list[dict[str, Any]]:
    before = {level["id"]: level for level in previous["levels"]}
    tested = [
        replace(
            _tested_score(now["id"], score_of(previous, before[now["id"]]), score_of(current, now)),
            least="stands_for" in before[now["id"]] or "stands_for" in now,
        )
        for now in current["levels"]
        if same_level(previous, current, now["id"])
    ]
    return _judged(tested, holm([_p_of(one.change) for one in tested]), HOLM_LEVEL)


def _tested_score(name: str, before: Summary | Refusal, now: Summary | Refusal) -> _Tested:
    for score in (before, now):
        if isinstance(score, Refusal):
            return _Tested(name, score, 0, score)
    assert isinstance(before, Summary), "a refusal has been returned"
    assert isinstance(now, Summary), "a refusal has been returned"
    change = welch(before, now)
    fewest = min(before.effective, now.effective)
    if isinstance(change, Refusal):
        return _Tested(name, change, fewest, change)
    smallest = smallest_flagged(before.squared_error, now.squared_error, change.df)
    return _Tested(name, change, fewest, smallest)


def _judged_items(previous: Document, current: Document) -> list[dict[str, Any]]:
    """The bank's items as one family, own questions as another.

    What a community asks besides must not decide what is called clear of the bank's questions.
    """
    asked = [
        now
        for now in current["items"]
        if now["favorable"] and same_question(previous, current, now["id"])
    ]
    own = [now for now in asked if now.get("own", False)]
    shipped = [now for now in asked if not now.get("own", False)]
    return [
        *_judged_family(shipped, previous, current),
        *_judged_family(own, previous, current),
    ]


def _judged_family(
    asked: Sequence[Mapping[str, Any]], previous: Document, current: Document
) -> list[dict[str, Any]]:
    before = {item["id"]: item for item in previous["items"]}
    tested = [_tested_share(previous, before[now["id"]], current, now) for now in asked]
    mixed = len({now["reverse"] for now in asked}) > 1
    adjust = benjamini_yekutieli if mixed else benjamini_hochberg
    return _judged(tested, adjust([_p_of(one.change) for one in tested]), DISCOVERY_LEVEL)


def _tested_share(
    previous: Document, before: Mapping[str, Any], current: Document, now: Mapping[str, Any]
) -> _Tested:
    if "hidden" in (before["state"], now["state"]):
        refusal = Refusal("too_few")
        return _Tested(now["id"], refusal, 0, refusal)
    shares = closest_shares(_favorable(before), _favorable(now))
    bases = base_of(previous, before), base_of(current, now)
    change = newcombe(shares[0] / PERCENT, bases[0], shares[1] / PERCENT, bases[1])
    if isinstance(change, Refusal):
        return _Tested(now["id"], change, min(bases), change)
    errors = [share * (PERCENT - share) / base for share, base in zip(shares, bases, strict=True)]
    in_points = Change(change.estimate.scaled(PERCENT), change.p, change.error * PERCENT, change.df)
    return _Tested(now["id"], in_points, min(bases), smallest_flagged(*errors))


def _favorable(item: Mapping[str, Any]) -> int | str:
    percent: int | str = next(
        band["percent"] for band in item["bands"] if band["id"] == "favorable"
    )
    return percent


def _p_of(change: Change | Refusal) -> float | None:
    return None if isinstance(change, Refusal) else change.p


def _judged(
    tested: Sequence[_Tested], adjusted: Adjusted | Refusal, level: float
) -> list[dict[str, Any]]:
    assert not isinstance(adjusted, Refusal), "every p is between 0 and 1, or absent"
    return [
        _entry(one, rejected=p is not None and p <= level)
        for one, p in zip(tested, adjusted, strict=True)
    ]


def _entry(one: _Tested, *, rejected: bool) -> dict[str, Any]:
    """One change; the verdict is judged by the figures as they are printed."""
    if isinstance(one.change, Refusal):
        figures: dict[str, int | None] = {"difference": None, "low": None, "high": None}
        printed = None
    else:
        found = one.change.estimate
        low, high = floor(found.low + _SLACK), ceil(found.high - _SLACK)
        figures = {"difference": round(found.value), "low": low, "high": high}
        printed = Estimate(round(found.value), low, high)
    word = verdict(printed, rejected=rejected, fewest_answers=one.fewest)
    return {
        "id": one.id,
        **figures,
        "verdict": word,
        "smallest": _smallest(one.smallest),
        "no_change": word == "no_clear_change" and not one.least and _is_none(one.change),
    }


def _is_none(change: Change | Refusal) -> bool:
    """Whether "no change" may be said: where a test could be made, and holds."""
    if isinstance(change, Refusal):
        return False
    tested = equivalence_of(change)
    return not isinstance(tested, Refusal) and tested.no_change


def _smallest(flagged: float | Refusal) -> int | None:
    """The smallest change in whole points that could be called clear.

    One point more than the interval's reach, because its lower end is printed downward and has
    to be more than 0; and at least the practical margin.
    """
    if isinstance(flagged, Refusal):
        return None
    return max(ceil(MARGIN_POINTS), ceil(flagged - _SLACK) + 1)
