"""Exact least and greatest values over all worlds that a system admits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from survey.core.disclosure.attacker.parts import Answer, Part, Status
from survey.core.disclosure.attacker.scaling import Contradiction, Line, line_of, whole_terms
from survey.core.disclosure.attacker.system import System, Value
from survey.core.disclosure.attacker.tightening import Ranges, tighten

Sense = Literal["min", "max"]
Objective = Mapping[str, Fraction] | NDArray[np.int64]

# What the answers of several parts come to: the first of these that one of them has.
WORST: Final[tuple[Status, ...]] = ("infeasible", "undecided", "unbounded", "feasible", "optimal")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The proven range of a sum of unknowns; `None` is unbounded (or, if undecided, unknown)."""

    low: Fraction | None
    high: Fraction | None
    status: Literal["proven", "undecided"]


@dataclass(frozen=True, slots=True)
class Solved:
    """What one objective came to.

    "optimal": `point` is a world (verified exactly against every row) and `bound` its value.
    "feasible": a world, not proven to be the best one (a loose gap, or out of time).
    "unbounded": a world, and the objective has no best value. "infeasible": proven, no world.
    "undecided": neither. `bound` is proven: no world is beyond it; None if nothing is known.
    """

    point: dict[str, Value] | None
    value: Fraction | None
    bound: Fraction | None
    status: Status


class Prepared:
    """A system made ready for many objectives: scaled, tightened and taken apart once."""

    def __init__(self, system: System) -> None:
        self.names = tuple(variable.name for variable in system.variables)
        self._number = {name: j for j, name in enumerate(self.names)}
        whole = [variable.integer for variable in system.variables]
        self._ranges = Ranges([None] * len(whole), [None] * len(whole), whole)
        self._parts: list[Part] = []
        self._part_of: dict[int, tuple[int, int]] = {}
        self.contradictory = False
        try:
            self._take_apart(self._tightened(system))
        except Contradiction:
            self.contradictory = True
        self._worlds: dict[int, Answer] = {}

    def _tightened(self, system: System) -> list[Line]:
        for j, variable in enumerate(system.variables):
            if variable.lower is not None:
                self._ranges.raise_lower(j, variable.lower)
            if variable.upper is not None:
                self._ranges.reduce_upper(j, variable.upper)
        lines = []
        for row in system.rows:
            terms = {self._number[name]: Fraction(term) for name, term in row.terms.items()}
            line = line_of(terms, row.low, row.high, self._ranges.whole)
            if line is not None:
                lines.append(line)
        return tighten(self._ranges, lines)

    def _take_apart(self, lines: list[Line]) -> None:
        """Make a part of all unknowns that share lines, directly or through others."""
        leader = list(range(len(self.names)))

        def lead(j: int) -> int:
            while leader[j] != j:
                leader[j] = leader[leader[j]]
                j = leader[j]
            return j

        for line in lines:
            for j in line.columns[1:]:
                leader[lead(j)] = lead(line.columns[0])
        members: dict[int, list[int]] = {}
        for j in range(len(self.names)):
            if not self._ranges.fixed(j):
                members.setdefault(lead(j), []).append(j)
        own: dict[int, list[Line]] = {}
        for line in lines:
            own.setdefault(lead(line.columns[0]), []).append(line)
        for head, columns in members.items():
            local = {j: place for place, j in enumerate(columns)}
            for j, place in local.items():
                self._part_of[j] = len(self._parts), place
            ranges = Ranges(
                [self._ranges.lower[j] for j in columns],
                [self._ranges.upper[j] for j in columns],
                [self._ranges.whole[j] for j in columns],
            )
            moved = tuple(
                Line(tuple(local[j] for j in line.columns), line.weights, line.low, line.high)
                for line in own.get(head, ())
            )
            self._parts.append(Part(tuple(columns), moved, ranges))

    def solve(
        self, objective: Objective, *, sense: Sense, gap: float = 0.0, time_limit: float
    ) -> Solved:
        """Return the least ("min") or greatest ("max") value of an objective, and a world for it.

        objective: terms by name, or whole numbers in the order of `names`. gap: how far from the
        best the solver may stop, as a share; above 0 the answer is a world, seldom a proof.
        time_limit: seconds for each part.
        """
        if self.contradictory:
            return Solved(None, None, None, "infeasible")
        if isinstance(objective, np.ndarray):
            terms = {j: Fraction(int(objective[j])) for j in np.flatnonzero(objective).tolist()}
        else:
            terms = {self._number[name]: Fraction(term) for name, term in objective.items()}
        weights, factor = whole_terms(terms)
        if sense == "max":
            weights = {j: -weight for j, weight in weights.items()}
            factor = -factor
        known: Value = 0
        shares: dict[int, dict[int, int]] = {}
        for j, weight in weights.items():
            value = self._ranges.lower[j]
            if value is not None and self._ranges.fixed(j):
                known += weight * value
            else:
                number, place = self._part_of[j]
                shares.setdefault(number, {})[place] = weight
        answers = [
            part.minimise(shares[number], gap=gap, time_limit=time_limit)
            if number in shares
            else self._world(number, time_limit)
            for number, part in enumerate(self._parts)
        ]
        return self._joined(answers, known, factor)

    def _world(self, number: int, time_limit: float) -> Answer:
        """A point of a part that the objective does not touch; looked for once."""
        if number not in self._worlds:
            answer = self._parts[number].minimise({}, time_limit=time_limit)
            if answer.status == "undecided":
                return answer
            self._worlds[number] = answer
        return self._worlds[number]

    def _joined(self, answers: list[Answer], known: Value, factor: Fraction) -> Solved:
        statuses: list[Status] = ["optimal", *(answer.status for answer in answers)]
        status = min(statuses, key=WORST.index)
        bound: Fraction | None = Fraction(known)
        for answer in answers:
            bound = None if bound is None or answer.bound is None else bound + answer.bound
        bound = None if bound is None or status == "infeasible" else bound * factor
        if any(answer.point is None for answer in answers):
            return Solved(None, None, bound, status)
        point: dict[str, Value] = {}
        value = Fraction(known)
        for part, answer in zip(self._parts, answers, strict=True):
            value += answer.value or 0
            for j, x in zip(part.columns, answer.point or (), strict=True):
                point[self.names[j]] = x
        for j, name in enumerate(self.names):
            if j not in self._part_of:
                fixed = self._ranges.lower[j]
                point[name] = 0 if fixed is None else fixed
        point = {name: point[name] for name in self.names}
        return Solved(point, value * factor, bound, status)


def is_feasible(
    system: System, *, time_limit: float
) -> Literal["feasible", "infeasible", "undecided"]:
    """Say whether any world satisfies the system."""
    status = Prepared(system).solve({}, sense="min", time_limit=time_limit).status
    return status if status in ("infeasible", "undecided") else "feasible"


def bounds_of(system: System, terms: Mapping[str, Fraction], *, time_limit: float) -> Bounds:
    """Return the least and greatest value of a sum of unknowns over all worlds.

    Example: x + y = 3 with both from 0 gives 0 and 3 for x, proven.
    """
    prepared = Prepared(system)
    low = prepared.solve(terms, sense="min", time_limit=time_limit)
    high = prepared.solve(terms, sense="max", time_limit=time_limit)
    proven = all(one.status in ("optimal", "unbounded") for one in (low, high))
    return Bounds(low.bound, high.bound, "proven" if proven else "undecided")
