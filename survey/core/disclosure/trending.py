"""Trends: what three and more releases of one property have published, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import Any

from survey.core.analysis.change import Summary
from survey.core.analysis.estimates import Refusal
from survey.core.analysis.multiplicity import HOLM_LEVEL, holm
from survey.core.analysis.trends import FEWEST_WAVES, Trend, trend_of_means
from survey.core.analysis.verdicts import verdict
from survey.core.disclosure.alignment import same_access, same_level
from survey.core.disclosure.published import score_of

Document = Mapping[str, Any]


def trends_of(current: Document, earlier: Sequence[Document]) -> list[dict[str, Any]]:
    """The trend of each level over three or more comparable waves, this one the last.

    earlier: documents of schema 2, newest first. Those without figures are left out; the first
    with another kind of access, or another wording of a level, ends the line. Linear contrast of
    the printed scores by the day each wave closed, Holm over the levels that have a trend. The
    verdict is about the change over the whole line.
    """
    with_figures = [document for document in earlier if document["status"] == "released"]
    line = [
        current,
        *takewhile(lambda document: same_access((document, current)), with_figures),
    ]
    found = [(level["id"], *_trend(level["id"], line)) for level in current["levels"]]
    told = [(name, scores, trend) for name, scores, trend in found if trend is not None]
    adjusted = holm([trend.p for _name, _scores, trend in told])
    assert not isinstance(adjusted, Refusal), "every p is between 0 and 1"
    return [
        {
            "id": name,
            "waves": len(scores),
            "verdict": verdict(
                trend.change,
                rejected=p is not None and p <= HOLM_LEVEL,
                fewest_answers=min(score.effective for score in scores),
            ),
        }
        for (name, scores, trend), p in zip(told, adjusted, strict=True)
    ]


def _trend(level_id: str, line: Sequence[Document]) -> tuple[list[Summary], Trend | None]:
    """The scores of a level, first wave first, and their trend by the day each wave closed.

    Another wording breaks the line: what lies before it is not comparable. A wave in which the
    score is hidden is left out, unless it is the last.
    """
    same = takewhile(lambda document: same_level(document, line[0], level_id), line)
    points = [(document["wave"]["closes_on"], score) for document, score in _scores(same, level_id)]
    last_day = line[0]["wave"]["closes_on"]
    if len(points) < FEWEST_WAVES or points[0][0] != last_day:
        return [], None
    points.reverse()
    scores = [score for _day, score in points]
    trend = trend_of_means(scores, [date.fromisoformat(day).toordinal() for day, _ in points])
    return scores, None if isinstance(trend, Refusal) else trend


def _scores(documents: Iterable[Document], level_id: str) -> Iterator[tuple[Document, Summary]]:
    for document in documents:
        level = next(level for level in document["levels"] if level["id"] == level_id)
        score = score_of(document, level)
        if isinstance(score, Summary):
            yield document, score
