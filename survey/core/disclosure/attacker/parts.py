"""A part of a system that hangs together: answers suggested by the solver, then made certain.

A point counts only after exact verification, a bound only if it is exact (search.py) or the
solver's own for numbers that floating point carries safely. Where the two do not meet, the exact
search decides, and where that runs out of time nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Final, Literal

from survey.core.disclosure.attacker import rays
from survey.core.disclosure.attacker.deadline import Deadline
from survey.core.disclosure.attacker.duality import best_bound
from survey.core.disclosure.attacker.scaling import Line
from survey.core.disclosure.attacker.search import Point, Search, holds, is_small, relaxed
from survey.core.disclosure.attacker.solver import Floats, Model, Suggestion
from survey.core.disclosure.attacker.system import Value
from survey.core.disclosure.attacker.tightening import Ranges

Status = Literal["optimal", "feasible", "unbounded", "infeasible", "undecided"]

# HiGHS takes a line as satisfied when it is missed by 1e-6. Sums up to this size are computed in
# floating point with errors below 1e-6, so that no true world is mistaken for a false one.
STEADY_SUM: Final = 10**9
STEADY_WEIGHT: Final = 10**6
# The solver's bound on a whole-numbered objective is off by far less than this.
SLACK: Final = 1e-5
# Seconds for what is said after the time is out.
LAST_WORD: Final = 5.0
DENOMINATOR: Final = 10**6
# Points that are kept, the latest; looking through them costs far less than one more program.
MOST_MET: Final = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """The least value of an objective on a part.

    "optimal": `point` satisfies everything exactly and nothing is below its `value`. "feasible":
    the same, but perhaps something is. "unbounded": there is a point, and no least value.
    "infeasible": there is none. "undecided": none was found. No point has a value below `bound`;
    None if nothing is known. Without a time limit that was reached, all of it is repeatable.
    """

    status: Status
    point: Point | None = None
    value: Value | None = None
    bound: Value | None = None


class Part:
    """Unknowns that share lines. `columns` are their numbers in the system; lines count locally.

    Inside, unknowns are counted from an end of their range, so that large numbers with small
    differences are small numbers.
    """

    def __init__(self, columns: tuple[int, ...], lines: tuple[Line, ...], ranges: Ranges) -> None:
        self.columns = columns
        self._base = [
            low if low is not None else high if high is not None else 0
            for low, high in zip(ranges.lower, ranges.upper, strict=True)
        ]
        self._lines = tuple(_shifted(line, self._base) for line in lines)
        self._ranges = Ranges(
            [None if x is None else x - b for x, b in zip(ranges.lower, self._base, strict=True)],
            [None if x is None else x - b for x, b in zip(ranges.upper, self._base, strict=True)],
            ranges.whole,
        )
        self._model = Model(self._lines, self._ranges.lower, self._ranges.upper, ranges.whole)
        self._all_whole = all(ranges.whole)
        self._boxed = None not in self._ranges.lower and None not in self._ranges.upper
        # The largest size of each unknown; one without an end is judged by its lines' sides.
        self._reach: list[Value] = [
            _size(low, high)
            for low, high in zip(self._ranges.lower, self._ranges.upper, strict=True)
        ]
        self._steady = self._all_whole and all(self._is_steady(line) for line in self._lines)
        self._met: list[Point] = []

    def minimise(
        self, weights: Mapping[int, int], *, gap: float = 0.0, time_limit: float
    ) -> Answer:
        """Return the least value of sum of weights * x, by local numbers.

        gap: how far from the best the solver may stop, as a share of the value; above 0 nothing
        is done to prove the point to be the best.
        """
        if not self._lines:
            return self._moved(self._free(weights), weights)
        deadline = Deadline(time_limit)
        if time_limit <= 0:
            return Answer("undecided")
        if weights and not self._boxed and self._falls_for_ever(weights, deadline):
            return self._moved(self._unbounded(deadline), weights)
        known = self._known(weights, deadline) if weights and gap == 0 else None
        if known is not None:
            return self._moved(known, weights)
        trusted = self._steady and self._is_steady_objective(weights)
        if not trusted and is_small(self._lines, self._ranges):
            return self._moved(self._searched(None, weights, deadline), weights)
        said = self._model.minimise(weights, gap=gap, time_limit=deadline.left())
        point = None if said.point is None else self._verified(said.point)
        if point is not None:
            self._meet(point)
        if point is not None and gap > 0:
            answer = Answer("feasible", point, _value(weights, point))
        elif trusted:
            answer = self._believed(said, point, weights, deadline)
        else:
            answer = self._searched(point, weights, deadline)
        return self._moved(answer, weights)

    def _meet(self, point: Point) -> None:
        """Keep a verified point: it may be the best there is for objectives that come later."""
        self._met = [*self._met, point][-MOST_MET:]

    def _known(self, weights: Mapping[int, int], deadline: Deadline) -> Answer | None:
        """A point met before, where exact arithmetic proves that nothing is below it."""
        if not self._met:
            return None
        point = min(self._met, key=lambda one: _value(weights, one))
        value = _value(weights, point)
        ends = self._ranges.lower, self._ranges.upper
        bound = best_bound((), *ends, weights, ())
        if bound == value:
            return Answer("optimal", point, value, value)
        if not self._all_whole or is_small(self._lines, self._ranges):
            return None
        now = relaxed(self._lines, *ends, weights, self._model, deadline)
        if now.bound is None or ceil(now.bound) < value:
            return None
        return Answer("optimal", point, value, value)

    def _free(self, weights: Mapping[int, int]) -> Answer:
        """An unknown that no line speaks of: its range says it all."""
        point: list[Value] = []
        for j, (low, high) in enumerate(zip(self._ranges.lower, self._ranges.upper, strict=True)):
            best = high if weights.get(j, 0) < 0 else low
            if best is None and j in weights:
                return Answer("unbounded", (0,) * len(self._base))
            point.append(0 if best is None else best)
        value = _value(weights, point)
        return Answer("optimal", tuple(point), value, value)

    def _believed(
        self, said: Suggestion, point: Point | None, weights: Mapping[int, int], deadline: Deadline
    ) -> Answer:
        """For numbers of a safe size: the solver's word counts where it agrees with the point."""
        value = None if point is None else _value(weights, point)
        if said.outcome == "optimal" and value is not None and said.bound is not None:
            near_enough = self._boxed or _size(*(point or ())) <= STEADY_WEIGHT
            if ceil(said.bound - SLACK) == value and near_enough:
                return Answer("optimal", point, value, value)
        if said.outcome == "stopped":
            return self._stopped(point, value, weights)
        if said.outcome == "infeasible":
            if self._boxed:
                return Answer("infeasible")
            # Without ends, the numbers on the way may have been of any size.
            found = self._searched(None, weights, Deadline(min(deadline.left(), LAST_WORD)))
            return Answer("infeasible") if found.status == "undecided" else found
        return self._searched(point, weights, deadline)

    def _searched(
        self, point: Point | None, weights: Mapping[int, int], deadline: Deadline
    ) -> Answer:
        """The exact search's answer."""
        search = Search(self._lines, self._ranges, weights, self._model, deadline)
        found = search.run(point)
        if not found.complete:
            status: Status = "undecided" if found.point is None else "feasible"
            return Answer(status, found.point, found.value, found.bound)
        if found.point is None:
            return Answer("infeasible")
        return Answer("optimal", found.point, found.value, found.bound)

    def _stopped(
        self, point: Point | None, value: Value | None, weights: Mapping[int, int]
    ) -> Answer:
        """Out of time: say what one linear program proves, which is the same on every run."""
        ends = self._ranges.lower, self._ranges.upper
        now = relaxed(self._lines, *ends, weights, self._model, Deadline(LAST_WORD))
        if now.empty:
            return Answer("infeasible")
        bound = None if now.bound is None else ceil(now.bound)
        if value is not None and bound == value:
            return Answer("optimal", point, value, value)
        return Answer("undecided" if point is None else "feasible", point, value, bound)

    def _falls_for_ever(self, weights: Mapping[int, int], deadline: Deadline) -> bool:
        return rays.improving(self._lines, self._ranges, weights, deadline)

    def _unbounded(self, deadline: Deadline) -> Answer:
        """From any point, whole steps along a proven ray improve for ever: is there a point?"""
        at = self.minimise({}, time_limit=deadline.left())
        if at.point is None:
            return Answer(at.status)
        point = tuple(x - base for x, base in zip(at.point, self._base, strict=True))
        return Answer("unbounded", point)

    def _verified(self, suggested: Floats) -> Point | None:
        """Return a suggested point in exact numbers if it satisfies every line and range."""
        exact: list[Value] = [
            round(x) if whole else Fraction(x).limit_denominator(DENOMINATOR)
            for x, whole in zip(suggested.tolist(), self._ranges.whole, strict=True)
        ]
        return tuple(exact) if holds(self._lines, self._ranges, exact) else None

    def _is_steady(self, line: Line) -> bool:
        """Say whether floating point computes this line's sum well within the tolerance."""
        if _size(*line.weights) > STEADY_WEIGHT:
            return False
        pairs = zip(line.columns, line.weights, strict=True)
        reach = sum((abs(weight) * self._reach[j] for j, weight in pairs), Fraction(0))
        return _size(reach, line.low, line.high) <= STEADY_SUM

    def _is_steady_objective(self, weights: Mapping[int, int]) -> bool:
        terms = (abs(weight) * self._reach[j] for j, weight in weights.items())
        return sum(terms, Fraction(0)) <= STEADY_SUM

    def _moved(self, answer: Answer, weights: Mapping[int, int]) -> Answer:
        """Count the unknowns from 0 again."""
        offset = _value(weights, self._base)
        point = answer.point
        return Answer(
            answer.status,
            None
            if point is None
            else tuple(x + base for x, base in zip(point, self._base, strict=True)),
            None if answer.value is None else answer.value + offset,
            None if answer.bound is None else answer.bound + offset,
        )


def _shifted(line: Line, base: Sequence[Value]) -> Line:
    known = line.total(base)
    low = None if line.low is None else line.low - known
    high = None if line.high is None else line.high - known
    return Line(line.columns, line.weights, low, high)


def _value(weights: Mapping[int, int], point: Sequence[Value]) -> Value:
    return sum((weight * point[j] for j, weight in weights.items()), 0)


def _size(*values: Value | None) -> Value:
    """The largest of the values without their signs; 0 if there are none."""
    largest: Value = 0
    for value in values:
        if value is not None:
            largest = max(largest, value, -value)
    return largest
