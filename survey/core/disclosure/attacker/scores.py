"""The printed scores: each is a mean over people, and so ties the items that it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from survey.core.analysis.tabulation import ScoreTable, Tabulation
from survey.core.disclosure.attacker.printed import Reading
from survey.core.disclosure.attacker.roster import Roster
from survey.core.disclosure.attacker.weights import Weighting

SHOWN = "shown"
HALF = 0.5
SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class PrintedScore:
    """A score of the property in whole points, and the items whose means it is made of."""

    items: tuple[str, ...]
    score: int
    table: ScoreTable
    weighted: bool

    def agrees(self, weighting: Weighting, roster: Roster) -> bool:
        """Whether the true mean prints as this: halves upward, a float may stray by a little."""
        weight = dict(zip(roster.atoms, weighting.weight.tolist(), strict=True))
        if not self.weighted:
            weight = dict.fromkeys(weight, 1)
        people = sum(weight[cell.atom] * cell.answered for cell in self.table.cells)
        total = fsum(weight[cell.atom] * cell.total for cell in self.table.cells)
        return bool(people > 0 and abs(total / people - self.score) <= HALF + SLACK)


def scores_of(readings: Sequence[Reading], truth: Tabulation) -> tuple[PrintedScore, ...]:
    """Every score that any of the documents prints; which items make an index is public."""
    found = []
    for reading in readings:
        for level in reading.document.get("levels") or ():
            table = next(
                (one for one in truth.scores if one.composite and one.level == level["id"]), None
            )
            if table is not None and level["state"] == SHOWN:
                found.append(PrintedScore(table.items, level["score"], table, reading.weighted))
        for index in reading.document.get("indices") or ():
            table = next(
                (one for one in truth.scores if not one.composite and one.id == index["id"]), None
            )
            if table is not None and index["state"] == SHOWN:
                found.append(PrintedScore(table.items, index["score"], table, reading.weighted))
    return tuple(found)
