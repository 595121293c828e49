"""Every change since the earlier wave, in the families in which changes were judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.comparing import item_changes, level_changes, level_trends, trend_sentence
from survey.reports.full.intervals import items_test, levels_test
from survey.reports.levels import ChangeCell, change_cell, change_reach
from survey.reports.own_questions import group_name
from survey.reports.reading import CORE_LEVELS, Difference, ItemResult, ReleaseDocument
from survey.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One figure that was compared; `trend` is its verdict over three and more waves."""

    label: str
    code: str
    trend: str
    cell: ChangeCell


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Figures that were judged together, under a name, with a note of how."""

    label: str
    note: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes of a release, and what could not be compared."""

    since: str
    groups: tuple[ChangeGroup, ...]
    not_compared: tuple[str, ...]


def changes(document: ReleaseDocument, wording: Wording) -> Changes | None:
    """Return the changes; None where nothing is compared."""
    if document.change is None:
        return None
    levels, items = level_changes(document), item_changes(document)
    asked = [item for item in document.items if item.id in items]
    # Levels are points of a score, questions are shares: each has an axis of its own.
    reach = change_reach(items.values())
    groups = [
        _level_group(document, levels, wording),
        ChangeGroup(
            _("Questions: share of high answers"),
            items_test(document, own=False),
            _item_rows([item for item in asked if not item.own], items, reach, wording),
        ),
        ChangeGroup(
            group_name(),
            items_test(document, own=True),
            _item_rows([item for item in asked if item.own], items, reach, wording),
        ),
    ]
    return Changes(
        since=_(
            "Wave %(number)s, closed on %(day)s",
            number=words.number(document.change.since_number),
            day=words.day(document.change.since_closes_on),
        ),
        groups=tuple(group for group in groups if group.rows),
        not_compared=tuple(_not_compared(document, wording)),
    )


def _level_group(
    document: ReleaseDocument, found: Mapping[str, Difference], wording: Wording
) -> ChangeGroup:
    reach, trends = change_reach(found.values()), level_trends(document)
    rows = (
        ChangeRow(
            label=wording.level(level_id),
            code=level_id,
            trend=trend_sentence(trends.get(level_id)),
            cell=change_cell(found[level_id], reach),
        )
        for level_id in CORE_LEVELS
        if level_id in found
    )
    return ChangeGroup(_("Levels: score from 0 to 100"), levels_test(document), tuple(rows))


def _item_rows(
    items: Iterable[ItemResult], found: Mapping[str, Difference], reach: int, wording: Wording
) -> tuple[ChangeRow, ...]:
    return tuple(
        ChangeRow(wording.question(item.id), item.id, "", change_cell(found[item.id], reach))
        for item in items
    )


def _not_compared(document: ReleaseDocument, wording: Wording) -> Iterable[str]:
    """The shown figures without a change: asked in other words, with other answers, or not."""
    levels, items = level_changes(document), item_changes(document)
    for score in document.levels:
        if score.shown and score.id not in levels:
            yield wording.level(score.id)
    for item in document.items:
        if item.shown and item.bands and item.id not in items:
            yield wording.question(item.id)
