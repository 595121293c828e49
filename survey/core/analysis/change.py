"""The difference of two figures, and what may be said of it in words.

A change asks whether there is a cause beyond day-to-day variation, so the intervals that go
in here must be without a finite population: with one, up to 37 % of unchanged places would be
called changed (disclosure.md, section 3).
"""

from __future__ import annotations

from math import hypot
from typing import Final, Literal

from survey.core.analysis.estimates import Estimate
from survey.core.analysis.shares import wilson_interval

Verdict = Literal["clear_rise", "clear_fall", "no_clear_change", "too_few_to_tell"]

SCORE_MARGIN_POINTS: Final = 5.0
"""A change of a score (0 to 100) smaller than this is never called clear."""

FAVORABLE_MARGIN_POINTS: Final = 8.0
"""The same for the percent that is favorable."""

ENOUGH_ANSWERS: Final = 30
"""With fewer answers on either side, an unclear change says "too few to tell"."""


def newcombe_difference(
    favorable_before: int, answered_before: int, favorable_now: int, answered_now: int
) -> Estimate | None:
    """The share now minus the share before, from two Wilson intervals.

    Example: 56/70 - 48/80 = 0.20, from 0.0524 to 0.3339 (Newcombe 1998, Statistics in
    Medicine 17, method 10).
    """
    before = wilson_interval(favorable_before, answered_before)
    now = wilson_interval(favorable_now, answered_now)
    return None if before is None or now is None else difference(before, now)


def difference(before: Estimate, now: Estimate) -> Estimate:
    """Now minus before, each with its own interval from independent samples.

    d - sqrt((m2 - l2)^2 + (u1 - m1)^2) to d + sqrt((u2 - m2)^2 + (m1 - l1)^2): Newcombe's
    way of joining two intervals, which serves for any two figures (Zou & Donner 2008). The
    same people answering twice makes it wider than it needs to be, never narrower.
    """
    change = now.value - before.value
    down = hypot(now.value - now.low, before.high - before.value)
    up = hypot(now.high - now.value, before.value - before.low)
    return Estimate(change, change - down, change + up)


def verdict(change: Estimate | None, *, margin: float, fewest_answers: int) -> Verdict:
    """What may be said of a change: the one function that decides it everywhere.

    Clear is a change of at least `margin` whose interval leaves out 0; all in one unit.
    `fewest_answers` is the smaller of the two numbers of answers.
    """
    if change is None:
        return "too_few_to_tell"
    if change.low > 0 and change.value >= margin:
        return "clear_rise"
    if change.high < 0 and change.value <= -margin:
        return "clear_fall"
    return "no_clear_change" if fewest_answers >= ENOUGH_ANSWERS else "too_few_to_tell"
