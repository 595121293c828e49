"""Narrower ranges of the unknowns, by exact arithmetic alone: what needs no solver to be certain.

Each line bounds each of its unknowns by what the others can make up for. From x + y = 3 and both at
least 0 follows x <= 3; from 0 <= x <= 1 and x >= 1 follows x = 1. What is determined is put into
the other lines, whose common divisors may then say more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from survey.core.disclosure.attacker.scaling import Contradiction, Line, line_of, merged
from survey.core.disclosure.attacker.system import Value

# Ranges can shrink by one for ever (x < y < x over large ranges): the solver decides those.
MAX_PASSES = 25
MAX_ROUNDS = 10


@dataclass(slots=True)
class Ranges:
    """The range of each unknown, by number; `None` is unbounded. whole[j]: only whole numbers."""

    lower: list[Value | None]
    upper: list[Value | None]
    whole: Sequence[bool]

    def raise_lower(self, j: int, value: Value) -> bool:
        """Note that x[j] >= value; say whether that is news. Raises Contradiction."""
        value = ceil(value) if self.whole[j] else value
        lower, upper = self.lower[j], self.upper[j]
        if lower is not None and value <= lower:
            return False
        if upper is not None and value > upper:
            raise Contradiction
        self.lower[j] = value
        return True

    def reduce_upper(self, j: int, value: Value) -> bool:
        """Note that x[j] <= value; say whether that is news. Raises Contradiction."""
        value = floor(value) if self.whole[j] else value
        lower, upper = self.lower[j], self.upper[j]
        if upper is not None and value >= upper:
            return False
        if lower is not None and value < lower:
            raise Contradiction
        self.upper[j] = value
        return True

    def fixed(self, j: int) -> bool:
        """Say whether only one value is left."""
        return self.lower[j] is not None and self.lower[j] == self.upper[j]


def tighten(ranges: Ranges, lines: Sequence[Line]) -> list[Line]:
    """Narrow the ranges in place; return the lines that still say something, over open unknowns.

    Raises Contradiction where it finds one; that it finds none proves nothing.
    """
    lines = merged(lines)
    for _ in range(MAX_ROUNDS):
        _propagate(ranges, lines)
        reduced = merged([line for old in lines if (line := _without_fixed(ranges, old))])
        if reduced == lines:
            break
        lines = reduced
    return [line for line in lines if not _says_nothing(ranges, line)]


def _propagate(ranges: Ranges, lines: Sequence[Line]) -> None:
    touching: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        for j in line.columns:
            touching.setdefault(j, []).append(number)
    due = set(range(len(lines)))
    for _ in range(MAX_PASSES):
        changed: set[int] = set()
        for number in sorted(due):
            changed.update(_narrowed_by(ranges, lines[number]))
        if not changed:
            return
        due = {number for j in changed for number in touching[j]}


def _narrowed_by(ranges: Ranges, line: Line) -> list[int]:
    """Narrow the unknowns of one line; return those whose range changed."""
    changed = []
    if line.high is not None:
        changed += _narrow_below(ranges, line, line.weights, line.high)
    if line.low is not None:
        changed += _narrow_below(ranges, line, [-weight for weight in line.weights], -line.low)
    return changed


def _narrow_below(ranges: Ranges, line: Line, weights: Sequence[int], high: Value) -> list[int]:
    """Use sum of weights * x <= high: each term is at most high minus the least of the others."""
    least, open_terms = least_total(ranges, line.columns, weights)
    if open_terms > 1:
        return []
    if open_terms == 0 and least > high:
        raise Contradiction
    changed = []
    for j, weight in zip(line.columns, weights, strict=True):
        # A continuous range could shrink for ever, by ever longer fractions: not worth it.
        if not ranges.whole[j] and len(line.columns) > 1:
            continue
        bound = ranges.lower[j] if weight > 0 else ranges.upper[j]
        if bound is None:
            others = least
        elif open_terms == 0:
            others = least - weight * bound
        else:
            continue
        if _limit(ranges, j, weight, high - others):
            changed.append(j)
    return changed


def _limit(ranges: Ranges, j: int, weight: int, room: Value) -> bool:
    """Note that weight * x[j] <= room; say whether that is news."""
    if weight > 0:
        above = room // weight if ranges.whole[j] else Fraction(room) / weight
        return ranges.reduce_upper(j, above)
    below = -(room // -weight) if ranges.whole[j] else Fraction(room) / weight
    return ranges.raise_lower(j, below)


def least_total(
    ranges: Ranges, columns: Sequence[int], weights: Sequence[int]
) -> tuple[Value, int]:
    """Return the least possible sum of the bounded terms, and how many terms have no bound."""
    least: Value = 0
    open_terms = 0
    for j, weight in zip(columns, weights, strict=True):
        bound = ranges.lower[j] if weight > 0 else ranges.upper[j]
        if bound is None:
            open_terms += 1
        else:
            least += weight * bound
    return least, open_terms


def _without_fixed(ranges: Ranges, line: Line) -> Line | None:
    """Put what is determined into the line; None if nothing is left to say."""
    if len(line.columns) == 1:  # the range itself says it now
        return None
    if not any(ranges.fixed(j) for j in line.columns):
        return line
    known: Value = 0
    terms: dict[int, Fraction] = {}
    for j, weight in zip(line.columns, line.weights, strict=True):
        value = ranges.lower[j]
        if value is not None and ranges.fixed(j):
            known += weight * value
        else:
            terms[j] = Fraction(weight)
    low = None if line.low is None else line.low - known
    high = None if line.high is None else line.high - known
    return line_of(terms, low, high, ranges.whole)


def _says_nothing(ranges: Ranges, line: Line) -> bool:
    """Say whether every point within the ranges satisfies the line."""
    if line.low is not None:
        least, open_terms = least_total(ranges, line.columns, line.weights)
        if open_terms or least < line.low:
            return False
    if line.high is not None:
        least, open_terms = least_total(ranges, line.columns, [-w for w in line.weights])
        if open_terms or -least > line.high:
            return False
    return True
