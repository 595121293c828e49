"""The change of several places, from printed changes alone.

Q1 the worked example, and one with unequal places, by hand
Q2 refused like a pool of figures, by the size of either side
Q3 the verdict is that of every change: clear only from five points on, and tested with the rest
Q4 the order of the places makes no difference
Q5 the range holds the true change at least as often as it says, whatever was rounded away, and
   where nothing moved at most one report in twenty calls a level clear
"""

from __future__ import annotations

import random
from dataclasses import replace
from math import ceil, floor, sqrt

import pytest

from survey.core.disclosure.pooled_changes import PooledChange, PrintedChange, Side, pool_changes

HALF = Side(adults=100, respondents=40)
RISE = PrintedChange(8, 3, 13, before=HALF, now=HALF)


def of(side: str, other: Side) -> PrintedChange:
    """The same with another size before, or now."""
    return replace(RISE, before=other) if side == "before" else replace(RISE, now=other)


def only(members: list[PrintedChange]) -> PooledChange | str:
    """Of one level."""
    return pool_changes({"level": members})["level"]


def test_q1_worked_example() -> None:
    assert only([RISE] * 5) == PooledChange(8, 4, 12, "clear_rise", places=5, adults=500)


def test_q1_unequal_places() -> None:
    """Weights .4, .3, .1, .1, .1: -6(.4) - 10(.3) + 2(.1) - 9(.1) - 1(.1) = -6.2.

    Reaches 5, 6, 10, 10, 10: squares times weights 4 + 3.24 + 3 = 10.24, whose root is 3.2. So
    from -6.2 - 1 - 3.2 = -10.4 to -2.0; the end that is nearest to none is still below it.
    """
    members = [
        PrintedChange(-6, -11, -1, HALF, Side(200, 90)),
        PrintedChange(-10, -16, -4, HALF, Side(150, 90)),
        PrintedChange(2, -8, 12, HALF, Side(50, 30)),
        PrintedChange(-9, -19, 1, HALF, Side(50, 30)),
        PrintedChange(-1, -11, 9, HALF, Side(50, 30)),
    ]
    assert only(members) == PooledChange(-6, -11, -2, "clear_fall", places=5, adults=500)


@pytest.mark.parametrize("side", ["before", "now"])
@pytest.mark.parametrize(
    ("other", "count", "refused"),
    [
        (HALF, 4, "too_few_places"),
        (Side(401, 40), 5, "one_place"),
        (Side(400, 40), 5, None),
        (Side(100, 9), 5, None),
        (Side(20, None), 5, None),
    ],
)
def test_q2_refused(side: str, other: Side, count: int, refused: str | None) -> None:
    members = [of(side, other), *[RISE] * (count - 1)]
    assert (only(members) == refused) == (refused is not None)


@pytest.mark.parametrize("side", ["before", "now"])
def test_q2_too_few_people_on_either_side(side: str) -> None:
    assert only([of(side, Side(100, 9))] * 5) == "too_few_respondents"
    assert only([of(side, Side(10, None))] * 5) == "too_few_respondents"
    assert isinstance(only([of(side, Side(100, 10))] * 5), PooledChange)


@pytest.mark.parametrize(
    ("points", "reach", "word"),
    [
        (5, 5, "clear_rise"),
        (4, 2, "no_clear_change"),
        (-5, 5, "clear_fall"),
        (8, 16, "no_clear_change"),
        (0, 0, "no_clear_change"),
    ],
)
def test_q3_verdicts(points: int, reach: int, word: str) -> None:
    members = [replace(RISE, difference=points, low=points - reach, high=points + reach)] * 5
    found = only(members)
    assert isinstance(found, PooledChange)
    assert found.verdict == word


def test_q3_tested_beside_the_rest() -> None:
    """Five times 8 with a reach of 13: 13 / root 5 is 5.81, (8 - 1) / 5.81 * 1.96 is 2.36, p .018.

    That is enough alone and not with two more, where .05 / 3 would be.
    """
    sure = [replace(RISE, difference=8, low=-5, high=21)] * 5
    flat = [replace(RISE, difference=0, low=-5, high=5)] * 5
    told = {
        beside: pool_changes({"a": sure} | {str(n): flat for n in range(beside)})["a"]
        for beside in (0, 2)
    }
    words = {n: one.verdict for n, one in told.items() if isinstance(one, PooledChange)}
    assert words == {0: "clear_rise", 2: "no_clear_change"}


def test_q4_order() -> None:
    draw = random.Random(4)
    members = [_invented(draw, [0.0] * 2) for _ in range(9)]
    found = {only(draw.sample(members, len(members))) for _ in range(50)}
    assert len(found) == 1


def _invented(draw: random.Random, truths: list[float]) -> PrintedChange:
    """Two surveys, each with a printed score, and the change that a release makes of these."""
    errors = [draw.uniform(1, 5) for _ in truths]
    before, now = (floor(draw.gauss(t, e) + 0.5) for t, e in zip(truths, errors, strict=True))
    reach = 1.98 * sqrt(sum(error * error for error in errors))
    ends = floor(now - before - reach), ceil(now - before + reach)
    return PrintedChange(
        now - before, *ends, HALF, Side(draw.randint(50, 150), draw.randint(30, 49))
    )


def test_q5_coverage() -> None:
    draw, held, false_alarms, rounds = random.Random(5), 0, 0, 1000
    for _ in range(rounds):
        moves = [draw.uniform(-6, 6) for _ in range(6)]
        members = [_invented(draw, [50, 50 + move]) for move in moves]
        found = only(members)
        assert isinstance(found, PooledChange)
        adults = [one.now.adults for one in members]
        true = sum(a * m for a, m in zip(adults, moves, strict=True)) / sum(adults)
        held += found.low <= true <= found.high
        still = {name: [_invented(draw, [50, 50]) for _ in range(6)] for name in "abc"}
        words = {one.verdict for one in pool_changes(still).values() if not isinstance(one, str)}
        false_alarms += bool(words - {"no_clear_change"})
    assert held / rounds >= 0.95
    assert false_alarms / rounds <= 0.05
