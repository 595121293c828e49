"""What witnesses left open, decided by proven bounds of the exact system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from survey.core.disclosure.attacker.blame import Blame, blame_for
from survey.core.disclosure.attacker.bounds import Prepared, Sense
from survey.core.disclosure.attacker.case import Case
from survey.core.disclosure.attacker.findings import Finding, Kind
from survey.core.disclosure.attacker.roster import Ints
from survey.core.disclosure.attacker.targets import Ledger
from survey.core.disclosure.attacker.unit import Exhibit, system_for

MOST_WAYS = 30
"""How many ways for the masks to have come about are taken to a proof."""


@dataclass(slots=True)
class Proofs:
    """The exact systems of one unit: one for each way in which its masks may have come about."""

    case: Case
    exhibit: Exhibit
    ledger: Ledger
    _prepared: dict[int, Prepared] = field(default_factory=dict)

    def findings(self) -> Iterator[Finding]:
        """One finding for each set of cuts that gives something away."""
        blamed: set[tuple[str, ...]] = set()
        for row, column in np.argwhere(self.ledger.open):
            if not self.ledger.open[row, column]:
                continue
            place = self.exhibit.unit.protected[column]
            blame = blame_for(self.case, self.exhibit, int(row), place)
            if blame.cuts in blamed:
                continue
            kind = self._judge(int(row), int(column), place)
            if kind is not None:
                blamed.add(blame.cuts)
                yield self._finding(kind, blame)

    def alike(self, circle: int, place: int, outsiders: int) -> Kind | None:
        """Whether all of a circle but fewer than `outsiders` are surely in one bin."""
        others = np.zeros_like(self.exhibit.truth.answers)
        others[self.case.inside[circle] == 1] = 1
        others[:, place] = 0
        proven = len(self.exhibit.variants) <= MOST_WAYS
        for prepared in self._ways():
            solved = prepared.solve(others.ravel(), sense="max", time_limit=self.case.seconds)
            if solved.value is not None and solved.value >= outsiders:
                return None
            proven &= solved.status in ("optimal", "infeasible")
        return "homogeneous" if proven else "undecided"

    def _judge(self, row: int, column: int, place: int) -> Kind | None:
        """Close the target by worlds of the exact systems, or prove that there are none."""
        objective = np.zeros_like(self.exhibit.truth.answers)
        objective[:, place] = self.case.members[row]
        proven = self._push(objective, "min", row, column)
        if self.ledger.shared[row, column] and not proven:
            return "undecided"
        if self.ledger.open[row, column]:
            proven &= self._push(objective, "max", row, column)
        if not self.ledger.open[row, column]:
            return None
        if not proven:
            return "undecided"
        same = self.ledger.least[row, column] == self.ledger.most[row, column]
        return "exact" if same else "provable_share"

    def _push(self, objective: Ints, sense: Sense, row: int, column: int) -> bool:
        """Whether every way was taken to a proof; stops as soon as the target is closed."""
        proven = len(self.exhibit.variants) <= MOST_WAYS
        for prepared in self._ways():
            solved = prepared.solve(objective.ravel(), sense=sense, time_limit=self.case.seconds)
            if solved.point is not None:
                values = np.array([int(value) for value in solved.point.values()], dtype=np.int64)
                self.ledger.see(values.reshape(objective.shape))
            if not self.ledger.open[row, column]:
                return True
            proven &= solved.status in ("optimal", "infeasible")
        return proven

    def _ways(self) -> Iterator[Prepared]:
        for number, variant in enumerate(self.exhibit.variants[:MOST_WAYS]):
            if number not in self._prepared:
                # Figures of the property that a score ties to other items are taken as known.
                tied = self.case.is_tied(self.exhibit.unit.item)
                system = system_for(self.case, self.exhibit, variant, strict=tied)
                self._prepared[number] = Prepared(system)
            yield self._prepared[number]

    def _finding(self, kind: Kind, blame: Blame) -> Finding:
        return Finding(kind, self.exhibit.unit.item, blame.cuts, blame.groups)
