"""What a screen reader is told of a table's heads, mended before the PDF is written.

The PDF maker counts columns wrongly beside a cell that takes several rows, so that such cells
would be read out with the head of another column; it does not say of a head whether it is a row's
or a column's; and it writes no index of the heads' names, which the format asks for (ISO 32000-1,
14.7.2, IDTree). So all of this is found anew from the rows as they are tagged.

A table without any head only sets things side by side, as on letters: nobody is told of a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from typing import Any, Final

Tags = Mapping[bytes, Any]
"""By what refers to them."""

_COLUMN: Final = "/Column"
_ROW: Final = "/Row"


@dataclass(frozen=True, slots=True)
class _Row:
    """part: of the table, such as its head. starting: the cells that begin in it. cells: by column,
    those from rows above as well.
    """

    part: Any
    tag: Any
    starting: list[Any]
    cells: dict[int, Any]

    @property
    def has_data(self) -> bool:
        return any(cell["S"] == "/TD" for cell in self.cells.values())


def finish_tables(_document: object, pdf: Any) -> None:
    """Write what each cell belongs to, and the index of heads. pdf: laid out, not yet written."""
    import pydyf  # noqa: PLC0415  WeasyPrint is loaded where it is used

    things = {thing.reference: thing for thing in pdf.objects}
    named: dict[bytes, Any] = {}
    for table in pdf.objects:
        if isinstance(table, pydyf.Dictionary) and table.get("S") == "/Table":
            rows = _rows(table, things)
            named |= {head["ID"].data: head for head in _say_scopes(rows)}
            if not any(cell["S"] == "/TH" for row in rows for cell in row.starting):
                _tell_no_table(table, rows)
                continue
            for cell, heads in _heads_of_data(rows):
                cell["A"]["Headers"] = pydyf.Array(heads)
    if named:
        heads = [named[name] for name in sorted(named)]
        index = pydyf.Array([part for head in heads for part in (head["ID"], head.reference)])
        things[pdf.catalog["StructTreeRoot"]]["IDTree"] = pydyf.Dictionary({"Names": index})


def _rows(table: Any, things: Tags) -> list[_Row]:
    """Every row, its cells where HTML's own rules place them."""
    rows: list[_Row] = []
    below: dict[tuple[int, int], Any] = {}
    for part in _kids(table, things, "/THead", "/TBody", "/TFoot"):
        for tag in _kids(part, things, "/TR"):
            at = len(rows)
            row = _Row(part, tag, list(_kids(tag, things, "/TH", "/TD")), {})
            row.cells.update({column: cell for (line, column), cell in below.items() if line == at})
            column = 0
            for cell in row.starting:
                while column in row.cells:
                    column += 1
                for place in range(column, column + cell["A"].get("ColSpan", 1)):
                    row.cells[place] = cell
                    for line in range(at + 1, at + cell["A"].get("RowSpan", 1)):
                        below[line, place] = cell
            rows.append(row)
    return rows


def _tell_no_table(table: Any, rows: list[_Row]) -> None:
    for row in rows:
        for tag in (row.part, row.tag, *row.starting):
            tag["S"] = "/Div"
            tag.pop("A", None)
    table["S"] = "/Div"


def _kids(tag: Any, things: Tags, *kinds: str) -> Iterator[Any]:
    for reference in tag["K"]:
        kid = things.get(reference) if isinstance(reference, bytes) else None
        if kid is not None and kid.get("S") in kinds:
            yield kid


def _say_scopes(rows: list[_Row]) -> Iterator[Any]:
    """Say of every head what it belongs to, and return it. In a row of heads alone each is over
    what follows below it, in the head of the table as in the middle.
    """
    for row in rows:
        for cell in row.starting:
            if cell["S"] == "/TH":
                cell["A"]["Scope"] = _ROW if row.has_data else _COLUMN
                yield cell


def _heads_of_data(rows: list[_Row]) -> Iterator[tuple[Any, list[Any]]]:
    """Every cell of data, with the names of its heads: of its rows, then of its columns."""
    over: list[_Row] = []
    before: _Row | None = None
    for at, row in enumerate(rows):
        if before is None or row.part is not before.part:
            over = [above for above in over if above.part["S"] == "/THead"]
        if not row.has_data:
            over = [*_still_over(over, before), row]
        for cell in row.starting:
            if cell["S"] == "/TD":
                taken = rows[at : at + cell["A"].get("RowSpan", 1)]
                beside = [head for line in taken for head in _beside(cell, line)]
                yield cell, _names([*beside, *_above(cell, row, over)])
        before = row


def _still_over(over: list[_Row], before: _Row | None) -> list[_Row]:
    """What stays in force where heads follow: all of it after heads, the table's own after data."""
    if before is None or not before.has_data:
        return over
    return [row for row in over if row.part["S"] == "/THead"]


def _beside(cell: Any, row: _Row) -> list[Any]:
    """The heads that stand next to each other before a cell, other data between left out."""
    first = min(column for column, found in row.cells.items() if found is cell)
    before = [row.cells[column] for column in sorted(row.cells, reverse=True) if column < first]
    heads = dropwhile(lambda found: found["S"] != "/TH", before)
    return list(takewhile(lambda found: found["S"] == "/TH", heads))[::-1]


def _above(cell: Any, row: _Row, over: list[_Row]) -> list[Any]:
    columns = [column for column, found in row.cells.items() if found is cell]
    return [above.cells[column] for above in over for column in columns if column in above.cells]


def _names(heads: list[Any]) -> list[Any]:
    """Each name once, in its order."""
    return list({head.reference: head["ID"] for head in heads}.values())
