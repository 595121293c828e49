"""The printed scores: each is a mean over people, and so ties the items that it is made of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, sqrt
from statistics import fmean
from typing import Any, Final

import scipy

from survey.core.analysis.tabulation import Atom, ScoreTable, Tabulation
from survey.core.disclosure.attacker.printed import Reading
from survey.core.disclosure.attacker.roster import Roster
from survey.core.disclosure.attacker.spreads import Room, room_said, spread_said
from survey.core.disclosure.attacker.units import Unit
from survey.core.disclosure.attacker.weights import Weighting

SHOWN: Final = "shown"
HALF: Final = Fraction(1, 2)
SLACK: Final = 1e-6
CLOSE: Final = 1e-9
BAND_PERCENT: Final = 90
TAIL: Final = 0.025
HIGHEST: Final = 100
STEP: Final = 5
TENTHS: Final = 10
TOGETHER: Final = 0.7
"""The correlation that the items of a score are said to be taken to have."""

FEW: Final = 30
"""Below this the spread is said to be the widest one that the printed score allows."""


@dataclass(frozen=True, slots=True)
class PrintedScore:
    """A score of the property in whole points, and the items whose means it is made of.

    ends: of its interval, None where there is none. frame: the adults that it took into account,
    None where it did not. band: whether it was made from the lower edge of the response band.
    spread: what the printed shares of its items allow, None where they are not all printed.
    outsiders: how many must fit into an open end of shares; what is closer to an end of the scale
    than these are prints as the last score. None in documents that print every score as it is.
    room: where its items leave room for them, None where none has an open upper end.
    blurred: whether the mean may be half a person off, as the shares beside it.
    stands_for: "more" or "less" where it is said to be the last score; None where nothing is said.
    """

    items: tuple[str, ...]
    score: int
    table: ScoreTable
    weighted: bool
    ends: tuple[int, int] | None = None
    frame: int | None = None
    band: bool = False
    spread: float | None = None
    outsiders: int | None = None
    room: Room | None = None
    blurred: bool = False
    stands_for: str | None = None

    def agrees(self, weighting: Weighting, roster: Roster) -> bool:
        """Whether the true mean prints as this: halves upward, a float may stray by a little."""
        people, total = self.sums(weighting, roster)
        if people <= 0:
            return False
        low, high = self.means(weighting, roster)
        return low - SLACK <= float(total / people) <= high + SLACK

    def means(self, weighting: Weighting, roster: Roster) -> tuple[Fraction, Fraction]:
        """From where to where a mean prints as this; short of the second, but at its very end."""
        # Shares of fewer people are half a person off at most, and the mean moves with them.
        reach = HALF + (Fraction(HIGHEST, 2 * self._base()) if self.blurred else 0)
        low, high = max(self.score - reach, Fraction(0)), min(self.score + reach, Fraction(HIGHEST))
        least, most = self._last(weighting, roster)
        if self.score == least:
            low = Fraction(0)
        if self.score == most:
            high = Fraction(HIGHEST)
        return low, high

    def _last(self, weighting: Weighting, roster: Roster) -> tuple[int, int]:
        """The lowest and the highest score that are printed: there is a limit where outsiders are
        asked for, at the edges or where the items leave no more room for them."""
        edge = self._edge(weighting, roster)
        if self.room is None or self.outsiders is None:
            return edge, HIGHEST - edge
        share = self.outsiders / (self._base() * self._lightness(weighting, roster))
        low = self.room.low_at + self.room.low_by * share
        high = self.room.high_at + self.room.high_by * share
        least = max(edge, ceil(low - 0.5 - CLOSE))
        most = min(HIGHEST - edge, floor(high + 0.5 + CLOSE))
        return min(least, HIGHEST - edge), max(most, edge)

    def _edge(self, weighting: Weighting, roster: Roster) -> int:
        """The last score from below: the smallest multiple of five with the outsiders inside.

        With weights also with all of them but one, were they the heaviest. 0 without an end.
        """
        if self.outsiders is None:
            return 0
        heaviest = (self.outsiders - 1) / self._lightness(weighting, roster)
        inside = HIGHEST * max(self.outsiders, heaviest) / self._base()
        return int((inside + CLOSE) // STEP) * STEP + STEP

    def sums(self, weighting: Weighting, roster: Roster) -> tuple[Fraction, Fraction]:
        """What all who have a score count for, and the sum of what their scores count for."""
        weight = self._weights(weighting, roster)
        cells = self.table.cells
        people = sum((weight[cell.atom] * cell.answered for cell in cells), Fraction(0))
        total = sum((weight[cell.atom] * Fraction(cell.total) for cell in cells), Fraction(0))
        return people, total

    def follows(self, weighting: Weighting, roster: Roster) -> bool:
        """Whether the interval, and that it is the last score, are what the printed score and the
        shares of its items make of it.

        Then it tells nothing. Another one was made from a finer mean or from the spread of scores,
        and the mean is then taken for known.
        """
        ends = dict(zip(("less", "more"), self._last(weighting, roster), strict=True))
        if self.stands_for is not None and self.score != ends[self.stands_for]:
            return False
        if self.ends is None:
            return True
        base = self._base()
        unseen = 1.0 if self.frame is None else 1 - base / self.frame
        if base < 2 or unseen < 0:
            return False
        spread = sqrt(self.score * (HIGHEST - self.score))
        if base >= FEW:
            if self.spread is None:
                return False
            spread = min(spread, self.spread)
        quantile = float(scipy.special.stdtrit(base - 1, 1 - TAIL))
        root = sqrt(unseen / (base * self._evenness(weighting, roster)))
        low, high = _ends(self.score, quantile * spread * root)
        edge = self._edge(weighting, roster)
        low, high = (
            0 if self.score == edge else low,
            HIGHEST if self.score == HIGHEST - edge else high,
        )
        return self.ends == (low, high)

    def _base(self) -> int:
        """How many have a score; from nine in ten on no more than that part of the adults."""
        if not self.band or self.frame is None:
            return self.table.answered
        return min(self.table.answered, ceil(self.frame * BAND_PERCENT / HIGHEST))

    def _weights(self, weighting: Weighting, roster: Roster) -> dict[Atom, Fraction]:
        if not self.weighted:
            return dict.fromkeys(roster.atoms, Fraction(1))
        return dict(zip(roster.atoms, map(Fraction, weighting.weight.tolist()), strict=True))

    def _lightness(self, weighting: Weighting, roster: Roster) -> float:
        """The mean weight of those who have a score as a share of the heaviest, in tenths."""
        weight = self._weights(weighting, roster)
        held = [(weight[cell.atom], cell.answered) for cell in self.table.cells if cell.answered]
        heaviest = max(one for one, _people in held)
        whole = sum(one * people for one, people in held)
        return floor(TENTHS * whole / heaviest / self.table.answered) / TENTHS

    def _evenness(self, weighting: Weighting, roster: Roster) -> float:
        """One over Kish's n sum w^2 / (sum w)^2, which is taken to one decimal, upward."""
        weight = self._weights(weighting, roster)
        held = [(weight[cell.atom], cell.answered) for cell in self.table.cells]
        whole = sum(one * people for one, people in held)
        squares = sum(one * one * people for one, people in held)
        effect = squares * self.table.answered / (whole * whole)
        return TENTHS / ceil(TENTHS * effect)


