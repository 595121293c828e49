"""Comments on show, counted: each was written by somebody, so that many have answered.

O1  from nine in ten on, no number of comments says more of how many answered than that
O2  three of those who are known to have answered are left over without a comment, whether their
    number is printed or not: of 60 adults just 54 may have answered, and whoever knows them would
    know that each had written one of 54 comments
"""

from __future__ import annotations

import pytest

from survey.core.disclosure.comments import may_be_released, most_on_show

SMALLEST = 10


def on_show(respondents: int | None, adults: int) -> list[int]:
    """Every number of comments that somebody may find on a page, however many were written."""
    most = most_on_show(respondents, adults)
    return [
        shown
        for shown in range(adults + 1)
        if may_be_released(written=max(shown, 15), shown=shown, most=most, min_group=SMALLEST)
    ]


@pytest.mark.parametrize("adults", range(11, 400))
def test_o1_counted(adults: int) -> None:
    """O1, O2: with 57 of 60 on show, 57 had answered at least; with 54, all who may have."""
    fewest = -(-9 * adults // 10)
    found = on_show(None, adults)
    assert all(fewest - shown >= 3 for shown in found)
    if adults >= 40:
        assert found == list(range(SMALLEST, fewest - 2))


def test_o2_printed() -> None:
    """O2"""
    assert on_show(50, 60) == list(range(SMALLEST, 48))
