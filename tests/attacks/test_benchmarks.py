"""Benchmarks minus one's own property: what is left is somebody else's.

D1 the mean of all less one's own is the mean of the others: of one other, it is theirs
D2 an owner of several takes all of them away
D3 two benchmarks that differ by one property give it away
D4 one large owner: the mean of all others is nearly theirs
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

from survey.core.disclosure.benchmarks import (
    Contribution,
    Pool,
    benchmark_refusal,
    fixed_pool,
    quarter_of,
)

QUARTER = "2026Q4"
Figures = dict[str, float]


def pooled_mean(pool: Pool, figures: Figures) -> float:
    """What a benchmark prints: the mean over everybody who answered."""
    people = sum(one.respondents for one in pool.contributions)
    return sum(one.respondents * figures[one.property] for one in pool.contributions) / people


def others_mean(pool: Pool, figures: Figures, owner: str) -> tuple[float, Counter[str]]:
    """What an owner works out from it and from their own reports, and whose it is."""
    own = [one for one in pool.contributions if one.owner == owner]
    left: Counter[str] = Counter()
    for one in pool.contributions:
        if one.owner != owner:
            left[one.owner] += one.respondents
    people = sum(one.respondents for one in pool.contributions)
    total = pooled_mean(pool, figures) * people
    total -= sum(one.respondents * figures[one.property] for one in own)
    return total / left.total(), left


def _pool(*sizes: tuple[str, int], quarter: str = QUARTER) -> Pool:
    return Pool(
        quarter,
        frozenset(
            Contribution(f"house{place}", owner, people)
            for place, (owner, people) in enumerate(sizes)
        ),
    )


def test_two_properties() -> None:
    """D1: what is worked out is exactly the other property's figure; so it is refused."""
    pool = _pool(("A", 60), ("B", 80))
    figures = {"house0": 41.0, "house1": 63.0}
    found, _left = others_mean(pool, figures, "A")
    assert abs(found - 63.0) < 1e-9
    assert benchmark_refusal(pool, owner="A", quarter=QUARTER) is not None


def test_an_owner_of_many() -> None:
    """D2: nine properties, of which the asker has eight."""
    pool = _pool(*(("A", 60) for _ in range(8)), ("B", 70))
    figures = {f"house{place}": float(place) for place in range(8)} | {"house8": 77.0}
    assert abs(others_mean(pool, figures, "A")[0] - 77.0) < 1e-9
    assert benchmark_refusal(pool, owner="A", quarter=QUARTER) is not None


def test_two_benchmarks() -> None:
    """D3: the pool of a quarter stays as it was, whatever comes in after."""
    first = _pool(*((owner, 40) for owner in "ABCDEFG"))
    more = first.contributions | {Contribution("late", "H", 30)}
    figures = {one.property: 50.0 for one in first.contributions} | {"late": 90.0}
    later = Pool(QUARTER, more)
    people = 280
    difference = pooled_mean(later, figures) * (people + 30) - pooled_mean(first, figures) * people
    assert abs(difference / 30 - 90.0) < 1e-9
    assert fixed_pool(first, QUARTER, more) is first
    assert benchmark_refusal(first, owner="A", quarter="2027Q1") == "not_this_quarter"
    assert quarter_of(date(2027, 1, 1)) == "2027Q1"


def test_one_large_owner() -> None:
    """D4: four fifths of all others are one owner's."""
    pool = _pool(("A", 50), ("B", 400), *((owner, 20) for owner in "CDEF"))
    figures = {"house0": 50.0, "house1": 20.0} | {f"house{place}": 60.0 for place in range(2, 6)}
    assert abs(others_mean(pool, figures, "A")[0] - 20.0) < 8
    assert benchmark_refusal(pool, owner="A", quarter=QUARTER) == "one_owner"


def test_random_pools() -> None:
    """Whatever is allowed leaves five properties of three owners, none with more than half."""
    allowed = 0
    for seed in range(400):
        draw = random.Random(seed)
        sizes = [
            (draw.choice("ABCDEF"), draw.choice((0, 5, 20, 60, 200)))
            for _ in range(draw.randint(2, 14))
        ]
        pool = _pool(*sizes)
        if benchmark_refusal(pool, owner="A", quarter=QUARTER) is not None:
            continue
        allowed += 1
        figures = {one.property: 50.0 for one in pool.contributions}
        _mean, left = others_mean(pool, figures, "A")
        answered = [one for one in pool.contributions if one.owner != "A" and one.respondents]
        assert len(answered) >= 5
        assert len(+left) >= 3
        assert 2 * max(left.values()) <= left.total()
        assert left.total() >= 50
    assert allowed > 20
