"""Which questions stand on the board's one page of them, and which facts in its method box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from survey.reports import words
from survey.reports.comparing import item_changes
from survey.reports.levels import ChangeCell, LevelRow
from survey.reports.method import method_facts
from survey.reports.precision import Fact
from survey.reports.questions import LeanRow, LevelGroup
from survey.reports.reading import CORE_LEVELS, ReleaseDocument
from survey.reports.wording import Wording

MOST_QUESTIONS: Final = 12
"""So many fit on one page in every language."""


def chosen_groups(
    document: ReleaseDocument, groups: Sequence[LevelGroup]
) -> tuple[list[LevelGroup], int]:
    """Return the questions that are printed, and how many are not.

    All of a short survey. Of a long one those that make the levels' scores, then those that
    clearly changed, then the others in their order, until the page is full.
    """
    rows = [row for group in groups for row in group.rows]
    kept = set(_by_weight(document, rows)[:MOST_QUESTIONS])
    chosen = [
        replace(group, rows=tuple(_short(row) for row in group.rows if row.id in kept))
        for group in groups
    ]
    lists = sum(item.id not in {row.id for row in rows} for item in document.items)
    return [group for group in chosen if group.rows], len(rows) - len(kept) + lists


def _by_weight(document: ReleaseDocument, rows: Sequence[LeanRow]) -> list[str]:
    scored = [
        item_id
        for level_id in CORE_LEVELS
        if (score := document.level(level_id)) is not None
        for item_id in score.items
    ]
    verdicts = {item_id: change.verdict for item_id, change in item_changes(document).items()}
    changed = [row.id for row in rows if verdicts.get(row.id) in {"clear_rise", "clear_fall"}]
    every = [row.id for row in rows]
    return list(
        dict.fromkeys(item_id for item_id in [*scored, *changed, *every] if item_id in every)
    )


def _short(row: LeanRow) -> LeanRow:
    """Leave out the smallest clear change: the note below the table has it for all."""
    return replace(row, change=_shorter(row.change))


def short_levels(rows: Sequence[LevelRow]) -> list[LevelRow]:
    """Leave out what the note below the table has for all, and what the chart of waves tells."""
    return [replace(row, change=_shorter(row.change), trend="") for row in rows]


def _shorter(change: ChangeCell | None) -> ChangeCell | None:
    return replace(change, clear_from="") if change else None


def left_out_sentence(count: int) -> str:
    """Say how many questions are printed in the summary only; empty for none."""
    if not count:
        return ""
    return ngettext(
        "%(count)s more question stands in the summary of the results.",
        "%(count)s more questions stand in the summary of the results.",
        count,
        count=words.number(count),
    )


def short_method(document: ReleaseDocument, wording: Wording) -> list[Fact]:
    """Return what a board needs to judge the figures; the summary has all of it."""
    needed = set(_needed())
    if document.wave.extended_from or document.wave.closed_on:
        needed.add(_("When"))
    return [fact for fact in method_facts(document, wording) if fact.name in needed]


def _needed() -> Iterator[str]:
    yield _("Who was asked")
    yield _("How")
    yield _("Paper typed twice")
    yield _("Response")
    yield _("Who ran it")
    yield _("Not asked")
    yield _("Weights")
    yield _("If the others had answered")
    yield _("Smallest group shown")
