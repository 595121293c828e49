"""Where the marks of the charts lie. A chart is a list of rectangles in its own units.

Every chart is 200 units wide and 20 high where it does not say otherwise; x runs from left to
right. A mark is (kind, x, y, width, height, radius of its corners), to two decimals.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from english import Share, edge, is_under, number, signed

Mark = tuple[str, float, float, float, float, float]
Chart = dict[str, Any]

WIDTH, HEIGHT = 200.0, 20.0
GAP = 0.8
LOW_SHADES = {1: ["s2"], 2: ["s2", "s1"], 3: ["s2", "s15", "s1"]}
HIGH_SHADES = {1: ["s4"], 2: ["s4", "s5"], 3: ["s4", "s45", "s5"]}


def chart(
    kind: str, title: str, marks: list[Mark], width: float = WIDTH, height: float = HEIGHT
) -> Chart:
    """Put a chart together, its marks rounded."""
    rounded = [
        (name, round(x, 2), round(y, 2), round(max(w, 0), 2), round(h, 2), corner)
        for name, x, y, w, h, corner in marks
    ]
    return {
        "kind": kind,
        "title": title,
        "width": round(width, 2),
        "height": height,
        "marks": rounded,
    }


def length(share: Share) -> float:
    """How long a share is drawn, in percent: an open end at the middle of what it spans."""
    at = edge(share)
    if at is None:
        return float(share)
    return at / 2 if is_under(share) else (100 + at) / 2


def axis(pairs: Iterable[tuple[Share | None, Share | None]]) -> tuple[float, float]:
    """The common axis of a list of (low, high) shares: units for one percent, and its zero."""
    lows, highs = [20.0], [20.0]
    for low, high in pairs:
        lows += [length(low)] if low is not None else []
        highs += [length(high)] if high is not None else []
    unit = (WIDTH - 1) / (max(lows) + max(highs))
    return unit, max(lows) * unit + 0.5


def lean(title: str, unit: float, zero: float, low: list[Share], high: list[Share]) -> Chart:
    """Low answers to one side of a line and high ones to the other, from the line outwards."""
    marks: list[Mark] = []
    for side, start, shares, shades in (
        (-1, zero - 0.5, low, LOW_SHADES),
        (1, zero + 0.5, high, HIGH_SHADES),
    ):
        kinds = shades.get(len(shares), shades[3])
        inner = start
        for place, share in enumerate(shares):
            outer = inner + side * unit * length(share)
            left = min(inner, outer) + (GAP / 2 if side > 0 else 0)
            kind = kinds[min(place, len(kinds) - 1)]
            marks.append((kind, left, 2, abs(outer - inner) - GAP / 2, HEIGHT - 4, 0.0))
            inner = outer
    marks.append(("ink", zero - 0.5, 0, 1, HEIGHT, 0.0))
    return chart("lean", title, marks)


def middle(title: str, unit: float, share: Share, longest: float) -> Chart:
    """The middle answer by itself, in the unit of its list."""
    mark: Mark = ("s3", 0, 2, unit * length(share), HEIGHT - 4, 0.0)
    return chart("middle", title, [mark], width=unit * longest)


def portion(title: str, share: Share) -> Chart:
    """One share of a hundred on a pale track."""
    track: Mark = ("s3", 0, 8, WIDTH, 4, 0.0)
    filled: Mark = ("s5", 0, 3, WIDTH * length(share) / 100, HEIGHT - 6, 0.0)
    return chart("portion", title, [track, filled])


def score(value: int, said: str, low: int | None, high: int | None) -> Chart:
    """A score from 0 to 100 as a dot on its pale range; `said`: the same in words."""
    unit = WIDTH / 100
    title = f"{said} on a scale from 0 to 100"
    marks: list[Mark] = [("axis", 0, 7.6, WIDTH, 0.8, 0.0)]
    marks += [("axis", x - 0.4, 4.5, 0.8, 7, 0.0) for x in (0.4, WIDTH / 2, WIDTH - 0.4)]
    if low is not None and high is not None:
        title += f"; between {number(low)} and {number(high)}"
        marks.append(("range", low * unit, 1, (high - low) * unit, 14, 0.0))
    marks.append(("mark", min(max(value * unit - 3, 0), WIDTH - 6), 5, 6, 6, 3))
    return chart("score", title, marks, height=16)


def reach(changes: Iterable[dict[str, Any]]) -> int:
    """How far a list of changes reaches to either side of zero, at least 15 points."""
    ends = [abs(end) for each in changes for end in (each["low"], each["high"]) if end is not None]
    return max(15, 5 * -(-max(ends, default=0) // 5) + 1)


def change(found: dict[str, Any], to_either_side: int) -> Chart:
    """A change around its zero line; with a bar from zero only where it is clear."""
    difference, low, high = found["difference"], found["low"], found["high"]
    unit, zero, height = WIDTH / (2 * to_either_side), WIDTH / 2, 24.0
    dot = zero + difference * unit
    marks: list[Mark] = [
        ("axis", 0, height / 2 - 0.6, WIDTH, 1.2, 0.0),
        ("range", zero + low * unit, 3, (high - low) * unit, height - 6, 0.0),
        ("ink", zero - 0.8, 0, 1.6, height, 0.0),
    ]
    if found["verdict"] in ("clear_rise", "clear_fall"):
        marks.append(("mark", min(zero, dot), height / 2 - 1.8, abs(dot - zero), 3.6, 0.0))
    marks.append(("mark", dot - 4.5, height / 2 - 4.5, 9, 9, 4.5))
    title = f"Change of {signed(difference)} points; between {number(low)} and {number(high)}"
    return chart("change", title, marks, height=height)
