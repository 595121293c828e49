"""What the figures say clearly enough to talk and decide about: one rule for every paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survey.reports.comparing import item_changes, levels_that
from survey.reports.extremes import extremes
from survey.reports.gaps import GapRow, widest_gaps
from survey.reports.missing import missing_groups
from survey.reports.questions import LeanRow
from survey.reports.reading import Cut, Gap, ReleaseDocument
from survey.reports.wording import Wording

WidestGap = tuple[Cut, Gap, GapRow]


@dataclass(frozen=True, slots=True)
class Grounds:
    """At most one of each; empty, or None, is what is not clear. Own questions are no ground.

    fallen: the levels that clearly fell. fell: where no level did, the question that clearly fell
    furthest. gap: the widest clear gap. lowest: the question with the fewest good answers, unless
    it is `fell`. missing: the groups with fewer answers than their share.
    """

    fallen: tuple[str, ...]
    fell: str
    gap: WidestGap | None
    lowest: str
    missing: tuple[str, ...]


def grounds_of(document: ReleaseDocument, wording: Wording, rows: Mapping[str, LeanRow]) -> Grounds:
    """Return what is clear in a release. rows: every question on a scale, by id."""
    fallen = levels_that(document, "clear_fall")
    fell = "" if fallen else _furthest_fall(document)
    return Grounds(
        fallen=fallen,
        fell=fell,
        gap=_widest_gap(document, wording),
        lowest=_lowest(document, rows, fell),
        missing=tuple(missing_groups(document, wording)),
    )


def _furthest_fall(document: ReleaseDocument) -> str:
    """The id of the question that clearly fell furthest; empty where nothing did."""
    fell = [
        change
        for change in item_changes(document).values()
        if change.verdict == "clear_fall" and not _is_own(document, change.id)
    ]
    return min(fell, key=lambda change: change.difference or 0).id if fell else ""


def _widest_gap(document: ReleaseDocument, wording: Wording) -> WidestGap | None:
    for found in widest_gaps(document, wording):
        if not _is_own(document, found[1].item):
            return found
    return None


def _lowest(document: ReleaseDocument, rows: Mapping[str, LeanRow], told: str) -> str:
    """The question with the fewest good answers, where that is certain and not `told` before."""
    named = extremes(document, {row.id for row in rows.values() if not row.own})
    return "" if named is None or named[1].id == told else named[1].id


def _is_own(document: ReleaseDocument, item_id: str) -> bool:
    item = document.item(item_id)
    return item is not None and item.own
