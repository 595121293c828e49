"""The printed scores: each is a mean over people, and so ties the items that it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, sqrt
from typing import Any, Final

import scipy

from survey.core.analysis.tabulation import Atom, ScoreTable, Tabulation
from survey.core.disclosure.attacker.printed import Reading
from survey.core.disclosure.attacker.roster import Roster
from survey.core.disclosure.attacker.weights import Weighting

SHOWN: Final = "shown"
HALF: Final = 0.5
SLACK: Final = 1e-6
CLOSE: Final = 1e-9
BAND_PERCENT: Final = 90
TAIL: Final = 0.025
HIGHEST: Final = 100
SPREADS: Final = tuple(range(5, 55, 5))
"""In such steps the spread of scores is said to be taken."""

FEW: Final = 30
"""Below this the spread is said to be the widest one that the printed score allows."""


@dataclass(frozen=True, slots=True)
class PrintedScore:
    """A score of the property in whole points, and the items whose means it is made of.

    ends: of its interval, None where there is none. frame: the adults that it took into account,
    None where it did not. band: whether it was made from the lower edge of the response band.
    """

    items: tuple[str, ...]
    score: int
    table: ScoreTable
    weighted: bool
    ends: tuple[int, int] | None = None
    frame: int | None = None
    band: bool = False

    def agrees(self, weighting: Weighting, roster: Roster) -> bool:
        """Whether the true mean prints as this: halves upward, a float may stray by a little."""
        people, total = self.sums(weighting, roster)
        return bool(people > 0 and abs(float(total / people) - self.score) <= HALF + SLACK)

    def sums(self, weighting: Weighting, roster: Roster) -> tuple[Fraction, Fraction]:
        """What all who have a score count for, and the sum of what their scores count for."""
        weight = self._weights(weighting, roster)
        cells = self.table.cells
        people = sum((weight[cell.atom] * cell.answered for cell in cells), Fraction(0))
        total = sum((weight[cell.atom] * Fraction(cell.total) for cell in cells), Fraction(0))
        return people, total

    def follows(self, weighting: Weighting, roster: Roster) -> bool:
        """Whether the interval is what the printed score and a spread in steps make of it.

        Then it tells that step, and of the mean no more than the score does. Another one was made
        from a finer mean, which is then taken for known.
        """
        if self.ends is None:
            return True
        base = self.table.answered
        if self.band and self.frame is not None:
            base = min(base, ceil(self.frame * BAND_PERCENT / HIGHEST))
        unseen = 1.0 if self.frame is None else 1 - base / self.frame
        if base < 2 or unseen < 0:
            return False
        spreads = SPREADS if base >= FEW else (sqrt(self.score * (HIGHEST - self.score)),)
        quantile = float(scipy.special.stdtrit(base - 1, 1 - TAIL))
        root = sqrt(unseen / (base * self._evenness(weighting, roster)))
        return any(self.ends == _ends(self.score, quantile * one * root) for one in spreads)

    def _weights(self, weighting: Weighting, roster: Roster) -> dict[Atom, Fraction]:
        if not self.weighted:
            return dict.fromkeys(roster.atoms, Fraction(1))
        return dict(zip(roster.atoms, map(Fraction, weighting.weight.tolist()), strict=True))

    def _evenness(self, weighting: Weighting, roster: Roster) -> float:
        """(sum w)^2 / (n sum w^2), Kish's effective share of the answers."""
        weight = self._weights(weighting, roster)
        held = [(weight[cell.atom], cell.answered) for cell in self.table.cells]
        whole = sum(one * people for one, people in held)
        squares = sum(one * one * people for one, people in held)
        return float(whole * whole / squares / self.table.answered)


def _ends(score: int, reach: float) -> tuple[int, int]:
    """The ends of a reach about a printed score, outward and within the scale."""
    low, high = max(0.0, score - reach), min(float(HIGHEST), score + reach)
    return floor(low + CLOSE), ceil(high - CLOSE)


def scores_of(readings: Sequence[Reading], truth: Tabulation) -> tuple[PrintedScore, ...]:
    """Every score that any of the documents prints; which items make an index is public."""
    composites = {table.level: table for table in truth.scores if table.composite}
    indices = {table.id: table for table in truth.scores if not table.composite}
    return tuple(
        _read(reading, printed, table)
        for reading in readings
        for kind, tables in (("levels", composites), ("indices", indices))
        for printed in reading.document.get(kind) or ()
        if printed["state"] == SHOWN and (table := tables.get(printed["id"])) is not None
    )


def _read(reading: Reading, printed: Mapping[str, Any], table: ScoreTable) -> PrintedScore:
    low, high = printed.get("low"), printed.get("high")
    document = reading.document
    finite = document["response"].get("rate") is not None
    return PrintedScore(
        items=table.items,
        score=printed["score"],
        table=table,
        weighted=reading.weighted,
        ends=None if low is None or high is None else (low, high),
        frame=document["property"]["adults"] if finite else None,
        band=reading.near_complete,
    )
