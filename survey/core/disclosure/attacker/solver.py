"""The one call of the solver: HiGHS through scipy, in floating point, believed in nothing.

What comes back is a suggestion. `parts.py` checks every point exactly and every bound for whether
floating point can be trusted with numbers of that size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

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


class Model:
    """A mixed-integer system in floating point, built once for many objectives."""

    def __init__(
        self, matrix: csc_array, low: Floats, high: Floats, ranges: Bounds, whole: Floats
    ) -> None:
        self._rows = [LinearConstraint(matrix, low, high)] if low.size else []
        self._ranges = ranges
        self._whole = whole

    def minimise(self, objective: Floats, *, gap: float, time_limit: float) -> Suggestion:
        """Look for the point with the least objective for at most `time_limit` seconds."""
        result: Any = milp(
            objective,
            integrality=self._whole,
            bounds=self._ranges,
            constraints=self._rows,
            options={"mip_rel_gap": gap, "time_limit": time_limit},
        )
        outcome = OUTCOMES.get(result.status, "failed")
        bound = result.mip_dual_bound if self._whole.any() else result.fun
        return Suggestion(
            outcome, result.x, float(bound) if bound is not None and np.isfinite(bound) else None
        )
