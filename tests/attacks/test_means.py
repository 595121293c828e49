"""Mean with deviation: few answers, and their sum and sum of squares, are often one set only.

M1 of ten answers from 1 to 5, mean and deviation to two decimals
M2 a score with its interval, which is a deviation in other words
M3 for the one who knows their own answer
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations_with_replacement
from math import ceil, floor, sqrt
from statistics import mean, stdev

import pytest
from scipy.stats import t

from tests.attacks.houses import house, lot
from tests.support.asked import pulse
from tests.support.publishing import release_of

Scores = tuple[int, ...]
POINTS = (0, 25, 50, 75, 100)


@cache
def _sets(size: int) -> tuple[Scores, ...]:
    """Every set of answers of so many people, as points."""
    return tuple(combinations_with_replacement(POINTS, size))


def printed_carelessly(scores: Scores) -> tuple[float, float]:
    """Mean and deviation to two decimals."""
    return round(mean(scores), 2), round(stdev(scores), 2)


def interval_of(scores: Scores, adults: int) -> tuple[int, int, int]:
    """Score and interval in whole points, as a textbook has them: with the deviation."""
    size = len(scores)
    reach = t.ppf(0.975, size - 1) * sqrt((1 - size / adults) / size) * stdev(scores)
    middle = mean(scores)
    return (
        floor(middle + 0.5),
        max(0, floor(middle - reach)),
        min(100, ceil(middle + reach)),
    )


def test_ten_answers() -> None:
    """M1: nearly one print in five belongs to one set of answers (disclosure.md: 18 %)."""
    prints = Counter(printed_carelessly(scores) for scores in _sets(10))
    alone = sum(1 for times in prints.values() if times == 1)
    assert round(100 * alone / len(_sets(10))) == 18


def test_a_careless_interval() -> None:
    """M2: an interval of the true deviation in whole points tells sets apart as well."""
    prints = Counter(interval_of(scores, 40) for scores in _sets(10))
    assert sum(times == 1 for times in prints.values()) > 20


def _worlds(score: int, size: int) -> Iterator[Scores]:
    """The sets that print as this score."""
    for scores in _sets(size):
        if abs(mean(scores) - score) <= 0.5:
            yield scores


def _release(scores: Sequence[int]) -> tuple[int, int, int] | None:
    """What is printed of people who give one and the same answer to every question."""
    answers = [1 + points // 25 for points in scores]
    population = house((len(answers), answers, {}), lot(len(answers) + 20, [None]), asked=pulse())
    level = release_of(population)["levels"][0]
    return None if level["score"] is None else (level["score"], level["low"], level["high"])


@pytest.mark.parametrize("seed", range(6))
def test_our_interval(seed: int) -> None:
    """M2: of few answers the interval follows from the score: all sets of it print alike."""
    draw = random.Random(seed)
    scores = tuple(sorted(draw.choices(POINTS, k=12)))
    shown = _release(scores)
    assert shown is not None
    same = draw.sample(list(_worlds(shown[0], 12)), 3)
    assert all(_release(other) in (shown, None) for other in same)
    assert sum(1 for _world in _worlds(shown[0], 12)) > 5


@pytest.mark.parametrize("seed", range(6))
def test_an_insider(seed: int) -> None:
    """M3: whoever takes their own answer away is left with several sets of the others."""
    draw = random.Random(seed)
    scores = tuple(sorted(draw.choices(POINTS, k=12)))
    shown = _release(scores)
    assert shown is not None
    for own in set(scores):
        others = {world for world in _worlds(shown[0], 12) if own in world}
        known = [Counter(world)[points] for points in POINTS for world in others]
        assert len(others) > 1
        assert known
        for points in POINTS:
            fewest = min(Counter(world)[points] - (points == own) for world in others)
            assert fewest == 0
