"""Expected margins and the smallest change, against published tables.

P1  Margins of shares are those of measurement.md 5.3, with and without the finite population.
P2  Changes of shares are those of measurement.md 5.6 without it.
P3  Margins and changes of scores are those of disclosure.md 1.5; what is announced is what
    releases print or a point more, which know the spread by what is printed, and under 30 not.
P4  Everybody's answers leave no margin; fewer than two promise nothing; an open link has no frame.
P5  No change under the practical margin is announced, however many answer.
"""

from __future__ import annotations

import numpy as np
import pytest

from survey.core.disclosure.comparison import compare_releases
from survey.core.planning.precision import (
    answers_at,
    expect,
    score_change_of,
    score_margin_of,
    share_change_of,
    share_margin_of,
)
from tests.bench.verdicts import printed

MARGINS = {
    30: [(9, 29, 35), (12, 23, 30), (15, 19, 26), (18, 15, 24), (24, 9, 20)],
    60: [(18, 20, 24), (24, 16, 20), (30, 13, 18), (36, 10, 17), (48, 6, 14)],
    100: [(30, 15, 18), (40, 12, 16), (50, 10, 14), (60, 8, 13), (80, 5, 11)],
    150: [(45, 12, 15), (60, 10, 13), (75, 8, 11), (90, 7, 10), (120, 4, 9)],
    250: [(75, 10, 11), (100, 8, 10), (125, 6, 9), (150, 5, 8), (200, 3, 7)],
    400: [(120, 8, 9), (160, 6, 8), (200, 5, 7), (240, 4, 6), (320, 2, 5)],
}
CHANGES = {
    60: [33, 28, 25, 23],
    100: [25, 22, 19, 18],
    150: [20, 18, 16, 14],
    250: [16, 14, 12, 11],
    400: [12, 11, 10, 9],
}


@pytest.mark.parametrize("adults", MARGINS)
def test_published_margins(adults: int) -> None:
    """P1"""
    found = [
        (n, round(share_margin_of(n, adults)), round(share_margin_of(n, None)))
        for n, _with, _without in MARGINS[adults]
    ]
    assert found == MARGINS[adults]


@pytest.mark.parametrize("adults", CHANGES)
def test_published_changes(adults: int) -> None:
    """P2"""
    answers = [answers_at(percent, adults) for percent in (30, 40, 50, 60)]
    assert [round(share_change_of(n)) for n in answers] == CHANGES[adults]


@pytest.mark.parametrize(
    ("adults", "answers", "margin", "change"),
    [
        (50, 30, 5.2, 11.4),
        (80, 48, 4.0, 8.9),
        (120, 72, 3.3, 7.2),
        (400, 200, 2.2, 4.3),
        (2000, 800, 1.2, 2.2),
    ],
)
def test_published_scores(adults: int, answers: int, margin: float, change: float) -> None:
    """P3"""
    assert round(score_margin_of(answers, adults), 1) == margin
    assert round(score_change_of(answers), 1) == change


def test_whole_points_upward() -> None:
    """P1, P2, P3: 9.89, 17.7, 5.003 and 10.8 + 1 points; 12 points are 0.5 steps of five."""
    found = expect(60, 150)
    assert found is not None
    assert (found.answers, found.share_margin, found.share_change) == (60, 10, 18)
    assert (found.score_margin, found.score_change, found.on_five) == (6, 12, 0.5)


@pytest.mark.parametrize(
    ("adults", "answers"), [(40, 12), (40, 21), (50, 30), (150, 60), (400, 201), (2000, 801)]
)
def test_what_is_announced_is_what_is_printed(adults: int, answers: int) -> None:
    """P3: a tenth at either end and a fifth next to it are spread by 27.4, of a score by 24.5."""
    ends, next_ones = round(answers / 10), round(answers / 5)
    middle = answers - 2 * ends - 2 * next_ones
    counts = [ends, next_ones, middle, next_ones, ends]
    given = np.repeat([1, 2, 3, 4, 5], counts)[:, np.newaxis].repeat(9, axis=1)
    before, now = (printed(given, adults, day) for day in ("2025-11-18", "2026-05-19"))
    compared = compare_releases(before, now)
    found = expect(answers, adults)
    assert compared is not None
    assert found is not None
    for level, change in zip(now["levels"], compared["levels"], strict=True):
        assert level["score"] == 50
        assert level["high"] - 50 == 50 - level["low"]
        assert 0 <= found.score_margin - (level["high"] - 50) <= 1
        assert 0 <= found.score_change - change["smallest"] <= 2


def test_edges() -> None:
    """P4"""
    assert expect(0, 60) is None
    assert expect(1, 60) is None
    assert expect(2, 60) is not None
    everybody = expect(60, 60)
    assert everybody is not None
    assert (everybody.share_margin, everybody.score_margin) == (0, 0)
    assert everybody.share_change == 18
    linked = expect(60, None)
    assert linked is not None
    assert (linked.share_margin, linked.share_change) == (13, 18)
    more_than_live_here = expect(80, 60)
    assert more_than_live_here is not None
    assert more_than_live_here.share_margin == 0


def test_practical_margin() -> None:
    """P5"""
    many = expect(1200, 2000)
    assert many is not None
    assert (many.share_change, many.score_change, many.on_five) == (5, 5, 0.2)


@pytest.mark.parametrize(
    ("percent", "adults", "answers"), [(40, 150, 60), (40, 151, 61), (5, 180, 9), (90, 180, 162)]
)
def test_fewest_answers(percent: int, adults: int, answers: int) -> None:
    """P1: the lower edge of a band, never more."""
    assert answers_at(percent, adults) == answers
