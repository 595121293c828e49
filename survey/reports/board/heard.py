"""What was heard, in people, beside empty space for what the board decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.extremes import extremes
from survey.reports.questions import LeanRow
from survey.reports.reading import ReleaseDocument

MOST_LINES: Final = 4
"""So many lines stand on the page, filled or empty."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that was heard: why it stands here, the question, and the answer in people."""

    why: str
    question: str
    people: str


def heard(document: ReleaseDocument, rows: Mapping[str, LeanRow]) -> tuple[Heard, ...]:
    """Return what clearly stands out or clearly changed; empty where nothing does.

    rows: every question on a scale, by id. Own questions are not set beside the bank's.
    """
    shown = {row.id: row for row in rows.values() if row.shown and not row.own}
    named = extremes(document, shown)
    good, to_fix = named if named is not None else (None, None)
    found = [(_("What is going well"), good.id)] if good else []
    found += [(_("What needs work"), to_fix.id)] if to_fix else []
    for kind in ("clear_fall", "clear_rise"):
        found += [
            (words.first_upper(row.change.verdict), row.id)
            for row in shown.values()
            if row.change and row.change.kind == kind
        ]
    told = {item_id: why for why, item_id in reversed(found)}
    ordered = dict.fromkeys(item_id for _why, item_id in found)
    return tuple(
        Heard(told[item_id], shown[item_id].question, shown[item_id].people)
        for item_id in list(ordered)[:MOST_LINES]
    )
