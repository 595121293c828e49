"""Pooled figures: several places together, from nothing but what each place's release prints.

A pool takes printed figures and gives a printed figure. So it tells nothing that the releases do
not tell: whoever subtracts all members but one is left with what that one's release prints. It
needs no entry in the ledger, and no pool need stay fixed for a quarter, as benchmarks must (P9).
What P9 says of size and of dominance holds here for places: a pool of few, or of one large place
and some small ones, would be read as something that it is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final, Literal, Protocol

from survey.core.disclosure.benchmarks import (
    FEWEST_PROPERTIES,
    FEWEST_RESPONDENTS,
    LARGEST_PERCENT,
)
from survey.core.disclosure.rounding import Percent, outward, range_of, score_points
from survey.core.disclosure.rules import NEAR_COMPLETE_PERCENT

PoolRefused = Literal["too_few_places", "one_place", "too_few_respondents"]

LOWEST: Final = 0.0
HIGHEST: Final = 100.0


@dataclass(frozen=True, slots=True)
class Printed:
    """One place's figure as its release prints it.

    figure: a score from 0 to 100, which may be the last one (">=95"), or a percent, which may be an
    open end; low, high: its 95 %
    range. adults: those who live there, as printed. respondents: as printed, None where the
    release says "90 % or more".
    """

    figure: Percent
    low: int
    high: int
    adults: int
    respondents: int | None

    @property
    def least_respondents(self) -> int:
        """How many have answered at least, by what is printed."""
        if self.respondents is not None:
            return self.respondents
        return self.adults * NEAR_COMPLETE_PERCENT // 100

    @property
    def reach(self) -> float:
        """How far the 95 % range may reach to one side of the figure before it was rounded."""
        low, high = self.span
        return max(self.high - low, high - self.low)

    @property
    def span(self) -> tuple[float, float]:
        """The values that print as this figure."""
        low, high = range_of(self.figure)
        return max(low, LOWEST), min(high, HIGHEST)


@dataclass(frozen=True, slots=True)
class Pooled:
    """A figure of several places together, with its 95 % range, in whole points or percents."""

    figure: int
    low: int
    high: int
    places: int
    adults: int


class Sized(Protocol):
    """What counts for the size of a pool."""

    @property
    def adults(self) -> int:
        """Those who live there."""

    @property
    def least_respondents(self) -> int:
        """How many have answered at least."""


def pool_refusal(members: Sequence[Sized]) -> PoolRefused | None:
    """Why these places have no figure together; None when they have.

    At least five places, none with more than half of the adults, and fifty respondents.
    Example: four places are "too_few_places".
    """
    if len(members) < FEWEST_PROPERTIES:
        return "too_few_places"
    adults = [one.adults for one in members]
    if max(adults) * 100 > sum(adults) * LARGEST_PERCENT:
        return "one_place"
    respondents = sum(one.least_respondents for one in members)
    return "too_few_respondents" if respondents < FEWEST_RESPONDENTS else None


def pool(members: Sequence[Printed]) -> Pooled | PoolRefused:
    """The mean over all adults of these places, as if each place were a stratum.

    With W_h the place's part of the adults, the figure is sum W_h y_h, and the range reaches
    sqrt(sum W_h^2 u_h^2) to either side, where u_h is the reach of the place's own 95 % range:
    at least 1.96 standard errors, so the root is at least 1.96 of the pool's. The places answer
    independently of one another, so their variances add. Every y_h is only known to have been
    rounded: the ends are worked out from the lowest and the highest that print so, and then
    rounded outward. The pool describes these places, and no other place.

    Example: five places of 100 adults, each with 50 (45 to 55): u_h is 5.5, the root 2.46, the
    mean between 49.5 and 50.5, so 50 (47 to 53).
    Source: Cochran 1977, Sampling Techniques, 3rd edition, sections 5.3 and 5.4.
    """
    refused = pool_refusal(members)
    if refused is not None:
        return refused
    # In one order, so that the sum's last digit does not hang on how the places were listed.
    ordered = sorted(members, key=lambda one: (one.adults, str(one.figure), one.low, one.high))
    adults = sum(one.adults for one in ordered)
    low = sum(one.adults * one.span[0] for one in ordered) / adults
    high = sum(one.adults * one.span[1] for one in ordered) / adults
    reach = sqrt(sum((one.adults * one.reach) ** 2 for one in ordered)) / adults
    ends = outward(max(low - reach, LOWEST), min(high + reach, HIGHEST))
    return Pooled(score_points((low + high) / 2), *ends, len(ordered), adults)
