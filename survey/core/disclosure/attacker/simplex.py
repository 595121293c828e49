"""Linear programs solved exactly, in whole numbers, for small systems that floating point fails.

The least-index criss-cross method (Terlaky 1985): from any dictionary, pivot on the smallest index
that violates a sign, until none does; it ends, without phases and without cycling. The dictionary
is kept in whole numbers over one common denominator (Edmonds 1967; Avis 2000), so that nothing is
ever rounded. Slow where the solver is fast, and right where the solver guesses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from survey.core.disclosure.attacker.deadline import Deadline
from survey.core.disclosure.attacker.scaling import Line
from survey.core.disclosure.attacker.system import Value

Entries = NDArray[Any]  # of dtype object: Python's whole numbers, which have no largest


@dataclass(frozen=True, slots=True)
class Vertex:
    """What a linear program came to, exactly; `point` and `value` only if "optimal"."""

    status: Literal["optimal", "infeasible", "unbounded", "undecided"]
    point: tuple[Fraction, ...] = ()
    value: Fraction = Fraction(0)


def least(
    lines: Sequence[Line],
    lower: Sequence[Value | None],
    upper: Sequence[Value | None],
    weights: Mapping[int, int],
    deadline: Deadline,
) -> Vertex:
    """Return the least value of sum of weights * x, whole or not, over lines and ranges.

    Example: least x - y with x + y <= 3, x and y in 0..2: -2, at (0, 2).
    """
    form = _StandardForm(lower, upper)
    rows = [row for line in lines for row in form.rows_of(line)] + form.range_rows()
    costs = form.costs(weights)
    end, values = _criss_cross(rows, costs, form.size, deadline)
    if end == "dual infeasible":
        # Improving without end, if there is any point at all.
        end, values = _criss_cross(rows, [0] * form.size, form.size, deadline)
        return Vertex("unbounded" if end == "optimal" else _without_point(end))
    if end != "optimal":
        return Vertex(_without_point(end))
    point = form.point(values)
    return Vertex("optimal", point, sum((w * point[j] for j, w in weights.items()), Fraction(0)))


End = Literal["optimal", "infeasible", "dual infeasible", "undecided"]


def _without_point(end: End) -> Literal["infeasible", "undecided"]:
    return "infeasible" if end == "infeasible" else "undecided"


class _StandardForm:
    """The unknowns as differences from a bound: x = start + sum of sign * y, with every y >= 0."""

    def __init__(self, lower: Sequence[Value | None], upper: Sequence[Value | None]) -> None:
        self.start: list[Value] = []
        self.signs: list[tuple[tuple[int, int], ...]] = []  # per unknown: (y, sign)
        self.limits: list[tuple[int, Value]] = []  # y <= limit
        self.size = 0
        for low, high in zip(lower, upper, strict=True):
            y = self.size
            if low is not None:
                self.start.append(low)
                self.signs.append(((y, 1),))
                if high is not None:
                    self.limits.append((y, high - low))
            elif high is not None:
                self.start.append(high)
                self.signs.append(((y, -1),))
            else:
                self.start.append(0)
                self.signs.append(((y, 1), (y + 1, -1)))
            self.size += len(self.signs[-1])

    def rows_of(self, line: Line) -> list[list[int]]:
        """Return the line as rows [b, -a1, -a2, ...], each meaning b - a y >= 0."""
        used = [0] * self.size
        known: Value = 0
        for j, weight in zip(line.columns, line.weights, strict=True):
            known += weight * self.start[j]
            for y, sign in self.signs[j]:
                used[y] = sign * weight
        rows = []
        if line.high is not None:
            rows.append(_whole_row(line.high - known, [-weight for weight in used]))
        if line.low is not None:
            rows.append(_whole_row(known - line.low, used))
        return rows

    def range_rows(self) -> list[list[int]]:
        """Return the upper ends of the ranges as rows."""
        return [
            _whole_row(limit, [-int(other == y) for other in range(self.size)])
            for y, limit in self.limits
        ]

    def costs(self, weights: Mapping[int, int]) -> list[int]:
        """Return the objective's terms in the y."""
        costs = [0] * self.size
        for j, weight in weights.items():
            for y, sign in self.signs[j]:
                costs[y] = sign * weight
        return costs

    def point(self, values: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """Return the unknowns for given y."""
        return tuple(
            Fraction(start) + sum(sign * values[y] for y, sign in signs)
            for start, signs in zip(self.start, self.signs, strict=True)
        )


def _whole_row(constant: Value, terms: list[int]) -> list[int]:
    denominator = Fraction(constant).denominator
    return [int(constant * denominator), *(term * denominator for term in terms)]


def _criss_cross(
    rows: Sequence[Sequence[int]], costs: Sequence[int], size: int, deadline: Deadline
) -> tuple[End, tuple[Fraction, ...]]:
    """Minimise the costs over y >= 0 and rows >= 0; return how it ended and the y."""
    table: Entries = np.array([*rows, [0, *costs]], dtype=object).reshape(len(rows) + 1, size + 1)
    free = list(range(size))  # index of the unknown in each column; slacks come after the y
    basic = [size + i for i in range(len(rows))]
    scale = 1
    while True:
        column = min(
            (c for c in range(size) if table[-1, c + 1] < 0), key=free.__getitem__, default=None
        )
        row = min(
            (r for r in range(len(rows)) if table[r, 0] < 0), key=basic.__getitem__, default=None
        )
        if row is None and column is None:
            return "optimal", _read(table, basic, scale, size)
        if column is None or (row is not None and basic[row] < free[column]):
            able = [c for c in range(size) if table[row, c + 1] > 0]
            if not able:
                return "infeasible", ()
            column = min(able, key=free.__getitem__)
        else:
            blocking = [r for r in range(len(rows)) if table[r, column + 1] < 0]
            if not blocking:
                return "dual infeasible", ()
            row = min(blocking, key=basic.__getitem__)
        assert row is not None
        if deadline.passed():
            return "undecided", ()
        table, scale = _pivot(table, row, column + 1, scale)
        basic[row], free[column] = free[column], basic[row]


def _pivot(table: Entries, row: int, column: int, scale: int) -> tuple[Entries, int]:
    """Exchange the unknown of a row with that of a column; return the table and its scale."""
    pivot = table[row, column]
    across, down = table[row].copy(), table[:, column].copy()
    table = (table * pivot - np.multiply.outer(down, across)) // scale
    table[row] = -across
    table[:, column] = down
    table[row, column] = scale
    return (table, pivot) if pivot > 0 else (-table, -pivot)


def _read(table: Entries, basic: Sequence[int], scale: int, size: int) -> tuple[Fraction, ...]:
    values = [Fraction(0)] * size
    for r, index in enumerate(basic):
        if index < size:
            values[index] = Fraction(table[r, 0], scale)
    return tuple(values)
