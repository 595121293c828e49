"""The released figures as a plain table (CSV), for whoever wants to go on with them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from survey.reports.reading import ReleaseDocument

COLUMNS: Final = ("part", "id", "group", "value", "figure", "low", "high")
"""part: level, index, band, point, option or change; figure: score, percent or points."""

Row = tuple[object, ...]


def figures_csv(document: ReleaseDocument) -> bytes:
    """Return every shown figure, one a row, in UTF-8; hidden ones are not in it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(document))
    return text.getvalue().encode()


def _rows(document: ReleaseDocument) -> Iterator[Row]:
    for part, scores in (("level", document.levels), ("index", document.indices)):
        for score in scores:
            if score.shown:
                yield (part, score.id, "", "", score.score, score.low, score.high)
    for item in document.items:
        if not item.shown:
            continue
        for band in item.bands:
            favorable = band.id == "favorable"
            low, high = (item.low, item.high) if favorable else ("", "")
            yield ("band", item.id, "", band.id, band.percent, low, high)
        for point in item.points:
            yield ("point", item.id, "", point.id, point.percent, "", "")
        for option in item.options:
            yield ("option", item.id, "", option.id, option.percent, "", "")
    yield from _group_rows(document)
    yield from _change_rows(document)


def _group_rows(document: ReleaseDocument) -> Iterator[Row]:
    for cut in document.cuts:
        for item in cut.items:
            if not item.shown:
                continue
            for group_id, figures in item.groups.items():
                name = f"{cut.id}:{group_id}"
                for band in figures.bands:
                    yield ("band", item.id, name, band.id, band.percent, "", "")
                for option in figures.options:
                    yield ("option", item.id, name, option.id, option.percent, "", "")


def _change_rows(document: ReleaseDocument) -> Iterator[Row]:
    if document.change is None:
        return
    for changes in (document.change.levels, document.change.items):
        for change in changes.values():
            figures = (change.difference, change.low, change.high)
            yield ("change", change.id, "", change.verdict, *figures)
