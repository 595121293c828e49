"""P9: when an owner may see how all properties together have answered.

Here it is owners that could be recovered: a mean of few others, or of one large one, is theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Refused = Literal[
    "not_this_quarter", "too_few_properties", "too_few_owners", "one_owner", "too_few_respondents"
]

FEWEST_PROPERTIES: Final = 5
FEWEST_OWNERS: Final = 3
FEWEST_RESPONDENTS: Final = 50
LARGEST_PERCENT: Final = 50
"""No owner has more of the respondents than this."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one property adds to a benchmark: its owner, and how many answered."""

    property: str
    owner: str
    respondents: int


@dataclass(frozen=True, slots=True)
class Pool:
    """The contributions of one quarter, such as "2026Q4", fixed when it is first used.

    Two pools that differ by a property, asked for one after the other, would give away that
    property; so there is one for each quarter.
    """

    quarter: str
    contributions: frozenset[Contribution]


def quarter_of(day: date) -> str:
    """The quarter of a day. Example: 23 November 2026 is in "2026Q4"."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def fixed_pool(held: Pool | None, quarter: str, contributions: Collection[Contribution]) -> Pool:
    """The pool to use in a quarter: the one held for it, whatever has come in since."""
    if held is not None and held.quarter == quarter:
        return held
    return Pool(quarter, frozenset(contributions))


def others_of(pool: Pool, owner: str) -> frozenset[Contribution]:
    """What an owner is compared with: every property that is not theirs."""
    return frozenset(one for one in pool.contributions if one.owner != owner)


def benchmark_refusal(pool: Pool, *, owner: str, quarter: str) -> Refused | None:
    """Why an owner may not see a benchmark in a quarter; None if they may.

    After removing all properties of the asking owner there must be at least five others, of
    three other owners, none of whom has more than half of the respondents, and fifty of these.
    Properties that nobody answered do not count. Example: four other properties of four owners
    are "too_few_properties".
    """
    if pool.quarter != quarter:
        return "not_this_quarter"
    others = [one for one in others_of(pool, owner) if one.respondents > 0]
    by_owner: Counter[str] = Counter()
    for one in others:
        by_owner[one.owner] += one.respondents
    respondents = by_owner.total()
    if len({one.property for one in others}) < FEWEST_PROPERTIES:
        return "too_few_properties"
    if len(by_owner) < FEWEST_OWNERS:
        return "too_few_owners"
    if max(by_owner.values()) * 100 > respondents * LARGEST_PERCENT:
        return "one_owner"
    return "too_few_respondents" if respondents < FEWEST_RESPONDENTS else None
