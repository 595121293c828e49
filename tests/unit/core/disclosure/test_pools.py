"""Figures of several places, from printed figures alone.

P1 the worked example, and one with unequal places, by hand
P2 refused: fewer than five places, one with more than half of the adults, fewer than fifty people
P3 open ends count as everything that prints so; ends never leave 0 to 100
P4 the order of the places makes no difference
P5 the range holds the true mean at least as often as it says, whatever was rounded away
"""

from __future__ import annotations

import random
from dataclasses import replace
from math import ceil, floor

import pytest

from survey.core.disclosure.pools import Pooled, Printed, pool, pool_refusal

HALF = Printed(figure=50, low=45, high=55, adults=100, respondents=40)


def test_p1_worked_example() -> None:
    assert pool([HALF] * 5) == Pooled(50, 47, 53, places=5, adults=500)


def test_p1_unequal_places() -> None:
    """Weights .4, .3, .1, .1, .1: 60(.4) + 40(.3) + 50(.1) + 70(.1) + 30(.1) = 51.

    Reaches are 4.5, 6.5, 10.5, 10.5, 10.5: squares times weights 3.24 + 3.80 + 3 (1.1025) =
    10.35, whose root is 3.22. So from 51 - .5 - 3.22 = 47.28 to 54.72.
    """
    members = [
        Printed(60, 56, 64, 200, 90),
        Printed(40, 34, 45, 150, 90),
        Printed(50, 40, 60, 50, 30),
        Printed(70, 60, 80, 50, 30),
        Printed(30, 20, 40, 50, 30),
    ]
    assert pool(members) == Pooled(51, 47, 55, places=5, adults=500)


@pytest.mark.parametrize(
    ("members", "refused"),
    [
        ([], "too_few_places"),
        ([HALF] * 4, "too_few_places"),
        ([replace(HALF, adults=401), *[HALF] * 4], "one_place"),
        ([replace(HALF, adults=400), *[HALF] * 4], None),
        ([replace(HALF, respondents=9)] * 5, "too_few_respondents"),
        ([replace(HALF, respondents=10)] * 5, None),
    ],
)
def test_p2_refused(members: list[Printed], refused: str | None) -> None:
    assert pool_refusal(members) == refused
    assert isinstance(pool(members), Pooled) is (refused is None)


def test_p2_respondents_that_are_not_printed() -> None:
    """From 90 % on there are at least so many: 10 adults are 9, which is too few for fifty."""
    nearly_all = replace(HALF, adults=10, respondents=None)
    assert nearly_all.least_respondents == 9
    assert pool_refusal([nearly_all] * 5) == "too_few_respondents"
    assert pool_refusal([nearly_all] * 6) is None


def test_p3_open_ends() -> None:
    """From 0 to 5 is what prints as "<5": the mean lies between 0 and 5, and the ends stay in."""
    low = Printed("<5", 0, 11, 100, 60)
    found = pool([low] * 5)
    assert found == Pooled(3, 0, 10, places=5, adults=500)
    high = Printed(">95", 89, 100, 100, 60)
    assert pool([high] * 5) == Pooled(98, 90, 100, places=5, adults=500)


def test_p4_order() -> None:
    draw = random.Random(4)
    members = [_random_place(draw) for _ in range(9)]
    found = {pool(draw.sample(members, len(members))) for _ in range(50)}
    assert len(found) == 1


def _random_place(draw: random.Random) -> Printed:
    figure = draw.randint(20, 80)
    return Printed(figure, figure - draw.randint(2, 15), figure + 9, draw.randint(40, 90), 30)


def test_p5_coverage() -> None:
    """Places with true means, printed as a release prints: at least 95 in 100 ranges hold."""
    draw, held, rounds = random.Random(5), 0, 2000
    for _ in range(rounds):
        adults = [draw.randint(50, 150) for _ in range(6)]
        truths = [draw.uniform(30, 70) for _ in adults]
        errors = [draw.uniform(1, 5) for _ in adults]
        members = []
        for people, truth, error in zip(adults, truths, errors, strict=True):
            seen = draw.gauss(truth, error)
            ends = floor(seen - 1.96 * error), ceil(seen + 1.96 * error)
            members.append(Printed(floor(seen + 0.5), *ends, people, 40))
        found = pool(members)
        assert isinstance(found, Pooled)
        true = sum(a * t for a, t in zip(adults, truths, strict=True)) / sum(adults)
        held += found.low <= true <= found.high
    assert held / rounds >= 0.95
