"""Benchmarks: nobody recovers another owner's properties, nor their own by subtracting."""

from __future__ import annotations

from datetime import date

import pytest

from survey.core.disclosure.benchmarks import (
    Contribution,
    Pool,
    benchmark_refusal,
    fixed_pool,
    others_of,
    quarter_of,
)

QUARTER = "2026Q4"


def _pool(*respondents: tuple[str, int]) -> Pool:
    """One property for each (owner, respondents)."""
    return Pool(
        QUARTER,
        frozenset(
            Contribution(f"p{at}", owner, number) for at, (owner, number) in enumerate(respondents)
        ),
    )


ENOUGH = (("b", 15), ("b", 10), ("c", 15), ("c", 5), ("d", 20))


def test_enough_others() -> None:
    assert benchmark_refusal(_pool(*ENOUGH, ("a", 400)), owner="a", quarter=QUARTER) is None
    assert benchmark_refusal(_pool(*ENOUGH), owner="a", quarter=QUARTER) is None


@pytest.mark.parametrize(
    ("others", "reason"),
    [
        ((), "too_few_properties"),
        ((("b", 15), ("b", 10), ("c", 15), ("d", 20)), "too_few_properties"),
        ((*ENOUGH[:4], ("d", 0)), "too_few_properties"),
        ((("b", 15), ("b", 10), ("c", 15), ("c", 5), ("c", 20)), "too_few_owners"),
        ((*ENOUGH[:4], ("d", 46)), "one_owner"),
        ((("b", 10), ("b", 5), ("c", 10), ("c", 4), ("d", 20)), "too_few_respondents"),
    ],
)
def test_too_few_others(others: tuple[tuple[str, int], ...], reason: str) -> None:
    assert benchmark_refusal(_pool(*others, ("a", 90)), owner="a", quarter=QUARTER) == reason


def test_the_limits_themselves_are_enough() -> None:
    half = _pool(("b", 15), ("b", 10), ("c", 15), ("c", 5), ("d", 45))
    assert benchmark_refusal(half, owner="a", quarter=QUARTER) is None
    fifty = _pool(("b", 10), ("b", 5), ("c", 10), ("c", 5), ("d", 20))
    assert benchmark_refusal(fifty, owner="a", quarter=QUARTER) is None


def test_all_properties_of_the_asking_owner_are_taken_out() -> None:
    pool = _pool(*ENOUGH, ("a", 50), ("a", 60))
    assert {one.owner for one in others_of(pool, "a")} == {"b", "c", "d"}
    # For "b" the others are three of "c" and "d" and two of "a": 110 of 150 are a's.
    assert benchmark_refusal(pool, owner="b", quarter=QUARTER) == "one_owner"


def test_one_pool_for_each_quarter() -> None:
    held = _pool(*ENOUGH)
    late = Contribution("late", "e", 30)
    more = [*held.contributions, late]
    assert fixed_pool(held, QUARTER, more) is held
    assert fixed_pool(None, QUARTER, more).contributions == set(more)
    assert fixed_pool(held, "2027Q1", more) == Pool("2027Q1", frozenset(more))
    assert benchmark_refusal(held, owner="a", quarter="2027Q1") == "not_this_quarter"


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), "2026Q1"),
        (date(2026, 3, 31), "2026Q1"),
        (date(2026, 4, 1), "2026Q2"),
        (date(2026, 11, 23), QUARTER),
    ],
)
def test_quarters(day: date, quarter: str) -> None:
    assert quarter_of(day) == quarter
