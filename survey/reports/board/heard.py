"""What was heard, in people, beside empty space for what the board decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.extremes import extremes
from survey.reports.questions import LeanRow
from survey.reports.reading import ReleaseDocument

MOST_LINES: Final = 4
"""So many lines stand on the page, filled or empty."""


News = Literal["good", "to_fix", "fall", "rise"]
"""The most and the fewest good answers of all questions, and what clearly changed."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that was heard: why it stands here, the question, and the answer in people.

    `id` is the question's.
    """

    id: str
    news: News
    why: str
    question: str
    people: str


def heard(document: ReleaseDocument, rows: Mapping[str, LeanRow]) -> tuple[Heard, ...]:
    """Return what clearly stands out or clearly changed; empty where nothing does.

    rows: every question on a scale, by id. Own questions are not set beside the bank's.
    """
    shown = {row.id: row for row in rows.values() if row.shown and not row.own}
    told: dict[str, Heard] = {}
    for item_id, news, why in _found(document, shown):
        row = shown[item_id]
        told.setdefault(item_id, Heard(item_id, news, why, row.question, row.people))
    return tuple(told.values())[:MOST_LINES]


def _found(
    document: ReleaseDocument, shown: Mapping[str, LeanRow]
) -> Iterator[tuple[str, News, str]]:
    """Yield question, news, and why it is told; a question may come twice."""
    named = extremes(document, shown)
    if named is not None:
        yield named[0].id, "good", _("What is going well")
        yield named[1].id, "to_fix", _("What needs work")
    changed: tuple[tuple[News, str], ...] = (("fall", "clear_fall"), ("rise", "clear_rise"))
    for news, kind in changed:
        for row in shown.values():
            if row.change and row.change.kind == kind:
                yield row.id, news, words.first_upper(row.change.verdict)
