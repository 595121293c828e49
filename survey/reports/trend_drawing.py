"""The chart of a level over waves: a dot on its range for each, never joined, broken lines between.

People may differ from wave to wave, so nothing leads from one dot to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from survey.reports.breaks import Break
from survey.reports.drawings import Drawing, Mark, rounded

WIDTH: Final = 216.0
HEIGHT: Final = 33.0
DOT: Final = 3.4
BAND: Final = 5.0
INSET: Final = 3.0
HALF_WAY: Final = 50
FEWEST_POINTS: Final = 30
"""The axis spans at least so many points, so that a small change looks small."""


@dataclass(frozen=True, slots=True)
class Point:
    """A level in one wave: its score with its range. `before`: what breaks the line ahead of it.

    stands_for: "more" or "less" where the score is the last one that is printed.
    """

    score: int | None
    low: int | None
    high: int | None
    before: Break
    stands_for: str = ""


@dataclass(frozen=True, slots=True)
class TrendAxis:
    """The common axis of all levels: from `low` to `high` of 0 to 100, with 50 within."""

    low: int
    high: int

    def y(self, value: float) -> float:
        """Return how far from the top a value is drawn."""
        room = HEIGHT - 2 * INSET
        return INSET + room * (self.high - value) / (self.high - self.low)

    @classmethod
    def around(cls, points: Iterable[Point]) -> TrendAxis:
        """Return the axis that holds every point with its range, in tens."""
        ends = [end for one in points for end in (one.low, one.score, one.high) if end is not None]
        low = 10 * (min([HALF_WAY, *ends]) // 10)
        high = 10 * -(-max([HALF_WAY, *ends]) // 10)
        while high - low < FEWEST_POINTS:
            low, high = max(low - 10, 0), min(high + 10, 100)
        return cls(low, high)


def waves(title: str, axis: TrendAxis, points: Sequence[Point]) -> Drawing:
    """Draw one level over the waves; the last is the one that is reported."""
    column = WIDTH / len(points)
    marks = [*_lines(axis, points, column)]
    for place, point in enumerate(points):
        marks += _break(place * column, point.before)
        marks += _dot(axis, (place + 0.5) * column, point, now=place == len(points) - 1)
    return Drawing("waves", title, WIDTH, HEIGHT, tuple(rounded(mark) for mark in marks))


def _lines(axis: TrendAxis, points: Sequence[Point], column: float) -> Iterator[Mark]:
    """The thin line at 50, interrupted where figures cannot be compared."""
    starts = [place for place, point in enumerate(points) if not place or point.before == "other"]
    for start, end in zip(starts, [*starts[1:], len(points)], strict=True):
        width = (end - start) * column - 2 * INSET
        yield Mark("axis", start * column + INSET, axis.y(HALF_WAY) - 0.25, width, 0.5)


def _break(x: float, kind: Break) -> Iterator[Mark]:
    """A dashed line where the line breaks; a dotted one where something else may move figures."""
    if kind == "none":
        return
    step, length, width = (4.0, 2.4, 0.9) if kind == "other" else (3.0, 0.8, 0.8)
    y = 0.0
    while y + length <= HEIGHT:
        yield Mark("past", x - width / 2, y, width, length)
        y += step


def _dot(axis: TrendAxis, middle: float, point: Point, *, now: bool) -> Iterator[Mark]:
    if point.score is None:
        return
    if point.low is not None and point.high is not None:
        top = axis.y(point.high)
        yield Mark("range", middle - BAND / 2, top, BAND, max(axis.y(point.low) - top, 0.8))
    dot = Mark(
        "mark" if now else "past",
        middle - DOT / 2,
        axis.y(point.score) - DOT / 2,
        DOT,
        DOT,
        round=DOT / 2,
    )
    yield dot