def _ends(score: int, reach: float) -> tuple[int, int]:
    """The ends of a reach about a printed score, outward and within the scale."""
    low, high = max(0.0, score - reach), min(float(HIGHEST), score + reach)
    return floor(low + CLOSE), ceil(high - CLOSE)


def scores_of(
    readings: Sequence[Reading],
    truth: Tabulation,
    outsiders: Sequence[int],
    units: Collection[Unit],
) -> tuple[PrintedScore, ...]:
    """Every score that any of the documents prints; which items make an index is public.

    outsiders: how many must be outside of any one answer of all, by document.
    """
    composites = {table.level: table for table in truth.scores if table.composite}
    indices = {table.id: table for table in truth.scores if not table.composite}
    spoken = {unit.item: unit for unit in units}
    return tuple(
        _read(reading, printed, table, needed, spoken)
        for reading, needed in zip(readings, outsiders, strict=True)
        for kind, tables in (("levels", composites), ("indices", indices))
        for printed in reading.document.get(kind) or ()
        if printed["state"] == SHOWN and (table := tables.get(printed["id"])) is not None
    )


def _read(
    reading: Reading,
    printed: Mapping[str, Any],
    table: ScoreTable,
    outsiders: int,
    units: Mapping[str, Unit],
) -> PrintedScore:
    low, high = printed.get("low"), printed.get("high")
    document = reading.document
    finite = document["response"].get("rate") is not None
    shown = {item["id"]: item for item in document["items"] if item["state"] == SHOWN}
    spread, room = None, None
    if all(item in shown and item in units for item in table.items):
        apart = fmean(spread_said(shown[item], units[item]) for item in table.items)
        spread = apart * sqrt(TOGETHER + (1 - TOGETHER) / len(table.items))
        room = room_said([shown[one] for one in table.items], [units[one] for one in table.items])
    return PrintedScore(
        items=table.items,
        score=printed["score"],
        table=table,
        weighted=reading.weighted,
        ends=None if low is None or high is None else (low, high),
        frame=document["property"]["adults"] if finite else None,
        band=reading.near_complete,
        spread=spread,
        outsiders=outsiders if reading.by_response else None,
        room=room,
        blurred=reading.is_blurred,
        stands_for=printed.get("stands_for"),
    )
