"""How far the answers to an item can be apart, read from what is printed of it.

The interval of a score is said to be made from these over its items. One that is adds nothing to
what the shares say.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
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


def _shares(item: Mapping[str, Any], unit: Unit) -> list[tuple[Ends, int | str]]:
    """Each printed share with the points between which its answers lie."""
    held = [value for values in unit.values for value in values]
    lowest, reach = min(held), max(held) - min(held)
    if item.get("points"):
        return [
            (((one["value"] - lowest) * WHOLE / reach,) * 2, one["percent"])
            for one in item["points"]
        ]
    ends = {
        name: ((min(values) - lowest) * WHOLE / reach, (max(values) - lowest) * WHOLE / reach)
        for name, values in zip(unit.bins, unit.values, strict=True)
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
