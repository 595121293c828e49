"""Looking for worlds: whole answers by class and bin that agree with all that is known.

The unknowns are y[j, b], how many of class j are in bin b; whoever is in none has skipped. The
solver only suggests; every world is checked in whole numbers before it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import scipy
from numpy.typing import NDArray

from survey.core.disclosure.attacker.limits import OPEN, Limits
from survey.core.disclosure.attacker.roster import Ints
from survey.core.disclosure.attacker.weights import Weighting

LOOSE: Final = 0.2
"""A witness need not be the best one."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search came to: a world, or none; `proven` if there is none, or none better."""

    world: Ints | None
    proven: bool


class Search:
    """The rows for one number of bins, built once; items differ in their limits only.

    sizes: people by class. circles: 0/1 by circle and class. weighting: the counts of each of its
    layers are known by bin, and how many of each layer answered in every circle that has figures.
    """

    def __init__(self, sizes: Ints, circles: Ints, weighting: Weighting, bins: int) -> None:
        self._sizes = sizes
        self._bins = bins
        self._layers = weighting.layers
        # A circle's people in one layer: one row for each circle unless weights are used.
        self._crossed = (circles[:, None, :] * weighting.layers[None, :, :]).reshape(-1, sizes.size)
        one = np.ones((1, bins), dtype=np.int64)
        each = np.eye(bins, dtype=np.int64)
        blocks = [
            np.kron(np.eye(sizes.size, dtype=np.int64), one),
            np.kron(weighting.layers, each),
            np.kron(circles, each),
            np.kron(circles, one),
            np.kron(circles, 1 - each),
        ]
        if weighting.used:
            blocks += [np.kron(circles * weighting.weight, each), np.kron(self._crossed, one)]
        self._weighted = weighting.used
        self._matrix = scipy.sparse.csr_array(np.vstack(blocks))
        # The solver gets rows of a sensible size; the check is made with the whole numbers.
        scale = abs(self._matrix).max(axis=1).toarray().ravel()
        self._scale = np.maximum(scale, 1).astype(np.float64)
        self._scaled = scipy.sparse.csr_array(self._matrix.multiply(1 / self._scale[:, None]))
        self._upper = np.repeat(sizes, bins)

    def ranges(self, limits: Limits, truth: Ints) -> tuple[Ints, Ints]:
        """The low and high ends of all rows, with the layers' counts as they truly are."""
        totals = (self._layers @ truth).ravel()
        low = [np.zeros_like(self._sizes), totals, limits.inside_low.ravel()]
        low += [limits.answered_low, limits.outside_low.ravel()]
        high = [self._sizes, totals, limits.inside_high.ravel()]
        high += [limits.answered_high, limits.outside_high.ravel()]
        if self._weighted:
            layers = len(self._layers)
            known = self._crossed @ truth.sum(axis=1)
            fixed = np.repeat(limits.answered_low == limits.answered_high, layers)
            low += [limits.weighed_low.ravel(), np.where(fixed, known, 0)]
            high += [limits.weighed_high.ravel(), np.where(fixed, known, OPEN)]
        return np.concatenate(low), np.concatenate(high)

    def agrees(self, world: Ints, low: Ints, high: Ints) -> bool:
        """Whether a world keeps every row, in whole numbers."""
        if (world < 0).any():
            return False
        values = self._matrix @ world.ravel()
        return bool(((values >= low) & (values <= high)).all())

    def seek(
        self, low: Ints, high: Ints, objective: NDArray[np.float64], *, gap: float, seconds: float
    ) -> Sought:
        """A world with a small value of the objective (by class and bin), if there is any."""
        result: Any = scipy.optimize.milp(
            objective.ravel(),
            integrality=np.ones(self._upper.size),
            bounds=scipy.optimize.Bounds(0, self._upper),
            constraints=self._constraint(low, high),
            options={"mip_rel_gap": gap, "time_limit": seconds},
        )
        if result.x is None:
            return Sought(None, proven=result.status == 2)
        world = np.rint(result.x).astype(np.int64).reshape(-1, self._bins)
        if not self.agrees(world, low, high):
            return Sought(None, proven=False)
        return Sought(world, proven=result.status == 0 and gap == 0.0)

    def _constraint(self, low: Ints, high: Ints) -> scipy.optimize.LinearConstraint:
        told = (low > 0) | (high < OPEN)
        scale = self._scale[told]
        ends = np.where(high[told] < OPEN, high[told] / scale, np.inf)
        return scipy.optimize.LinearConstraint(self._scaled[told], low[told] / scale, ends)
