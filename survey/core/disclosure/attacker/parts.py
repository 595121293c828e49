"""A part of a system that hangs together, and its exact answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Literal

import numpy as np
from scipy.optimize import Bounds
from scipy.sparse import csc_array

from survey.core.disclosure.attacker.scaling import Line
from survey.core.disclosure.attacker.solver import Floats, Model
from survey.core.disclosure.attacker.system import Value
from survey.core.disclosure.attacker.tightening import Ranges

Status = Literal["optimal", "feasible", "unbounded", "infeasible", "undecided"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The least value of an objective on a part.

    "optimal": `point` satisfies everything exactly and `bound` is its value. "feasible": the same
    point, not proven to be the best. "unbounded": there is a point, and no least value.
    `bound` is proven: nothing is below; None if no bound is known.
    """

    status: Status
    point: tuple[Value, ...] | None = None
    value: Value | None = None
    bound: Value | None = None


@dataclass(slots=True)
class Part:
    """Unknowns that share lines. `columns` are their numbers in the system; lines count locally."""

    columns: tuple[int, ...]
    lines: tuple[Line, ...]
    ranges: Ranges
    model: Model = field(init=False)

    def __post_init__(self) -> None:
        entries = [
            (weight, row, j)
            for row, line in enumerate(self.lines)
            for j, weight in zip(line.columns, line.weights, strict=True)
        ]
        data, rows, columns = zip(*entries, strict=True) if entries else ((), (), ())
        matrix = csc_array(
            (np.array(data, dtype=float), (np.array(rows, int), np.array(columns, int))),
            shape=(len(self.lines), len(self.columns)),
        )
        self.model = Model(
            matrix,
            _floats([line.low for line in self.lines], -np.inf),
            _floats([line.high for line in self.lines], np.inf),
            Bounds(_floats(self.ranges.lower, -np.inf), _floats(self.ranges.upper, np.inf)),
            np.array(self.ranges.whole, dtype=float),
        )

    def minimise(self, weights: Mapping[int, int], *, gap: float, time_limit: float) -> Answer:
        """Return the least value of sum of weights * x."""
        objective = np.zeros(len(self.columns))
        for j, weight in weights.items():
            objective[j] = weight
        said = self.model.minimise(objective, gap=gap, time_limit=time_limit)
        if said.outcome == "infeasible":
            return Answer("infeasible")
        point = None if said.point is None else self.verified(said.point)
        if point is None:
            return Answer("undecided")
        value = sum((weight * point[j] for j, weight in weights.items()), 0)
        bound = None if said.bound is None else ceil(said.bound - 1e-6)
        return Answer("optimal" if bound == value else "feasible", point, value, bound)

    def verified(self, point: Floats) -> tuple[Value, ...] | None:
        """Return the point in exact numbers if it satisfies every line and range."""
        exact: list[Value] = [
            round(value) if whole else Fraction(value).limit_denominator(10**6)
            for value, whole in zip(point.tolist(), self.ranges.whole, strict=True)
        ]
        for value, lower, upper in zip(exact, self.ranges.lower, self.ranges.upper, strict=True):
            if (lower is not None and value < lower) or (upper is not None and value > upper):
                return None
        return tuple(exact) if all(line.holds(exact) for line in self.lines) else None


def _floats(values: Sequence[Value | None], missing: float) -> Floats:
    return np.array([missing if value is None else float(value) for value in values], dtype=float)
