"""Scores by crossing of groups.

T1 by hand: each crossing with its sums, the rest too, in order
T2 the crossings add up to the whole: how many, mean, deviation
T3 cells do not depend on the order of answer sets; nobody has no cells
"""

from __future__ import annotations

import random
from math import fsum, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.means import squares_about_mean
from survey.core.analysis.tabulation import REST, Cut, ScoreCell
from tests.unit.core.disclosure.population import Person, crowd, tabulate_people

TENURE = (Cut("tenure", ("full", "lower")),)


def test_t1_by_hand() -> None:
    # The first index is the mean of q1, q2 reversed and q3, in points; two are enough.
    people = [
        Person({"q1": 5, "q3": 3}, {"tenure": "full"}),
        Person({"q1": 5, "q3": 5}, {"tenure": "full"}),
        Person({"q1": 1, "q3": 3}, {"tenure": "elsewhere"}),
        Person({"q1": 1, "q3": "na"}, {"tenure": "lower"}),
    ]
    table = tabulate_people(people, TENURE).scores[0]
    assert table.cells == (
        ScoreCell((REST,), 1, 25.0, 625.0),
        ScoreCell(("full",), 2, 175.0, 75.0**2 + 100.0**2),
    )


@given(st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_t2_adding_up(seed: int) -> None:
    for table in tabulate_people(crowd(seed, 40)).scores:
        assert sum(cell.answered for cell in table.cells) == table.answered
        if table.mean is None or table.deviation is None:
            continue
        total = fsum(cell.total for cell in table.cells)
        squares = fsum(cell.squares for cell in table.cells)
        about = squares_about_mean(table.answered, total, squares)
        assert total / table.answered == pytest.approx(table.mean)
        assert sqrt(about / (table.answered - 1)) == pytest.approx(table.deviation)


@given(st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_t3_order_free(seed: int) -> None:
    people = crowd(seed, 25)
    shuffled = random.Random(seed).sample(people, len(people))
    held = [table.cells for table in tabulate_people(people).scores]
    assert [table.cells for table in tabulate_people(shuffled).scores] == held
    for cells in held:
        assert [cell.atom for cell in cells] == sorted(cell.atom for cell in cells)


def test_t3_nobody() -> None:
    assert [table.cells for table in tabulate_people([]).scores] == [(), ()]
