"""Levels and indices as rows: score, range, drawing, and the ends that silence leaves open."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.drawings import Drawing
from survey.reports.levels import level_rows, score_drawing, score_range, score_text
from survey.reports.reading import ReleaseDocument, Score
from survey.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score. `state` is "shown", "hidden" or "not_asked"; only "shown" has figures.

    `codes` are the questions that it is made of, where the release names them.
    """

    id: str
    label: str
    codes: tuple[str, ...]
    state: str
    score: str
    range: str
    certain: str
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class ScoreGroup:
    """The scores of one kind, under a name."""

    label: str
    rows: tuple[ScoreRow, ...]


def score_groups(document: ReleaseDocument, wording: Wording) -> list[ScoreGroup]:
    """Return the three levels in their one order, then the indices in the release's."""
    levels = tuple(_level_rows(document, wording))
    indices = tuple(_index_row(score, wording) for score in document.indices)
    groups = [ScoreGroup(_("The three levels"), levels)]
    return [*groups, ScoreGroup(_("Indices"), indices)] if indices else groups


def _level_rows(document: ReleaseDocument, wording: Wording) -> list[ScoreRow]:
    rows = []
    for row in level_rows(document, wording):
        score = document.level(row.id)
        rows.append(
            ScoreRow(
                id=row.id,
                label=row.label,
                codes=score.items if score is not None else (),
                state=row.state,
                score=row.score,
                range=row.range,
                certain=certain_range(score) if score is not None and score.shown else "",
                drawing=row.drawing,
            )
        )
    return rows


def _index_row(score: Score, wording: Wording) -> ScoreRow:
    shown = score.shown
    return ScoreRow(
        id=score.id,
        label=wording.index(score.id),
        codes=score.items,
        state="shown" if shown else "hidden",
        score=score_text(score) if shown else "",
        range=score_range(score) if shown else "",
        certain=certain_range(score) if shown else "",
        drawing=score_drawing(score) if shown else None,
    )


def certain_range(score: Score) -> str:
    """Write the ends that no answer of the silent could move beyond; empty where not known."""
    if score.certain_low is None or score.certain_high is None:
        return ""
    return words.span(score.certain_low, score.certain_high)
