"""How coarse a figure is printed: whole percents with open ends, response in steps of five.

Rounding is done on whole counts or exact fractions, so that no figure depends on how a float
was rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import Final

from survey.core.disclosure.rules import NEAR_COMPLETE_PERCENT, Rules
from survey.core.disclosure.tallies import Number

Percent = int | str
"""A whole percent, or an open end: "<10" is under ten, ">90" is over ninety percent. A last score
is ">=95", which is 95 and all above."""

STEP: Final = 5
GROUP_EDGE: Final = 5
"""Below the property ends are open under 5 and over 95 percent; rule P3 does the rest."""

WIDEST_EDGE: Final = 50
"""From here on both ends would meet: that few answers cannot be shown."""

_SLACK: Final = 1e-9
"""What a float may stray by before it counts as more than a whole number."""


def tail_edge(base: int, outsiders: int, lightness: float = 1.0) -> int:
    """How wide the open ends of the property's shares are, in percent.

    The smallest multiple of five so that `outsiders` people are inside of it:
    100 outsiders / base < edge. Then an answer that everybody gave prints like one that all but
    `outsiders` gave, and nothing has to be hidden for being unanimous. It depends on how many
    answered, never on what. With weights one person less is inside even if they are the heaviest
    (`lightness` is the mean weight as a share of the heaviest), so that too few outsiders never
    print as a number. Example: 2 of 60 are 3.3 %, so under 5 and over 95; of 30 they are 6.7 %,
    so under 10 and over 90.
    """
    heaviest = 100 * (outsiders - 1) / (base * lightness)
    reach = max(100 * outsiders / base, heaviest)
    return floor((reach + _SLACK) / STEP) * STEP + STEP


def percent(part: Number, whole: Number, edge: int = GROUP_EDGE) -> Percent:
    """A share in whole percents, halves upward; beyond the edges only as much as that."""
    if part * 100 < whole * edge:
        return f"<{edge}"
    if part * 100 > whole * (100 - edge):
        return f">{100 - edge}"
    return int((part * 200 + whole) // (whole * 2))


def percents(parts: Sequence[Number], whole: Number, edge: int = GROUP_EDGE) -> tuple[Percent, ...]:
    """The shares of parts that make up the whole. Of two, the second completes the first.

    Without that, 49.5 and 50.5 would read 50 and 51.
    """
    first = percent(parts[0], whole, edge)
    if len(parts) == 2 and isinstance(first, int):
        return first, 100 - first
    return tuple(percent(part, whole, edge) for part in parts)


def is_printable(share: Percent) -> bool:
    """P7: a whole percent from 5 to 95, or an open end at a multiple of five up to one half."""
    if isinstance(share, int):
        return GROUP_EDGE <= share <= 100 - GROUP_EDGE
    edge = int(share[1:]) if share[1:].isascii() and share[1:].isdecimal() else 0
    width = edge if share[0] == "<" else 100 - edge
    return share[0] in "<>" and width % STEP == 0 and 0 < width < WIDEST_EDGE


def range_of(share: Percent) -> tuple[float, float]:
    """What prints as this: 48 is 47.5 to 48.5, "<10" is 0 to 10; a last score of ">=95" is 94.5
    to 100."""
    if isinstance(share, int):
        return share - 0.5, share + 0.5
    if share[1] == "=":
        last = float(share[2:])
        return (0.0, last + 0.5) if share[0] == "<" else (last - 0.5, 100.0)
    edge = float(share[1:])
    return (0.0, edge) if share[0] == "<" else (edge, 100.0)


def response_rate(respondents: int, frame: int | None) -> str | None:
    """P5: response in steps of five points, downward; "90+" at the top, "<5" at the bottom."""
    if frame is None:
        return None
    step = respondents * 100 // frame // STEP * STEP
    if step >= NEAR_COMPLETE_PERCENT:
        return f"{NEAR_COMPLETE_PERCENT}+"
    return str(step) if step else f"<{STEP}"


def margin_base(answered: int, respondents: int, rules: Rules) -> int:
    """The number of answers that margins and open ends are computed from.

    From 90 % response on, the lower edge of that band, so that margins do not betray how many
    answered.
    """
    frame = rules.frame_for(respondents)
    if frame is None or not rules.is_near_complete(respondents):
        return answered
    return min(answered, ceil(frame * NEAR_COMPLETE_PERCENT / 100))


def printed_base(answered: int, respondents: int, rules: Rules) -> int:
    """How many answers a figure rests on at least, in steps of five."""
    return margin_base(answered, respondents, rules) // STEP * STEP


def score_points(mean: float) -> int:
    """A score in whole points, halves upward."""
    return floor(mean + 0.5 + _SLACK)


def outward(low: float, high: float) -> tuple[int, int]:
    """The ends of a range in whole numbers, outward."""
    return floor(low + _SLACK), ceil(high - _SLACK)
