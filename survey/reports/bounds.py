"""What if the others had answered: the ends that no answer of theirs could have moved beyond."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.levels import lead_item, score_text, shown_levels
from survey.reports.reading import ItemResult, ReleaseDocument, Score
from survey.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class Bound:
    """One figure as it is shown, its ends, and a sentence that says what they are."""

    name: str
    figure: str
    range: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LevelBounds:
    """The ends of a level's score, and those of its first question where it has any."""

    score: Bound
    question: Bound | None


def bounds(document: ReleaseDocument, wording: Wording) -> list[LevelBounds]:
    """Return the ends of each level that is shown; empty where nobody knows who was silent."""
    found = []
    for score in shown_levels(document):
        bound = _of_score(score, wording)
        if bound is not None:
            item = lead_item(document, score)
            found.append(LevelBounds(bound, _of_item(item, wording) if item else None))
    return found


def _of_score(score: Score, wording: Wording) -> Bound | None:
    if score.score is None or score.certain_low is None or score.certain_high is None:
        return None
    return Bound(
        name=wording.level(score.id),
        figure=score_text(score),
        range=words.span(score.certain_low, score.certain_high),
        sentence=_(
            "If everyone who did not answer thought the lowest, or the highest, it would lie "
            "between %(low)s and %(high)s.",
            low=words.number(score.certain_low),
            high=words.number(score.certain_high),
        ),
    )


def _of_item(item: ItemResult, wording: Wording) -> Bound | None:
    share, answers = item.band("favorable"), wording.favorable(item)
    if share is None or item.certain_low is None or item.certain_high is None or not answers:
        return None
    return Bound(
        name=wording.question(item.id),
        figure=words.percent(share),
        range=words.percent_span(item.certain_low, item.certain_high),
        sentence=_(
            "Of all adults here, between %(low)s and %(high)s would then have answered "
            "%(answers)s.",
            low=words.percent(item.certain_low),
            high=words.percent(item.certain_high),
            answers=answers,
        ),
    )
