"""Chart geometry: rectangles without a word, whose figures stand beside them as text.

Coordinates run from left to right, in the drawing's own units; a page that runs from right to
left mirrors the whole drawing (class `flip`). Fills are written on the marks, since the PDF
maker applies no page style inside SVG; the classes let a web page follow its own colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from survey.reports.reading import Percent, Share, is_low_end, open_end

FILLS: Final = {
    "s1": "#8A5218",
    "s15": "#B38147",
    "s2": "#DDB076",
    "s3": "#E8E4DB",
    "s4": "#7F97C2",
    "s45": "#4D6596",
    "s5": "#1F3767",
    "mark": "#223F75",
    "range": "#B9C6DE",
    "axis": "#CFC8BA",
    "ink": "#1B2740",
    "past": "#8C97AD",
}
LOW_SHADES: Final = {1: ("s2",), 2: ("s2", "s1"), 3: ("s2", "s15", "s1")}
HIGH_SHADES: Final = {1: ("s4",), 2: ("s4", "s5"), 3: ("s4", "s45", "s5")}

WIDTH: Final = 200.0
BAR_HEIGHT: Final = 20.0
GAP: Final = 0.8
"""White between neighbours, so that they stay apart in grey."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One rectangle; `round` is the radius of its corners."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    round: float = 0.0

    @property
    def fill(self) -> str:
        """Return the colour on paper."""
        return FILLS[self.kind]


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG of rectangles, with the sentence that stands for it where it cannot be seen."""

    kind: str
    title: str
    width: float
    height: float
    marks: tuple[Mark, ...]


def length(share: Percent) -> float:
    """Return how long a share is drawn, in percent: an open end at the middle of what it spans."""
    edge = open_end(share)
    if edge is None:
        return float(share)
    return edge / 2 if is_low_end(share) else (100 + edge) / 2


@dataclass(frozen=True, slots=True)
class LeanAxis:
    """The common axis of a list of diverging bars: how far it reaches to both sides."""

    low_reach: float
    high_reach: float

    @property
    def unit(self) -> float:
        """Return the width of one percent."""
        return (WIDTH - 1) / (self.low_reach + self.high_reach)

    @property
    def zero(self) -> float:
        """Return where low and high answers meet."""
        return self.low_reach * self.unit + 0.5

    @classmethod
    def around(cls, sides: Iterable[tuple[Percent | None, Percent | None]]) -> LeanAxis:
        """Return the axis that holds every (low, high) pair of a list, at least 20 a side."""
        pairs = list(sides)
        lows = [length(low) for low, _high in pairs if low is not None]
        highs = [length(high) for _low, high in pairs if high is not None]
        return cls(max([20.0, *lows]), max([20.0, *highs]))


def lean(title: str, axis: LeanAxis, low: Sequence[Percent], high: Sequence[Percent]) -> Drawing:
    """Draw a diverging bar: low answers to one side of a line, high ones to the other.

    `low` and `high` hold one share or one for each answer, from the line outwards.
    """
    marks = [
        *_outwards(axis.zero - 0.5, -axis.unit, low, LOW_SHADES),
        *_outwards(axis.zero + 0.5, axis.unit, high, HIGH_SHADES),
        Mark("ink", axis.zero - 0.5, 0, 1, BAR_HEIGHT),
    ]
    return Drawing("lean", title, WIDTH, BAR_HEIGHT, tuple(marks))


def _outwards(
    start: float, unit: float, shares: Sequence[Percent], shades: dict[int, tuple[str, ...]]
) -> Iterable[Mark]:
    kinds = shades.get(len(shares), shades[3])
    edges = [start]
    for share in shares:
        edges.append(edges[-1] + unit * length(share))
    for place, (inner, outer) in enumerate(pairwise(edges)):
        kind = kinds[min(place, len(kinds) - 1)]
        left = min(inner, outer) + (GAP / 2 if unit > 0 else 0)
        yield rounded(Mark(kind, left, 2, abs(outer - inner) - GAP / 2, BAR_HEIGHT - 4))


def middle(title: str, axis: LeanAxis, share: Percent, reach: float) -> Drawing:
    """Draw the middle answer by itself, in the list's unit; `reach` is the list's longest."""
    mark = rounded(Mark("s3", 0, 2, axis.unit * length(share), BAR_HEIGHT - 4))
    return Drawing("middle", title, axis.unit * reach, BAR_HEIGHT, (mark,))


def stacked(title: str, bands: Sequence[Share]) -> Drawing:
    """Draw the bands as one bar of full width: high first, low last."""
    kinds = {"favorable": "s5", "middle": "s3", "unfavorable": "s1"}
    ordered = [band for name in kinds for band in bands if band.id == name]
    total = sum(length(band.percent) for band in ordered) or 1.0
    marks: list[Mark] = []
    x = 0.0
    for band in ordered:
        width = WIDTH * length(band.percent) / total
        marks.append(rounded(Mark(kinds[band.id], x, 0, max(width - GAP, 0), BAR_HEIGHT)))
        x += width
    return Drawing("stacked", title, WIDTH, BAR_HEIGHT, tuple(marks))


def portion(title: str, share: Percent) -> Drawing:
    """Draw one share of a hundred on a pale track."""
    marks = (
        Mark("s3", 0, 8, WIDTH, 4),
        rounded(Mark("s5", 0, 3, WIDTH * length(share) / 100, BAR_HEIGHT - 6)),
    )
    return Drawing("portion", title, WIDTH, BAR_HEIGHT, marks)


def windows(title: str, lit: int) -> Drawing:
    """Draw ten windows, one for each person in ten; so many of them are lit."""
    step, size = WIDTH / 10, 17.0
    marks = [
        Mark("s5" if place < lit else "s3", place * step, 1.5, size, size, round=2)
        for place in range(10)
    ]
    return Drawing("windows", title, WIDTH, BAR_HEIGHT, tuple(rounded(mark) for mark in marks))


def score(title: str, value: int, low: int | None, high: int | None) -> Drawing:
    """Draw a score from 0 to 100 as a dot on its pale range."""
    unit = WIDTH / 100
    marks = [
        Mark("axis", 0, 7.6, WIDTH, 0.8),
        *(Mark("axis", x - 0.4, 4.5, 0.8, 7) for x in (0.4, WIDTH / 2, WIDTH - 0.4)),
    ]
    if low is not None and high is not None:
        marks.append(Mark("range", low * unit, 1, (high - low) * unit, 14))
    marks.append(Mark("mark", min(max(value * unit - 3, 0), WIDTH - 6), 5, 6, 6, round=3))
    return Drawing("score", title, WIDTH, 16, tuple(rounded(mark) for mark in marks))


def change(title: str, reach: int, difference: int, low: int, high: int, *, clear: bool) -> Drawing:
    """Draw a change around its zero line; a bar from zero only when the change is clear."""
    unit, zero, height = WIDTH / (2 * reach), WIDTH / 2, 24.0
    dot = zero + difference * unit
    marks = [
        Mark("axis", 0, height / 2 - 0.6, WIDTH, 1.2),
        Mark("range", zero + low * unit, 3, (high - low) * unit, height - 6),
        Mark("ink", zero - 0.8, 0, 1.6, height),
    ]
    if clear:
        marks.append(Mark("mark", min(zero, dot), height / 2 - 1.8, abs(dot - zero), 3.6))
    marks.append(Mark("mark", dot - 4.5, height / 2 - 4.5, 9, 9, round=4.5))
    return Drawing("change", title, WIDTH, height, tuple(rounded(mark) for mark in marks))


def change_reach(ends: Iterable[int]) -> int:
    """Return how far a list of changes reaches to either side of zero, at least 15 points."""
    longest = max((abs(end) for end in ends), default=0)
    return max(15, 5 * -(-longest // 5) + 1)


def rounded(mark: Mark) -> Mark:
    """Keep two decimals: finer than any printer, and the same on every machine."""
    return Mark(
        mark.kind,
        round(mark.x, 2),
        round(mark.y, 2),
        round(max(mark.width, 0), 2),
        round(mark.height, 2),
        mark.round,
    )
