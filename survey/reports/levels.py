"""The levels of a release as rows: name, score with range, change, and one figure in people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from survey.reports import drawings, words
from survey.reports.comparing import level_changes, level_trends, trend_sentence
from survey.reports.drawings import Drawing
from survey.reports.reading import CORE_LEVELS, Difference, ItemResult, ReleaseDocument, Score
from survey.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class ChangeCell:
    """A verdict in words, its figures, and its drawing where figures are shown.

    `clear_from` says the smallest change that would have been called clear.
    """

    verdict: str
    range: str
    clear_from: str
    clear: bool
    kind: str
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level. `state` is "shown", "hidden" or "not_asked"; only "shown" has figures.

    `trend` is its verdict over three and more waves.
    """

    id: str
    label: str
    state: str
    score: str
    range: str
    drawing: Drawing | None
    change: ChangeCell | None
    trend: str
    people: str
    question: str


def level_rows(document: ReleaseDocument, wording: Wording) -> list[LevelRow]:
    """Return the three levels in their one order; a level without questions is "not asked"."""
    changes = level_changes(document)
    reach = change_reach(changes.values())
    return [
        _row(document, wording, level_id, changes.get(level_id), reach) for level_id in CORE_LEVELS
    ]


def shown_levels(document: ReleaseDocument) -> list[Score]:
    """Return the scored levels that may be shown, in order."""
    found = (document.level(level_id) for level_id in CORE_LEVELS)
    return [score for score in found if score is not None and score.shown]


def _row(
    document: ReleaseDocument,
    wording: Wording,
    level_id: str,
    change: Difference | None,
    reach: int,
) -> LevelRow:
    score = document.level(level_id)
    state = score.state if score is not None else "not_asked"
    shown = score is not None and score.shown
    lead = lead_item(document, score) if score is not None else None
    return LevelRow(
        id=level_id,
        label=wording.level(level_id),
        state="hidden" if state == "shown" and not shown else state,
        score=score_text(score) if shown and score else "",
        range=score_range(score) if shown and score else "",
        drawing=score_drawing(score) if shown and score else None,
        change=change_cell(change, reach) if shown and change else None,
        trend=trend_sentence(level_trends(document).get(level_id)),
        people=people_sentence(lead, wording) if lead else "",
        question=wording.question(lead.id) if lead else "",
    )


def lead_item(document: ReleaseDocument, score: Score) -> ItemResult | None:
    """Return the first of a level's questions that can be said in people; never an own one."""
    of_level = [item for item in document.items if item.level == score.id and not item.own]
    named = [item for item_id in score.items if (item := document.item(item_id))]
    for item in named or of_level:
        if item.shown and item.band("favorable") is not None:
            return item
    return None


def people_sentence(item: ItemResult, wording: Wording) -> str:
    """Say a question's favorable share in people: "6 in 10 answered “Often” or “Very often”"."""
    share = item.band("favorable")
    if share is None:
        return ""
    answers = wording.favorable(item)
    people = words.in_ten(share)
    if not answers:
        return people
    return words.first_upper(_("%(people)s answered %(answers)s", people=people, answers=answers))


def score_text(score: Score) -> str:
    """Write a score; empty where none is shown."""
    return "" if score.score is None else words.score(score.score, score.stands_for)


def score_range(score: Score) -> str:
    """Write a score's range; empty where the document gives none."""
    if score.low is None or score.high is None:
        return ""
    return words.span(score.low, score.high)


def score_drawing(score: Score) -> Drawing:
    """Draw a score that is shown."""
    assert score.score is not None
    if score.low is None or score.high is None:
        title = _("%(score)s on a scale from 0 to 100", score=score_text(score))
    else:
        title = _(
            "%(score)s on a scale from 0 to 100; between %(low)s and %(high)s",
            score=score_text(score),
            low=words.number(score.low),
            high=words.number(score.high),
        )
    return drawings.score(title, score.score, score.low, score.high)


def change_reach(changes: Iterable[Difference]) -> int:
    """Return the common reach of the drawings of a list of changes, in points."""
    ends = [end for change in changes for end in (change.low, change.high) if end is not None]
    return drawings.change_reach(ends)


def change_cell(change: Difference, reach: int) -> ChangeCell:
    """Return a change in words and, where it has figures, as a drawing."""
    drawing = None
    if change.difference is not None and change.low is not None and change.high is not None:
        title = _(
            "Change of %(change)s points; between %(low)s and %(high)s",
            change=words.signed(change.difference),
            low=words.number(change.low),
            high=words.number(change.high),
        )
        clear = words.is_clear(change)
        ends = (change.difference, change.low, change.high)
        drawing = drawings.change(title, reach, *ends, clear=clear)
    return ChangeCell(
        verdict=words.change_verdict(change),
        range=words.change_range(change),
        clear_from="" if change.smallest is None else words.clear_from(change.smallest),
        clear=words.is_clear(change),
        kind=change.verdict,
        drawing=drawing,
    )
