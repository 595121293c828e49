"""From answers to values: reversal, favorable answers, points from 0 to 100, indices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from survey.core.analysis.estimates import Refusal, are_counts
from survey.core.bank.model import Index, Item, Scale

SCORE_MAXIMUM = 100.0


@dataclass(frozen=True, slots=True)
class Bins:
    """The values of an item that count as unfavorable, middle and favorable.

    A bin may be empty: a scale of four points has no middle.
    """

    unfavorable: frozenset[int]
    middle: frozenset[int]
    favorable: frozenset[int]


def bins_of(item: Item, scale: Scale) -> Bins | None:
    """The three bins of an item; None for lists, text and scales without favorable values.

    The unfavorable values are the mirror of the favorable ones, less those that are favorable
    themselves; a reversed item mirrors both. Example: favorable 3, 4, 5 of 1 to 5 leaves 1 and
    2 unfavorable and no middle; 7 to 10 on the ladder leaves 0 to 3 unfavorable.
    """
    values = scale.values
    if not values or not scale.favorable:
        return None
    turn = min(values) + max(values)
    favorable = frozenset(scale.favorable)
    mirrored = frozenset(turn - value for value in favorable)
    if item.reverse:
        favorable, mirrored = mirrored, favorable
    unfavorable = mirrored - favorable
    return Bins(unfavorable, frozenset(values) - favorable - unfavorable, favorable)


def points_of(item: Item, scale: Scale, answer: object) -> float | None:
    """An answer as points from 0 (worst) to 100 (best); None for what is no value of the scale.

    Reversed first, x becomes max + min - x; then 100 (x - min) / (max - min). Example: 4 of 1 to 5
    is 75 points, and 25 for a reversed item.
    """
    values = scale.values
    if len(values) < 2 or not is_value(scale, answer):
        return None
    assert isinstance(answer, int)
    lowest, highest = min(values), max(values)
    value = highest + lowest - answer if item.reverse else answer
    return SCORE_MAXIMUM * (value - lowest) / (highest - lowest)


def index_score(
    index: Index,
    items: Mapping[str, Item],
    scales: Mapping[str, Scale],
    answers: Mapping[str, object],
) -> float | None:
    """The mean points (0 to 100) of the answered items; None with fewer than `min_answered`.

    "Prefer not to say" and "does not apply" are missing, never the middle. Reflective, formative
    and composite indices are scored alike, and an index points up whatever its `direction` says,
    since each item was reversed; what differs is that only a reflective one has a reliability.
    The same number as `scales.prorated_score` of its points. Example: 5 and 3 of 1 to 5, the third
    of three items "pns" and two needed, give (100 + 50) / 2 = 75.
    """
    points = [
        value
        for item in (items[item_id] for item_id in index.items if item_id in items)
        if (value := points_of(item, scales[item.scale], answers.get(item.id))) is not None
    ]
    if not points or len(points) < index.min_answered:
        return None
    return fsum(points) / len(points)


def percent_favorable(favorable: int, answered: int) -> float | Refusal:
    """The share of favorable answers among those who answered, in percent (0 to 100).

    100 x / n. Which answers are favorable comes from the bank (`bins_of`). Example: 3 of 12 is
    25. Refuses "no_answers" for n = 0, "contradiction" unless 0 <= x <= n, "bad_input" for what
    is no whole number.
    """
    if not are_counts(favorable, answered):
        return Refusal("bad_input")
    if not 0 <= favorable <= answered:
        return Refusal("contradiction")
    if not answered:
        return Refusal("no_answers", needed=1, found=0)
    return SCORE_MAXIMUM * favorable / answered


def is_value(scale: Scale, answer: object) -> bool:
    """Whether an answer is one of the whole numbers of a scale ("na" and "pns" are not)."""
    return isinstance(answer, int) and not isinstance(answer, bool) and answer in scale.values
