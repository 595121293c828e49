"""The printed scores: each is a mean over people, and so ties the items that it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey.core.analysis.tabulation import ScoreTable, Tabulation
from survey.core.disclosure.attacker.printed import Reading

SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class PrintedScore:
    """A score of the property in whole points, and the items whose means it is made of."""

    items: tuple[str, ...]
    score: int
    table: ScoreTable
    weighted: bool


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
