"""Figures for programs: every cell of a release, shown as printed or withheld and empty.

The shown ones are those of all files for other programs (survey/reports/exports/rows.py), in the
same order. After them stand the cells that the release names without a figure, so that a program
need not guess which are missing. All of it is read from the release document.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from flask_babel import force_locale

from survey.core.spreadsheets import harmless
from survey.reports.exports.rows import EXPORT_COLUMNS, ExportRow, export_rows
from survey.reports.figures import OWN
from survey.reports.reading import Cut, CutItem, GroupFigures, ItemResult, ReleaseDocument
from survey.reports.wording import Wording
from survey.web.locales import LANGUAGES

STATE: Final = "state"
COLUMNS: Final = (*EXPORT_COLUMNS, STATE)
OPTION_KINDS: Final = frozenset({"choice", "several"})

State = Literal["shown", "hidden", "not_asked"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One row, and whether the release shows its figure."""

    row: ExportRow
    state: State


def release_cells(document: ReleaseDocument, tag: str) -> list[Cell]:
    """All rows of a release, with their names in one of its languages."""
    with force_locale(LANGUAGES[tag].locale):
        wording = Wording(document, tag)
        shown = [Cell(row, "shown") for row in export_rows(document, wording)]
        return [*shown, *_Withheld(document, wording).cells()]


def cells_json(cells: Collection[Cell]) -> list[dict[str, Any]]:
    """The rows as JSON objects: null where a row has none of something."""
    return [_cell_json(cell) for cell in cells]


def _cell_json(cell: Cell) -> dict[str, Any]:
    held = dict(zip(EXPORT_COLUMNS, cell.row.cells(), strict=True))
    told = {name: None if value == "" else value for name, value in held.items()}
    return {**told, "own": cell.row.own == OWN, STATE: cell.state}


def cells_csv(cells: Collection[Cell]) -> bytes:
    """The rows as CSV in UTF-8; no text of it is taken for a formula by a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for cell in cells:
        values = (*cell.row.cells(), cell.state)
        writer.writerow([harmless(one) if isinstance(one, str) else one for one in values])
    return text.getvalue().encode()


class _Withheld:
    """What a release names without a figure, each with the state that it says itself."""

    def __init__(self, document: ReleaseDocument, wording: Wording) -> None:
        self._document, self._wording = document, wording
        self._items = {item.id: item for item in document.items}

    def cells(self) -> Iterator[Cell]:
        for part, scores in (("level", self._document.levels), ("index", self._document.indices)):
            for score in scores:
                if not score.shown:
                    state: State = "not_asked" if score.state == "not_asked" else "hidden"
                    yield Cell(_row(part, score.id, self._score(part, score.id)), state)
        for item in self._document.items:
            row = self._question(item)
            if not item.shown:
                yield Cell(row, "hidden")
            yield from self._options(item, row, item.hidden_options)
        for cut in self._document.cuts:
            yield from self._cut(cut)

    def _cut(self, cut: Cut) -> Iterator[Cell]:
        for split in cut.items:
            item = self._items.get(split.id)
            if item is None:
                continue
            for group in cut.groups:
                name = f"{cut.id}:{group.id}"
                row = replace(
                    self._question(item), group=name, group_label=self._wording.group(cut, group)
                )
                figures = _figures_of(split, group.id)
                if figures is None:
                    yield Cell(row, "hidden")
                else:
                    yield from self._options(item, row, figures.hidden_options)

    def _options(self, item: ItemResult, row: ExportRow, hidden: Collection[str]) -> Iterator[Cell]:
        for value in hidden:
            label = self._wording.answer(item, value)
            yield Cell(replace(row, value=value, value_label=label), "hidden")

    def _question(self, item: ItemResult) -> ExportRow:
        part = "option" if item.kind in OPTION_KINDS else "band"
        own = OWN if item.own else ""
        return replace(_row(part, item.id, self._wording.question(item.id)), own=own)

    def _score(self, part: str, name: str) -> str:
        return self._wording.level(name) if part == "level" else self._wording.index(name)


def _figures_of(split: CutItem, group_id: str) -> GroupFigures | None:
    return split.groups.get(group_id) if split.shown else None


def _row(part: str, name: str, label: str) -> ExportRow:
    return ExportRow(
        part=part,
        id=name,
        label=label,
        group="",
        group_label="",
        value="",
        value_label="",
        open_end="",
        figure=None,
        low=None,
        high=None,
        certain_low=None,
        certain_high=None,
        smallest=None,
        waves=None,
        own="",
    )
