"""Worlds that a reader cannot tell apart: whole numbers under linear rows, and what they agree on.

A part of the second auditor: nothing here is shared with survey.core.disclosure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

Name = tuple[Any, ...]
Terms = Mapping[Name, float]
Numbers = NDArray[np.float64]

SLACK = 1e-6
MOST_STEPS = 12_000
"""More pairs of moves, or exchanges, than this are sampled."""

INFEASIBLE = 2
"""What scipy.optimize.milp calls a system without a solution."""


@dataclass(frozen=True, slots=True)
class Row:
    """low <= sum of terms <= high, and where a reader has it from."""

    terms: Terms
    low: float
    high: float
    source: str


@dataclass
class System:
    """Whole numbers from nothing up, the rows between them, and the world as it really is."""

    upper: dict[Name, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    truth: dict[Name, int] = field(default_factory=dict)
    moves: list[Terms] = field(default_factory=list)
    exchanges: list[Iterable[Callable[[], Terms]]] = field(default_factory=list)

    def add(self, name: Name, upper: int, truth: int) -> None:
        """A new unknown."""
        self.upper[name] = upper
        self.truth[name] = truth

    def say(self, terms: Terms, low: float, high: float, source: str) -> None:
        """A new row."""
        self.rows.append(Row(terms, low, high, source))

    def value(self, terms: Terms) -> float:
        """What the terms really come to."""
        return sum(times * self.truth[name] for name, times in terms.items())

    def untrue(self) -> list[Row]:
        """The rows that the real world does not keep: a figure is wrong, or was misread."""
        return [row for row in self.rows if not row.low <= self.value(row.terms) <= row.high]

    @cached_property
    def solver(self) -> Solver:
        """The same as matrices; add no row after this."""
        return Solver(self)


class Solver:
    """The system as matrices: other worlds by small moves, and proven ends by HiGHS."""

    def __init__(self, system: System) -> None:
        self.names = {name: place for place, name in enumerate(system.upper)}
        self.upper = np.array(list(system.upper.values()), dtype=np.float64)
        self.truth = np.array([system.truth[name] for name in self.names], dtype=np.float64)
        self.matrix = self.vectors([row.terms for row in system.rows])
        self.low = np.array([row.low for row in system.rows])
        self.high = np.array([row.high for row in system.rows])
        self.moves = self.vectors(system.moves)
        self.exchanges = system.exchanges

    def vectors(self, many: Sequence[Terms]) -> Numbers:
        """Terms as rows of a matrix."""
        found = np.zeros((len(many), len(self.names)))
        for place, terms in enumerate(many):
            for name, times in terms.items():
                found[place, self.names[name]] += times
        return found

    def steps(self) -> Numbers:
        """One or two people answering otherwise, in every way, or in very many."""
        number = len(self.moves)
        first, second = np.triu_indices(number, 1)
        if len(first) > MOST_STEPS:
            draw = np.random.default_rng(number)
            first, second = draw.integers(0, number, (2, MOST_STEPS))
        return self._kept(np.vstack([self.moves, self.moves[first] + self.moves[second]]))

    def exchange_steps(self) -> Numbers:
        """People exchanging answers, so that printed sums of groups stay as they are."""
        exchanges = [exchange for made in self.exchanges for exchange in made]
        number = len(exchanges)
        if number > MOST_STEPS:
            chosen = np.random.default_rng(number).choice(number, MOST_STEPS, replace=False)
            exchanges = [exchanges[place] for place in chosen]
        return self._kept(self.vectors([exchange() for exchange in exchanges]))

    def _kept(self, steps: Numbers) -> Numbers:
        """A step that leaves a row of no width is never possible, whatever the world."""
        exact = self.low == self.high
        kept = ~np.any(steps @ self.matrix[exact].T, axis=1) & np.any(steps, axis=1)
        return np.asarray(steps[kept], dtype=np.float64)

    def possible(self, world: Numbers, steps: Numbers, effects: Numbers) -> NDArray[np.bool_]:
        """Which steps lead from a world to another one."""
        after = world + steps
        inside = np.all((after >= 0) & (after <= self.upper), axis=1)
        rows = self.matrix @ world + effects
        inside &= np.all((rows >= self.low - SLACK) & (rows <= self.high + SLACK), axis=1)
        return np.asarray(inside, dtype=np.bool_)

    def find(
        self, terms: Numbers, low: float, high: float, *, seconds: float
    ) -> Numbers | Literal["none", "undecided"]:
        """A world in which the terms come to something between low and high."""
        found = milp(
            np.zeros(len(terms)),
            integrality=np.ones(len(terms)),
            bounds=Bounds(np.zeros(len(terms)), self.upper),
            constraints=[
                LinearConstraint(self.matrix, self.low, self.high),
                LinearConstraint(terms, low, high),
            ],
            options={"time_limit": seconds},
        )
        if found.x is not None:
            world: Numbers = np.rint(found.x)
            if self.is_world(world) and low <= float(terms @ world) <= high:
                return world
        return "none" if found.status == INFEASIBLE else "undecided"

    def is_world(self, world: Numbers) -> bool:
        """Whether a vector keeps every row and bound."""
        rows = self.matrix @ world
        return bool(
            np.all((world >= 0) & (world <= self.upper))
            and np.all((rows >= self.low) & (rows <= self.high))
        )
