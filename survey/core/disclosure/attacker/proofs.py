"""What witnesses left open, decided by proven bounds of the exact system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from survey.core.disclosure.attacker.blame import Blame, blame_for
from survey.core.disclosure.attacker.bounds import Prepared
from survey.core.disclosure.attacker.case import Case
from survey.core.disclosure.attacker.findings import Finding, Kind
from survey.core.disclosure.attacker.masks import Variant
from survey.core.disclosure.attacker.roster import Flags
from survey.core.disclosure.attacker.rows import Terms, people_in
from survey.core.disclosure.attacker.system import Row, System, Value
from survey.core.disclosure.attacker.systems import Knowledge, knowledge_of, system_for
from survey.core.disclosure.attacker.targets import Ledger
from survey.core.disclosure.attacker.unit import Exhibit

MOST_WAYS = 30
"""How many ways for the masks to have come about are taken to a proof."""


@dataclass(slots=True)
class Proofs:
    """The exact systems of one unit: one for each way in which its masks may have come about."""

    case: Case
    exhibit: Exhibit
    ledger: Ledger
    _systems: dict[tuple[Variant, Knowledge], System] = field(default_factory=dict)

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

    def alike(self, members: Flags, place: int, outsiders: int) -> Kind | None:
        """Whether all of these classes but fewer than `outsiders` people are surely in one bin."""
        others = np.zeros_like(self.exhibit.truth.answers)
        others[members] = 1
        others[:, place] = 0
        proven = len(self.exhibit.variants) <= MOST_WAYS
        for prepared in self._ways():
            solved = prepared.solve(others.ravel(), sense="max", time_limit=self.case.seconds)
            if solved.value is not None and solved.value >= outsiders:
                return None
            proven &= solved.status in ("optimal", "infeasible")
        return "homogeneous" if proven else "undecided"

    def _judge(self, row: int, column: int, place: int) -> Kind | None:
        """Close the target by a world of the exact systems, or prove that there is none.

        Asking for any world with less than half of the target in the bin, instead of the one with
        the least, is what makes this fast.
        """
        terms = people_in(self.case.members[row] == 1, [place])
        count = int(self.ledger.truth[row, column])
        people = int(self.case.people[row])
        if self.ledger.shared[row, column]:
            few = Row(terms, None, Fraction((people - 1) // 2), "half")
            if not self._is_ruled_out(few):
                return "undecided"
            if self.ledger.shared[row, column]:
                return self._exact_or_shared(terms, count, row, column)
        if not self.ledger.open[row, column]:
            return None
        return self._exact_or_shared(terms, count, row, column)

    def _exact_or_shared(self, terms: Terms, count: int, row: int, column: int) -> Kind | None:
        """Whether another count than the true one is possible."""
        proven = True
        for other in (
            Row(terms, None, Fraction(count - 1), "fewer"),
            Row(terms, Fraction(count + 1), None, "more"),
        ):
            if self.ledger.least[row, column] == self.ledger.most[row, column]:
                proven &= self._is_ruled_out(other)
        if not self.ledger.open[row, column]:
            return None
        if self.ledger.least[row, column] < self.ledger.most[row, column]:
            return "provable_share"
        return "exact" if proven else "undecided"

    def _is_ruled_out(self, row: Row) -> bool:
        """Whether there is certainly no world with this row, or else one has been seen.

        False only where the time was not enough.
        """
        *firsts, last = knowledge_of(self.case, self.exhibit.unit)
        for knowledge in firsts:
            if self._is_met(row, knowledge)[0]:
                return True
        met, proven = self._is_met(row, last)
        return met or proven

    def _is_met(self, row: Row, knowledge: Knowledge) -> tuple[bool, bool]:
        """Whether a world with this row was seen, and whether there surely is none."""
        proven = len(self.exhibit.variants) <= MOST_WAYS
        for variant in self.exhibit.variants[:MOST_WAYS]:
            system = self._system(variant, knowledge)
            prepared = Prepared(System(system.variables, (*system.rows, row)))
            solved = prepared.solve({}, sense="min", time_limit=self.case.seconds)
            if solved.point is not None:
                self._see(solved.point)
                return True, False
            proven &= solved.status == "infeasible"
        return False, proven

    def _see(self, point: Mapping[str, Value]) -> None:
        shape = self.exhibit.truth.answers.shape
        values = [int(value) for value in list(point.values())[: shape[0] * shape[1]]]
        self.ledger.see(np.array(values, dtype=np.int64).reshape(shape))

    def _ways(self) -> Iterator[Prepared]:
        last = knowledge_of(self.case, self.exhibit.unit)[-1]
        for variant in self.exhibit.variants[:MOST_WAYS]:
            yield Prepared(self._system(variant, last))

    def _system(self, variant: Variant, knowledge: Knowledge) -> System:
        key = variant, knowledge
        if key not in self._systems:
            self._systems[key] = system_for(self.case, self.exhibit, variant, knowledge)
        return self._systems[key]

    def _finding(self, kind: Kind, blame: Blame) -> Finding:
        return Finding(kind, self.exhibit.unit.item, blame.cuts, blame.groups)
