"""How coarse a figure is printed: whole percents with open ends, steps of five, margins.

Rounding is done on whole counts, so that no figure depends on how a float was rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import Final, Literal

from survey.core.analysis.estimates import Estimate
from survey.core.analysis.means import mean_interval_from
from survey.core.analysis.shares import share_interval
from survey.core.disclosure.rules import NEAR_COMPLETE_PERCENT, Rules

Percent = int | Literal["<5", ">95"]

LOWEST_PERCENT: Final = 5
HIGHEST_PERCENT: Final = 95
STEP: Final = 5
FEW_ANSWERS: Final = 30
"""Below this, no distribution over the points, and margins in steps of five (P6)."""

_SLACK: Final = 1e-9
"""What a float may stray by before it counts as more than a whole number."""


def percent(part: int, whole: int) -> Percent:
    """A share in whole percents, halves upward; under 5 and over 95 only as much as that."""
    if part * 100 < whole * LOWEST_PERCENT:
        return "<5"
    if part * 100 > whole * HIGHEST_PERCENT:
        return ">95"
    return (part * 200 + whole) // (whole * 2)


def percents(parts: Sequence[int], whole: int) -> tuple[Percent, ...]:
    """The shares of parts that make up the whole. Of two, the second completes the first.

    Without that, 49.5 and 50.5 would read 50 and 51.
    """
    first = percent(parts[0], whole)
    if len(parts) == 2 and isinstance(first, int):
        return first, 100 - first
    return tuple(percent(part, whole) for part in parts)


def response_rate(respondents: int, frame: int | None) -> str | None:
    """P5: response in steps of five points, downward; "90+" at the top, "<5" at the bottom."""
    if frame is None:
        return None
    step = respondents * 100 // frame // STEP * STEP
    if step >= NEAR_COMPLETE_PERCENT:
        return f"{NEAR_COMPLETE_PERCENT}+"
    return str(step) if step else f"<{STEP}"


def margin_base(answered: int, respondents: int, rules: Rules) -> int:
    """The number of answers that margins are computed from.

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


def share_margins(part: int, answered: int, respondents: int, rules: Rules) -> tuple[int, int]:
    """The ends of a share's interval in whole percents, outward.

    They must not say more than the printed percent does: an open end is the interval's end at
    its edge, and where the number of answers is not printed, the share is taken as printed.
    """
    base = margin_base(answered, respondents, rules)
    frame = rules.frame_for(respondents)
    shown = percent(part, answered)
    if shown == "<5":
        edge = (base * LOWEST_PERCENT - 1) // 100
        return 0, _outward(share_interval(edge, base, frame))[1]
    if shown == ">95":
        edge = base * HIGHEST_PERCENT // 100 + 1
        return _outward(share_interval(min(edge, base), base, frame))[0], 100
    if base < answered:
        part = (int(shown) * base + 50) // 100
    return _outward(share_interval(part, base, frame))


def score_margins(
    mean: float, deviation: float, answered: int, respondents: int, rules: Rules
) -> tuple[int, int]:
    """The ends of a score's interval in whole points, outward; steps of five for few answers.

    A fine interval of a handful of answers would tell their spread, and with it the answers.
    """
    base = margin_base(answered, respondents, rules)
    frame = rules.frame_for(respondents)
    interval = mean_interval_from(mean, deviation, base, frame=frame)
    assert interval is not None, "protected scores have at least two values"
    step = STEP if answered < FEW_ANSWERS else 1
    low = floor(interval.low / step + _SLACK) * step
    high = ceil(interval.high / step - _SLACK) * step
    return low, high


def score_points(mean: float) -> int:
    """A score in whole points, halves upward."""
    return floor(mean + 0.5 + _SLACK)


def _outward(interval: Estimate | None) -> tuple[int, int]:
    assert interval is not None, "protected shares have answers"
    return floor(interval.low * 100 + _SLACK), ceil(interval.high * 100 - _SLACK)
