"""The calls of the solver: HiGHS through scipy, in floating point, believed in nothing.

What comes back is a suggestion. `parts.py` checks every point exactly and every bound for whether
floating point can be trusted with numbers of that size; `search.py` makes proofs of multipliers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import scipy
from numpy.typing import NDArray

from survey.core.disclosure.attacker.scaling import Line
from survey.core.disclosure.attacker.system import Value

Floats = NDArray[np.float64]
Outcome = Literal["optimal", "infeasible", "unbounded", "stopped", "failed"]

OUTCOMES: Final[dict[int, Outcome]] = {
    0: "optimal",
    1: "stopped",
    2: "infeasible",
    3: "unbounded",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the solver says: a point that it believes in, and a bound that it believes proven."""

    outcome: Outcome
    point: Floats | None
    bound: float | None


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What the solver says of the same system when halves of people are allowed.

    `multipliers`, one per line, are the material of a proof (duality.py): of the bound if the
    outcome is "optimal", of the contradiction if it is "infeasible".
    """

    outcome: Outcome
    point: Floats | None
    multipliers: Floats | None


class Model:
    """Lines and ranges in floating point, built once for many objectives."""

    def __init__(
        self,
        lines: Sequence[Line],
        lower: Sequence[Value | None],
        upper: Sequence[Value | None],
        whole: Sequence[bool],
    ) -> None:
        self._size = len(lower)
        self._matrix = _matrix(lines, self._size)
        self._low = floats([line.low for line in lines], -np.inf)
        self._high = floats([line.high for line in lines], np.inf)
        self._ranges = scipy.optimize.Bounds(floats(lower, -np.inf), floats(upper, np.inf))
        self._whole = np.array(whole, dtype=np.uint8)
        # For linprog, which takes a x <= side and a x = side: a line with two sides is two rows.
        self._lines_equal = np.flatnonzero(self._low == self._high)
        ends = np.flatnonzero((self._low < self._high) & np.isfinite(self._high))
        starts = np.flatnonzero((self._low < self._high) & np.isfinite(self._low))
        self._lines_above = np.concatenate([ends, starts])
        self._signs = np.concatenate([np.ones(len(ends)), -np.ones(len(starts))])
        self._inequalities = scipy.sparse.vstack(
            [self._matrix[ends], -self._matrix[starts]], format="csr"
        )
        self._inequality_sides = np.concatenate([self._high[ends], -self._low[starts]])
        self._equalities = self._matrix[self._lines_equal]
        self._equality_sides = self._low[self._lines_equal]
        self._rows = (
            [scipy.optimize.LinearConstraint(self._matrix, self._low, self._high)] if lines else []
        )

    def minimise(self, weights: Mapping[int, int], *, gap: float, time_limit: float) -> Suggestion:
        """Look for the point with the least sum of weights * x, for `time_limit` seconds."""
        result: Any = scipy.optimize.milp(
            self._objective(weights),
            integrality=self._whole,
            bounds=self._ranges,
            constraints=self._rows,
            options={"mip_rel_gap": gap, "time_limit": time_limit},
        )
        bound = result.mip_dual_bound if self._whole.any() else result.fun
        return Suggestion(
            OUTCOMES.get(result.status, "failed"),
            result.x,
            float(bound) if bound is not None and np.isfinite(bound) else None,
        )

    def relax(
        self,
        weights: Mapping[int, int],
        lower: Sequence[Value | None],
        upper: Sequence[Value | None],
        *,
        time_limit: float,
    ) -> Relaxation:
        """Minimise over these ranges, whole numbers or not, and say what a proof could be."""
        objective, ranges = self._objective(weights), _pairs(lower, upper)
        said = self._linear(objective, self._inequalities, self._equalities, ranges, time_limit)
        if said.outcome != "infeasible":
            return said
        # The least that the lines are missed by, in sum: its multipliers tell why it is not 0.
        above, equal = len(self._inequality_sides), len(self._equality_sides)
        sparse = scipy.sparse
        missed, one_each, each = above + 2 * equal, sparse.eye_array(above), sparse.eye_array(equal)
        none, none_each = sparse.csr_array((above, 2 * equal)), sparse.csr_array((equal, above))
        proof = self._linear(
            np.concatenate([np.zeros(self._size), np.ones(missed)]),
            sparse.hstack([self._inequalities, -one_each, none]),
            sparse.hstack([self._equalities, none_each, each, -each]),
            np.concatenate([ranges, np.tile([0.0, np.inf], (missed, 1))]),
            time_limit,
        )
        return Relaxation("infeasible", None, proof.multipliers)

    def _linear(
        self, objective: Floats, above: Any, equal: Any, ranges: Floats, time_limit: float
    ) -> Relaxation:
        result: Any = scipy.optimize.linprog(
            objective,
            A_ub=above if above.shape[0] else None,
            b_ub=self._inequality_sides if above.shape[0] else None,
            A_eq=equal if equal.shape[0] else None,
            b_eq=self._equality_sides if equal.shape[0] else None,
            bounds=ranges,
            method="highs",
            options={"time_limit": time_limit},
        )
        outcome = OUTCOMES.get(result.status, "failed")
        if outcome != "optimal":
            return Relaxation(outcome, None, None)
        multipliers = np.zeros(len(self._low))
        if above.shape[0]:
            np.add.at(multipliers, self._lines_above, self._signs * result.ineqlin.marginals)
        if equal.shape[0]:
            multipliers[self._lines_equal] = result.eqlin.marginals
        return Relaxation(outcome, result.x, multipliers)

    def _objective(self, weights: Mapping[int, int]) -> Floats:
        objective = np.zeros(self._size)
        for j, weight in weights.items():
            objective[j] = weight
        return objective


def _matrix(lines: Sequence[Line], size: int) -> scipy.sparse.csr_array:
    starts = np.cumsum([0, *(len(line.columns) for line in lines)])
    columns = np.array([j for line in lines for j in line.columns], dtype=np.int64)
    data = np.array([w for line in lines for w in line.weights], dtype=np.float64)
    return scipy.sparse.csr_array((data, columns, starts), shape=(len(lines), size))


def floats(values: Sequence[Value | None], missing: float) -> Floats:
    """Return the values in floating point, with `missing` for None."""
    return np.array([missing if value is None else float(value) for value in values], dtype=float)


def _pairs(lower: Sequence[Value | None], upper: Sequence[Value | None]) -> Floats:
    return np.column_stack([floats(lower, -np.inf), floats(upper, np.inf)])
