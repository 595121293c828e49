"""Scales with missing items: how many must be answered, prorated scores, the three level scores.

Points are from 0 (worst) to 100 (best), already reversed (`scores.points_of`), so that an index
points up whatever its `direction` says of the raw answers. A missing item is None; "prefer not to
say" and "does not apply" are missing, never the middle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Final

from survey.core.analysis.estimates import Refusal, are_figures
from survey.core.analysis.scores import points_of
from survey.core.bank.model import MEASURED_LEVELS, Index, Item, Level, Scale

MUCH_PRORATED: Final = 0.05
"""With a larger share of prorated scores the mean is repeated with complete cases only."""

Row = Sequence[float | None]
"""The points of one respondent, an item each; None is missing."""


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """An index whose bank entry asks for another number of answers than the rule."""

    index: str
    bank: int
    rule: int


@dataclass(frozen=True, slots=True)
class CompleteCases:
    """The same mean from those who answered every item. `difference`: all scores less these."""

    answered: int
    mean: float
    difference: float


@dataclass(frozen=True, slots=True)
class ScaleScores:
    """The scores of one scale.

    scores: 0 to 100, one per respondent in the order given; None with too few items answered.
    prorated: how many of the `answered` scores stand on fewer than all items, and their share
    (0 to 1). complete: the comparison, only where that share is above 5 %; a Refusal where
    nobody answered everything.
    """

    scores: tuple[float | None, ...]
    answered: int
    mean: float
    prorated: int
    prorated_share: float
    complete: CompleteCases | Refusal | None


def least_answered(items: int, *, published: bool = False) -> int:
    """How many of k items must be answered for a score.

    ceil(2k / 3); for a short scale published by others (WHO-5 and its like) k - 1, all but one,
    and never less than one. Examples: 2 of 3, 3 of 4, 4 of 5, and 4 of a published 5.
    Source: disclosure.md, section 4. Raises ValueError for k < 1.
    """
    if items < 1:
        raise ValueError("a scale has at least one item")
    return max(1, items - 1) if published else -(-2 * items // 3)


def rule_differences(indices: Sequence[Index]) -> tuple[RuleDifference, ...]:
    """The indices for which the bank and the two-thirds rule differ; the bank is followed.

    Example: an index of 4 items with min_answered 2 gives RuleDifference(index, 2, 3).
    """
    return tuple(
        RuleDifference(index.id, index.min_answered, rule)
        for index in indices
        if index.items and index.min_answered != (rule := least_answered(len(index.items)))
    )


def prorated_score(points: Row, least: int) -> float | None:
    """The mean of the answered items; None when fewer than `least` of them are answered, or for
    what is no number.

    Filling each gap with the person's own mean gives the same number. It is biased, even if items
    are missing by chance, where the items' means or loadings differ (Mazza, Enders & Ruehlman
    2015, Multivariate Behavioral Research 50). Example: 100, missing, 50 with 2 needed gives 75.
    """
    answered = [value for value in points if value is not None]
    if len(answered) < max(1, least) or not are_figures(*answered):
        return None
    return fsum(answered) / len(answered)


def scale_scores(rows: Sequence[Row], *, least: int) -> ScaleScores | Refusal:
    """The prorated scores of a scale, the share prorated and, above 5 %, the complete cases.

    rows: respondents by items, points. Example with 2 of 3 needed: (100, 100, 100),
    (50, None, 0), (None, None, 0) gives 100, 25 and None; mean 62.5, half of them prorated; the
    complete case has 100, so the difference is -37.5.
    Refuses "bad_input" for rows of different lengths or what is no number, "no_answers" when nobody
    has a score.
    """
    if len({len(row) for row in rows}) > 1:
        return Refusal("bad_input")
    if not are_figures(*(value for row in rows for value in row if value is not None)):
        return Refusal("bad_input")
    scores = tuple(prorated_score(row, least) for row in rows)
    known = [score for score in scores if score is not None]
    if not known:
        return Refusal("no_answers", needed=1, found=0)
    complete = [
        score
        for score, row in zip(scores, rows, strict=True)
        if score is not None and None not in row
    ]
    mean, prorated = fsum(known) / len(known), len(known) - len(complete)
    share = prorated / len(known)
    return ScaleScores(
        scores=scores,
        answered=len(known),
        mean=mean,
        prorated=prorated,
        prorated_share=share,
        complete=_complete_cases(complete, mean) if share > MUCH_PRORATED else None,
    )


def points_of_index(
    index: Index,
    items: Mapping[str, Item],
    scales: Mapping[str, Scale],
    answer_sets: Sequence[Mapping[str, object]],
) -> list[list[float | None]]:
    """Respondents by the asked items of an index, as points (0 to 100); None is missing."""
    asked = [items[name] for name in index.items if name in items]
    return [
        [points_of(item, scales[item.scale], answers.get(item.id)) for item in asked]
        for answers in answer_sets
    ]


def level_scores(
    indices: Sequence[Index],
    items: Mapping[str, Item],
    scales: Mapping[str, Scale],
    answer_sets: Sequence[Mapping[str, object]],
) -> dict[Level, ScaleScores | Refusal]:
    """The scores of the three levels: each is the composite index of its level.

    Perceptual, relational and structural, in this order. A level whose composite is not asked, or
    that nobody answered, is a Refusal("no_answers").
    Example: 5 and 3 (of 1 to 5) to two of a level's three items, the third "pns", give 75.
    """
    composites = {index.level: index for index in indices if index.model == "composite"}
    found: dict[Level, ScaleScores | Refusal] = {}
    for level in MEASURED_LEVELS:
        index = composites.get(level)
        found[level] = (
            Refusal("no_answers", needed=1, found=0)
            if index is None
            else scale_scores(
                points_of_index(index, items, scales, answer_sets), least=index.min_answered
            )
        )
    return found


def _complete_cases(scores: Sequence[float], mean: float) -> CompleteCases | Refusal:
    if not scores:
        return Refusal("no_answers", needed=1, found=0)
    complete = fsum(scores) / len(scores)
    return CompleteCases(len(scores), complete, mean - complete)
