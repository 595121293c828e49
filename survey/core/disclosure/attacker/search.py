"""An exact search: branch and bound in which every branch that is left out is proven to be no loss.

For what floating point cannot be trusted with (large numbers, fractions of people) or has answered
inconsistently. A branch ends when exact tightening contradicts it, when exact weak duality or an
exact linear program shows that it holds nothing better, or when its best point is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from math import ceil, floor
from typing import Final

from survey.core.disclosure.attacker import simplex
from survey.core.disclosure.attacker.deadline import Deadline
from survey.core.disclosure.attacker.duality import best_bound
from survey.core.disclosure.attacker.scaling import Contradiction, Line, line_of
from survey.core.disclosure.attacker.solver import Model
from survey.core.disclosure.attacker.system import Value
from survey.core.disclosure.attacker.tightening import Ranges, tighten

# Unknowns times lines up to which exact linear programs take well under a second.
SMALL: Final = 1_500

Point = tuple[Value, ...]
Ends = Sequence[Value | None]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A branch when halves are allowed: proven empty, or a proven bound and where to look next.

    `exact`: `near` satisfies all lines and ranges, and the bound is its value.
    """

    empty: bool = False
    bound: Fraction | None = None
    near: tuple[Fraction, ...] | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The end of a search. complete: `point` is the best there is; None, and there is no point.

    Otherwise `point` is one that was met, if any, and no point has a value below `bound`.
    """

    complete: bool
    point: Point | None = None
    value: Value | None = None
    bound: Value | None = None


def relaxed(
    lines: Sequence[Line],
    lower: Ends,
    upper: Ends,
    weights: Mapping[int, int],
    model: Model,
    deadline: Deadline,
) -> Relaxed:
    """Return a proven bound on sum of weights * x over lines and ranges, whole or not.

    `model` holds the same lines. Out of time, or where no proof is found, the bound is None.
    """
    if (len(lines) + 1) * (len(lower) + 1) <= SMALL:
        return _exactly(lines, lower, upper, weights, deadline)
    said = model.relax(weights, lower, upper, time_limit=deadline.left())
    multipliers = [] if said.multipliers is None else said.multipliers.tolist()
    if said.outcome == "infeasible" and multipliers:
        excess = best_bound(lines, lower, upper, {}, multipliers)
        if excess is not None and excess > 0:
            return Relaxed(empty=True)
    if said.outcome == "optimal" and said.point is not None:
        bound = best_bound(lines, lower, upper, weights, multipliers)
        return Relaxed(bound=bound, near=tuple(Fraction(x) for x in said.point.tolist()))
    return Relaxed()


def is_small(lines: Sequence[Line], ranges: Ranges) -> bool:
    """Say whether exact linear programs over this are quick."""
    return (len(lines) + 1) * (len(ranges.whole) + 1) <= SMALL


def _exactly(
    lines: Sequence[Line],
    lower: Ends,
    upper: Ends,
    weights: Mapping[int, int],
    deadline: Deadline,
) -> Relaxed:
    vertex = simplex.least(lines, lower, upper, weights, deadline)
    if vertex.status == "optimal":
        return Relaxed(bound=vertex.value, near=vertex.point, exact=True)
    return Relaxed(empty=vertex.status == "infeasible")


class Search:
    """Branch and bound over one part, for one objective, best bound first."""

    def __init__(
        self,
        lines: Sequence[Line],
        ranges: Ranges,
        weights: Mapping[int, int],
        model: Model,
        deadline: Deadline,
    ) -> None:
        self._lines = lines
        self._root = ranges
        self._weights = weights
        self._model = model
        self._deadline = deadline
        # A sum of whole numbers is whole: its bounds may be rounded up.
        self._stepwise = all(ranges.whole[j] for j in weights)
        self._all_whole = all(ranges.whole)
        self._point: Point | None = None
        self._value: Value | None = None
        self._unsettled = False

    def run(self, known: Point | None = None) -> Found:
        """Search until the best point is proven or time is out. `known`: a verified point."""
        if known is not None:
            self._note(known)
        queue: list[tuple[bool, Value, int, Ends, Ends]] = []
        pushed = 0
        heappush(queue, (False, 0, pushed, self._root.lower, self._root.upper))
        while queue:
            bounded, bound, _, lower, upper = queue[0]
            if bounded and self._value is not None and bound >= self._value:
                break
            if self._deadline.passed() or self._unsettled:
                return Found(False, self._point, self._value, bound if bounded else None)
            heappop(queue)
            for proven, *ends in self._branches(lower, upper, bound if bounded else None):
                pushed += 1
                heappush(queue, (proven is not None, proven or 0, pushed, ends[0], ends[1]))
        if self._unsettled:
            return Found(False, self._point, self._value, None)
        return Found(True, self._point, self._value, self._value)

    def _branches(
        self, lower: Ends, upper: Ends, bound: Value | None
    ) -> Iterator[tuple[Value | None, Ends, Ends]]:
        """Settle a branch, or yield the two halves of it with the bound that holds in both."""
        ranges = Ranges(list(lower), list(upper), self._root.whole)
        try:
            tighten(ranges, [*self._lines, *self._better()])
        except Contradiction:
            return
        now = relaxed(
            self._lines, ranges.lower, ranges.upper, self._weights, self._model, self._deadline
        )
        if now.empty:
            return
        if now.bound is not None:
            proven = ceil(now.bound) if self._stepwise else now.bound
            bound = proven if bound is None else max(bound, proven)
        if bound is not None and self._value is not None and bound >= self._value:
            return
        if now.near is not None and self._settled_by(now.near, now.exact, ranges):
            return
        place = self._place(ranges, now.near)
        if place is None:
            self._settle(ranges)
            return
        j, at = place
        yield bound, ranges.lower, [*ranges.upper[:j], at, *ranges.upper[j + 1 :]]
        yield bound, [*ranges.lower[:j], at + 1, *ranges.lower[j + 1 :]], ranges.upper

    def _better(self) -> list[Line]:
        """The line that only better points satisfy."""
        if self._value is None or not self._stepwise:
            return []
        terms = {j: Fraction(weight) for j, weight in self._weights.items()}
        line = line_of(terms, None, self._value - 1, self._root.whole)
        return [] if line is None else [line]

    def _settled_by(self, near: Sequence[Fraction], exact: bool, ranges: Ranges) -> bool:
        """Note the whole point near the relaxed one; say whether it is the best of the branch."""
        whole = ranges.whole
        if exact and all(x.denominator == 1 for x, w in zip(near, whole, strict=True) if w):
            self._note(tuple(int(x) if w else x for x, w in zip(near, whole, strict=True)))
            return True
        if self._all_whole:
            point = tuple(round(x) for x in near)
            if holds(self._lines, self._root, point):
                self._note(point)
        return False

    def _place(self, ranges: Ranges, near: Sequence[Fraction] | None) -> tuple[int, int] | None:
        """Return where to divide: an unknown and the last whole number of its lower half."""
        open_ones = [j for j, whole in enumerate(ranges.whole) if whole and not ranges.fixed(j)]
        if not open_ones:
            return None
        if near is not None:
            j = max(open_ones, key=lambda j: (_off(near[j]), _width(ranges, j)))
            return j, _within(floor(near[j]), ranges, j)
        j = max(open_ones, key=lambda j: _width(ranges, j))
        lower, upper = ranges.lower[j], ranges.upper[j]
        if lower is not None and upper is not None:
            return j, _within(int((lower + upper) // 2), ranges, j)
        return j, _within(0, ranges, j)

    def _settle(self, ranges: Ranges) -> None:
        """All whole unknowns are determined: find the best for the others, exactly."""
        if self._all_whole:
            point = tuple(0 if x is None else int(x) for x in ranges.lower)
            if holds(self._lines, ranges, point):
                self._note(point)
            return
        vertex = simplex.least(
            self._lines, ranges.lower, ranges.upper, self._weights, self._deadline
        )
        if vertex.status == "optimal":
            whole = ranges.whole
            self._note(tuple(int(x) if w else x for x, w in zip(vertex.point, whole, strict=True)))
        elif vertex.status != "infeasible":
            self._unsettled = True

    def _note(self, point: Point) -> None:
        value: Value = sum((w * point[j] for j, w in self._weights.items()), 0)
        if self._value is None or value < self._value:
            self._point, self._value = point, value


def holds(lines: Sequence[Line], ranges: Ranges, point: Sequence[Value]) -> bool:
    """Say whether a point satisfies every line and range, exactly. Wholeness is the caller's."""
    for x, lower, upper in zip(point, ranges.lower, ranges.upper, strict=True):
        if (lower is not None and x < lower) or (upper is not None and x > upper):
            return False
    return all(line.holds(point) for line in lines)


def _off(x: Fraction) -> float:
    """How far from whole, 0 to 0.5; what floating point makes of a whole number counts as whole."""
    off = float(abs(x - round(x)))
    return off if off > 1e-7 else 0.0


def _width(ranges: Ranges, j: int) -> float:
    lower, upper = ranges.lower[j], ranges.upper[j]
    return float("inf") if lower is None or upper is None else float(upper - lower)


def _within(at: int, ranges: Ranges, j: int) -> int:
    """Move a dividing point into the range, so that both halves are smaller than the whole."""
    lower, upper = ranges.lower[j], ranges.upper[j]
    if upper is not None and at >= upper:
        at = int(upper) - 1
    if lower is not None and at < lower:
        at = int(lower)
    return at
