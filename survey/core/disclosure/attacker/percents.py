"""What a printed percent admits: counts where the base is known, lines where it is not.

A share prints as whole percents, halves upward, between an edge and its mirror; beyond them only as
"<5" or ">95". The edge is 5 for a group. For the whole property it is the smallest multiple of 5
for which a count of m lies in the tail, so that "everybody" never prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from survey.core.disclosure.attacker.printed import Percent

Place = Literal["first", "last", "inner"]
"""Where a value or bin stands among all that are added up."""

EDGE: Final = 5
STEP: Final = 5
WHOLE: Final = 100

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """low <= parts * x + base * A <= high for x of A people; None is open."""

    parts: int
    base: int
    low: int | None
    high: int | None


def edge_of(base: int, outsiders: int) -> int:
    """The property's edge: the smallest e of 5, 10, ... with 100 m / base < e.

    Example: base 30 and m 2 gives 10, because 2 of 30 is 6.7 percent; base 60 gives 5.
    """
    edge = EDGE
    while WHOLE * outsiders >= edge * base and edge < WHOLE // 2:
        edge += STEP
    return edge


def lines_of(percent: Percent, edge: int = EDGE) -> Iterator[Line]:
    """The lines that x and A keep when x of A prints as this.

    p prints for (2p - 1) A <= 200 x < (2p + 1) A, and an edge e says e A <= 100 x <= (100 - e) A.
    Example: 50 says 200 x - 99 A >= 0 and 200 x - 101 A <= -1.
    """
    if isinstance(percent, str):
        bound = int(percent[1:])
        if percent[0] == "<":
            yield Line(WHOLE, -bound, None, -1)
        else:
            yield Line(WHOLE, -bound, 1, None)
        return
    yield Line(2 * WHOLE, 1 - 2 * percent, 0, None)
    yield Line(2 * WHOLE, -1 - 2 * percent, None, -1)
    # What lies beyond an edge prints as an open end; only a careless program prints it in full.
    if percent == edge:
        yield Line(WHOLE, -edge, 0, None)
    if percent == WHOLE - edge:
        yield Line(WHOLE, edge - WHOLE, None, 0)


def counts_of(percent: Percent, answered: int, edge: int = EDGE) -> Range:
    """The fewest and the most of `answered` people whose share prints as this.

    Example: 50 of 41 people admits 20 to 20, "<5" admits 0 to 2. Where no count prints so, the
    first is greater than the second.
    """
    low, high = 0, answered
    for line in lines_of(percent, edge):
        if line.low is not None:
            low = max(low, -((line.base * answered - line.low) // line.parts))
        if line.high is not None:
            high = min(high, (line.high - line.base * answered) // line.parts)
    return low, high


def counts_behind(percent: Percent, answered: int, people: int, edge: int, place: Place) -> Range:
    """The counts of `answered` whose share prints as this once they are made those of `people`.

    From the first value on, added up, X becomes X people / answered, halves upward; so the first
    and the last are within half a person, and what is between within one. The same as `counts_of`
    where all are `people`. Example: 33 as of 27 is 9, which 10 of 30 become and no other number.
    """
    low, high = counts_of(percent, people, edge)
    if answered == people or low > high:
        return low, high
    if place == "last":
        least, most = _added_up(people - high, people - low, answered, people)
        least, most = answered - most, answered - least
    elif place == "first":
        least, most = _added_up(low, high, answered, people)
    else:
        least = (low - 1) * answered // people + 1
        most = -(-(high + 1) * answered // people) - 1
    return max(least, 0), min(most, answered)


def _added_up(low: int, high: int, answered: int, people: int) -> Range:
    """The fewest and the most of `answered` that become low to high of `people`."""
    least = -(-answered * (2 * low - 1) // (2 * people))
    return least, -(-answered * (2 * high + 1) // (2 * people)) - 1
