"""Reading figures back from a release: what went into a printed score or share, on the safe side.

The answers of an earlier wave are destroyed, so a change is worked out from printed figures alone.
Rounding is always taken the way that makes a change less sure, never more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import ceil, sqrt
from typing import Any, Final

import scipy

from survey.core.analysis.change import Summary
from survey.core.analysis.comparability import Circumstances
from survey.core.analysis.estimates import TAIL, Refusal
from survey.core.disclosure.rules import NEAR_COMPLETE_PERCENT

Document = Mapping[str, Any]

LOWEST: Final = 0.0
HIGHEST: Final = 100.0
MIDDLE: Final = 50.0
HALF: Final = 0.5
"""What a printed score may be off by, in points."""

LARGEST_DESIGN_EFFECT: Final = 2.801
"""Weights from 0.33 to 3 times the average cannot multiply a variance by more than
(0.33 + 3)^2 / (4 * 0.33 * 3) (Kantorovich). It stands in where the figure is not printed."""

DESIGN_EFFECT_ROUNDING: Final = 0.05


def respondents_of(document: Document) -> int:
    """The number of respondents as published, or the lower edge of "90 % or more"."""
    published: int | None = document["response"]["respondents"]
    if published is not None:
        return published
    adults: int = document["property"]["adults"]
    return ceil(adults * NEAR_COMPLETE_PERCENT / 100)


def design_effect_of(document: Document) -> float:
    """How many times weights multiply a variance, at most; 1 for figures without weights."""
    weighting = document["method"]["weighting"]
    if not weighting["used"]:
        return 1.0
    printed: float | None = weighting["design_effect"]
    return LARGEST_DESIGN_EFFECT if printed is None else printed + DESIGN_EFFECT_ROUNDING


def base_of(document: Document, item: Mapping[str, Any]) -> float:
    """The (effective) number of answers to an item as printed, 0 where it is not."""
    answered: int | None = item["answered"]
    return (answered or 0) / design_effect_of(document)


def score_of(document: Document, level: Mapping[str, Any]) -> Summary | Refusal:
    """A published score (0 to 100) with the variance that its interval shows.

    reach = half of the interval's width; where an end of the scale cuts one side off, the longer
    side and half a point. se = reach / (t(n - 1, 0.975) sqrt(1 - n/N)), the root only where the
    interval took the adults into account; n from the band's lower edge where it is not printed.
    The number of answers is the smallest one printed for the items of the score.
    Refuses a hidden score (too_few) and one that everybody's answers made (no_spread).
    Example: 60, from 57 to 63, by 90 of 180 adults: 3 / (1.987 * 0.7071) = 2.135.
    """
    respondents = respondents_of(document)
    if level["state"] != "shown" or respondents < 2:
        return Refusal("too_few")
    unseen = 1.0
    if document["method"]["finite_population"]:
        unseen = 1 - respondents / document["property"]["adults"]
        if unseen <= 0:
            return Refusal("no_spread")
    quantile = float(scipy.special.stdtrit(respondents - 1, 1 - TAIL))
    error = _reach(level["score"], level["low"], level["high"]) / (quantile * sqrt(unseen))
    answered = _answers_behind(document, level["items"])
    return Summary(float(level["score"]), error * error * answered, answered)


def share_range(percent: int | str) -> tuple[float, float]:
    """What a printed percent stands for: "<15" for 0 to 15, ">95" for 95 to 100, 40 for 40."""
    if isinstance(percent, int):
        return float(percent), float(percent)
    edge = float(percent[1:])
    return (LOWEST, edge) if percent.startswith("<") else (edge, HIGHEST)


def closest_shares(before: int | str, now: int | str) -> tuple[float, float]:
    """The two shares in percent, where an end is open the one that makes the smallest change.

    Examples: 40 and ">95" are 40 and 95; "<35" and 20 may be the same: 20 and 20.
    """
    (low_before, high_before), (low_now, high_now) = share_range(before), share_range(now)
    if high_before < low_now:
        return high_before, low_now
    if high_now < low_before:
        return low_before, high_now
    shared = min(max(MIDDLE, low_before, low_now), high_before, high_now)
    return shared, shared


def _reach(score: int, low: int, high: int) -> float:
    if low > LOWEST and high < HIGHEST:
        return max((high - low) / 2, HALF)
    return max(high - score, score - low) + HALF


def _answers_behind(document: Document, items: list[str]) -> float:
    found = [item for item in document["items"] if item["id"] in items and item["answered"]]
    effect = design_effect_of(document)
    return min(
        (base_of(document, item) for item in found), default=respondents_of(document) / effect
    )


def circumstances_of(document: Document) -> Circumstances:
    """How a wave was held, as far as its release tells: newcomers are not published.

    Of modes one word is, at most: another word counts as another mix.
    """
    mix = document["wave"].get("mode_mix")
    promise, rate = document["promise"], document["response"]["rate"]
    languages = promise.get("languages")
    return Circumstances(
        closed_on=date.fromisoformat(document["wave"]["closes_on"]),
        access=_access(promise),
        response=_lower_edge(rate),
        modes=None if mix is None else {mix: 1.0},
        near_complete=rate == f"{NEAR_COMPLETE_PERCENT}+",
        languages=None if languages is None else frozenset(languages),
        weighted=document["method"]["weighting"]["used"],
    )


def _access(promise: Mapping[str, Any]) -> str:
    """How answers were limited; codes with a list of who got which are another thing."""
    if not promise["limited_to_one"]:
        return "link"
    return "listed_codes" if promise.get("codes_listed") else "codes"


def _lower_edge(rate: str | None) -> float | None:
    """A printed response rate's lower edge in percent: "50" is 50, "90+" is 90, "<5" is 0."""
    if rate is None:
        return None
    return 0.0 if rate.startswith("<") else float(rate.rstrip("+"))
