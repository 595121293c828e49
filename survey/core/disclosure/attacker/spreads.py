"""How far the answers to an item can be apart, read from what is printed of it.

The interval of a score is said to be made from these over its items. One that is adds nothing to
what the shares say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean
from typing import Any, Final

from survey.core.disclosure.attacker.units import Unit

WHOLE: Final = 100
MIDDLE: Final = 50.0

Ends = tuple[float, float]


def spread_said(item: Mapping[str, Any], unit: Unit) -> float:
    """The spread in points from 0 to 100 that the printed points, or else bands, allow.

    Each share lies at the end of its bin that is farther from the center; what the printed percents
    leave of 100 fills the open ends, from the farthest inward.
    """
    said = [(ends, *_said(percent)) for ends, percent in _shares(item, unit)]
    known = sum(least for _ends, least, _more in said)
    center = MIDDLE
    if known:
        center = sum(least * (low + high) / 2 for (low, high), least, _more in said) / known
    left = max(0.0, WHOLE - known)
    whole = squares = 0.0
    outside_in = sorted(said, key=lambda one: -_far(one[0], center))
    for ends, least, more in outside_in:
        share = least + min(more, left)
        left -= share - least
        whole += share
        squares += share * _far(ends, center) ** 2
    return sqrt(squares / whole)


@dataclass(frozen=True, slots=True)
class Room:
    """Between which means a score's items leave others outside of their fullest bins: at + by * s.

    s: the others as a share of the answers.
    """

    low_at: float
    low_by: float
    high_at: float
    high_by: float


def room_said(items: Sequence[Mapping[str, Any]], units: Sequence[Unit]) -> Room | None:
    """What the printed shares of these items say; None where none of them has an open upper end."""
    found = [_item_room(item, unit) for item, unit in zip(items, units, strict=True)]
    if not any(is_open for _room, is_open in found):
        return None
    rooms = [room for room, _open in found]
    return Room(
        fmean(room.low_at for room in rooms),
        fmean(room.low_by for room in rooms),
        fmean(room.high_at for room in rooms),
        fmean(room.high_by for room in rooms),
    )


def _item_room(item: Mapping[str, Any], unit: Unit) -> tuple[Room, bool]:
    said = [(ends, *_said(percent)) for ends, percent in _shares(item, unit)]
    full = [ends for ends, _least, more in said if more == WHOLE]
    if not full:
        return Room(_mean_from(said, 0), 0.0, _mean_from(said, 1), 0.0), False
    ((low, high),) = full
    rest = [ends for ends, _least, more in said if more != WHOLE]
    under, over = min(ends[0] for ends in rest), max(ends[1] for ends in rest)
    return Room(low, under - low, high, over - high), True


def _mean_from(said: Sequence[tuple[Ends, float, float]], side: int) -> float:
    """The mean with all shares at one side, and open ends filled from that side on."""
    left = max(0.0, WHOLE - sum(least for _ends, least, _more in said))
    whole = points = 0.0
    for ends, least, more in sorted(said, key=lambda one: one[0][side], reverse=side == 1):
        share = least + min(more, left)
        left -= share - least
        whole += share
        points += share * ends[side]
    return points / whole


def _shares(item: Mapping[str, Any], unit: Unit) -> list[tuple[Ends, int | str]]:
    """Each printed share with the points between which its answers lie."""
    held = [value for values in unit.values for value in values]
    lowest, reach = min(held), max(held) - min(held)

    def points(values: Sequence[int]) -> Ends:
        places = sorted((value - lowest) * WHOLE / reach for value in values)
        if item.get("reverse"):
            places = [WHOLE - place for place in reversed(places)]
        return places[0], places[-1]

    if item.get("points"):
        return [(points([one["value"]]), one["percent"]) for one in item["points"]]
    ends = {
        name: points(values) for name, values in zip(unit.bins, unit.values, strict=True) if values
    }
    return [(ends[band["id"]], band["percent"]) for band in item["bands"]]


def _said(percent: int | str) -> tuple[float, float]:
    """How many percent at least, and how many more there may be."""
    if isinstance(percent, int):
        return float(percent), 0.0
    edge = float(percent[1:])
    return (0.0, edge) if percent[0] == "<" else (edge, float(WHOLE))


def _far(ends: Ends, center: float) -> float:
    return max(abs(ends[0] - center), abs(ends[1] - center))
