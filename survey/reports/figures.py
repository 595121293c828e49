"""The released figures as a plain table (CSV), for whoever wants to go on with them."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from typing import Final

from survey.reports.comparing import item_changes, level_changes, level_trends
from survey.reports.reading import ReleaseDocument, Score

COLUMNS: Final = (
    "part",
    "id",
    "group",
    "value",
    "figure",
    "low",
    "high",
    "certain_low",
    "certain_high",
    "smallest",
    "own",
)
"""What the columns hold; empty where a figure has none of it.

part: level, index, band, point, option, participation, gap, change or trend.
id: of the level, index, question or, for participation, breakdown. group: breakdown:group, for
figures of a group; of a clear gap the higher one. value: the band, answer or verdict; for
participation fewer, about or more; for a gap the lower group.
figure: a score from 0 to 100 (">=95" is 95 or more), a percent ("<10" is under ten), a change or
gap in points, or for a trend the number of waves. low, high: the 95 % range. certain_low,
certain_high: the ends if everyone who did not answer had answered lowest, or highest. smallest: the
smallest change, in points, that would have been called clear. own: "yes" for figures of a question
that the community added.
"""

OWN: Final = "yes"

Row = tuple[object, ...]


def figures_csv(document: ReleaseDocument) -> bytes:
    """Return every shown figure, one a row, in UTF-8; hidden ones are not in it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(figure_rows(document))
    return text.getvalue().encode()


def figure_rows(document: ReleaseDocument) -> Iterator[Row]:
    """Yield every shown figure in the order of COLUMNS."""
    own = {item.id for item in document.items if item.own}
    return (_filled(row, own) for row in _rows(document))


def _filled(row: Row, own: Collection[str]) -> Row:
    """The row with all its columns; the second one says whose figures these are."""
    return (*row, *[""] * (len(COLUMNS) - 1 - len(row)), OWN if row[1] in own else "")


def _rows(document: ReleaseDocument) -> Iterator[Row]:
    for part, scores in (("level", document.levels), ("index", document.indices)):
        for score in scores:
            if score.shown:
                ends = (score.low, score.high, score.certain_low, score.certain_high)
                yield (part, score.id, "", "", _score(score), *ends)
    for item in document.items:
        if not item.shown:
            continue
        for band in item.bands:
            ends = (item.low, item.high, item.certain_low, item.certain_high)
            favorable = band.id == "favorable"
            yield ("band", item.id, "", band.id, band.percent, *(ends if favorable else ()))
        for point in item.points:
            yield ("point", item.id, "", point.id, point.percent)
        for option in item.options:
            yield ("option", item.id, "", option.id, option.percent)
    yield from _group_rows(document)
    for told in document.response.participation:
        yield ("participation", told.cut, f"{told.cut}:{told.group}", told.share)
    yield from _gap_rows(document)
    yield from _change_rows(document)


def _score(score: Score) -> int | str | None:
    """A score, or ">=95" where it stands for all above it as well, "<=5" for all below."""
    signs = {"more": ">=", "less": "<="}
    return f"{signs[score.stands_for]}{score.score}" if score.stands_for else score.score


def _group_rows(document: ReleaseDocument) -> Iterator[Row]:
    for cut in document.cuts:
        for item in cut.items:
            if not item.shown:
                continue
            for group_id, figures in item.groups.items():
                name = f"{cut.id}:{group_id}"
                for band in figures.bands:
                    yield ("band", item.id, name, band.id, band.percent)
                for option in figures.options:
                    yield ("option", item.id, name, option.id, option.percent)


def _gap_rows(document: ReleaseDocument) -> Iterator[Row]:
    for cut, gaps in document.gaps.items():
        for gap in gaps.clear:
            groups = f"{cut}:{gap.higher}", f"{cut}:{gap.lower}"
            yield ("gap", gap.item, *groups, gap.difference, gap.low, gap.high)


def _change_rows(document: ReleaseDocument) -> Iterator[Row]:
    for changes in (level_changes(document), item_changes(document)):
        for change in changes.values():
            figures = (change.difference, change.low, change.high)
            yield ("change", change.id, "", change.verdict, *figures, "", "", change.smallest)
    for trend in level_trends(document).values():
        yield ("trend", trend.id, "", trend.verdict, trend.waves)
