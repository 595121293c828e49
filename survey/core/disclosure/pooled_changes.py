"""The change of several places together, from nothing but the changes that their releases print.

Like a pool's figures it takes what is printed and gives what is printed, so it tells nothing that
the releases do not tell. Each place's change has been worked out from two printed scores without a
finite population correction (comparison.py): the question is whether something moved, not what the
people on the roster said. Both surveys of a place are in it, or neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from typing import Final

from survey.core.analysis.estimates import Estimate, Refusal, Z
from survey.core.analysis.multiplicity import HOLM_LEVEL, holm
from survey.core.analysis.verdicts import Verdict, verdict
from survey.core.disclosure.pools import PoolRefused, pool_refusal
from survey.core.disclosure.rounding import outward, score_points
from survey.core.disclosure.rules import NEAR_COMPLETE_PERCENT

ROUNDED: Final = 1.0
"""What a difference of two printed scores may be off by: half a point for each."""

WIDEST: Final = 100.0


@dataclass(frozen=True, slots=True)
class Side:
    """One place's survey before, or the newest, by what its release prints.

    respondents: None where the release says "90 % or more".
    """

    adults: int
    respondents: int | None

    @property
    def least_respondents(self) -> int:
        """How many have answered at least, by what is printed."""
        if self.respondents is not None:
            return self.respondents
        return self.adults * NEAR_COMPLETE_PERCENT // 100


@dataclass(frozen=True, slots=True)
class PrintedChange:
    """One place's change of a score since its survey before, in points, with its 95 % range."""

    difference: int
    low: int
    high: int
    before: Side
    now: Side

    @property
    def reach(self) -> float:
        """How far the 95 % range may reach to one side: it was rounded outward."""
        return max(self.high - self.difference, self.difference - self.low)


@dataclass(frozen=True, slots=True)
class PooledChange:
    """The change of several places together, in whole points, and what may be said of it."""

    difference: int
    low: int
    high: int
    verdict: Verdict
    places: int
    adults: int


@dataclass(frozen=True, slots=True)
class _Tested:
    change: Estimate
    p: float
    fewest: int
    places: int
    adults: int


def pool_changes(
    levels: Mapping[str, Sequence[PrintedChange]],
) -> dict[str, PooledChange | PoolRefused]:
    """The changes of these levels, judged together (Holm), each over the places that have one.

    With W_h the place's part of the adults as its newest release prints them, on both sides, so
    that a place that grew moves nothing: the change is sum W_h d_h, and its range reaches
    sqrt(sum W_h^2 u_h^2) to either side of everything that the rounding allows, one point up and
    down. u_h is the reach of the place's own range, at least 1.96 standard errors. The test takes
    the change that is nearest to none of those which print so. P9's sizes hold on both sides.

    Example: five places of 100 adults, each with 8 (3 to 13): u_h is 5, the root 2.24, so from
    8 - 1 - 2.24 to 8 + 1 + 2.24: 8 (4 to 12), a clear rise.
    Source: Cochran 1977, Sampling Techniques, sections 5.3 and 12.10; disclosure.md, section 3.
    """
    found = {name: _test(members) for name, members in levels.items()}
    tested = {name: one for name, one in found.items() if isinstance(one, _Tested)}
    adjusted = holm([one.p for one in tested.values()])
    assert not isinstance(adjusted, Refusal), "every p is between 0 and 1"
    told: dict[str, PooledChange | PoolRefused] = {
        name: _judged(one, rejected=p is not None and p <= HOLM_LEVEL)
        for (name, one), p in zip(tested.items(), adjusted, strict=True)
    }
    refused = {name: one for name, one in found.items() if not isinstance(one, _Tested)}
    return told | refused


def _test(members: Sequence[PrintedChange]) -> _Tested | PoolRefused:
    for side in ([one.before for one in members], [one.now for one in members]):
        refused = pool_refusal(side)
        if refused is not None:
            return refused
    # In one order, so that the sum's last digit does not hang on how the places were listed.
    ordered = sorted(members, key=lambda one: (one.now.adults, one.difference, one.low, one.high))
    adults = sum(one.now.adults for one in ordered)
    mean = sum(one.now.adults * one.difference for one in ordered) / adults
    reach = sqrt(sum((one.now.adults * one.reach) ** 2 for one in ordered)) / adults
    low, high = mean - ROUNDED - reach, mean + ROUNDED + reach
    return _Tested(
        change=Estimate(score_points(mean), *outward(max(low, -WIDEST), min(high, WIDEST))),
        p=_p_of(max(0.0, abs(mean) - ROUNDED), reach / Z),
        fewest=min(_answered([one.before for one in ordered]), _answered([m.now for m in ordered])),
        places=len(ordered),
        adults=adults,
    )


def _answered(side: Sequence[Side]) -> int:
    return sum(one.least_respondents for one in side)


def _p_of(distance: float, error: float) -> float:
    """The two-sided p of a change under the normal distribution; 1 without any distance."""
    if distance == 0:
        return 1.0
    return erfc(distance / error / sqrt(2)) if error > 0 else 0.0


def _judged(one: _Tested, *, rejected: bool) -> PooledChange:
    word = verdict(one.change, rejected=rejected, fewest_answers=one.fewest)
    change = one.change
    figures = (int(change.value), int(change.low), int(change.high))
    return PooledChange(*figures, word, one.places, one.adults)
