"""Intervals and certain ranges beside what is printed.

M1 an interval holds the printed figure, and is the exact one below 90 % response
M2 an open end stays open: everything inside of it has the same interval and certain range
M3 from 90 % response on both depend on what is printed only
M4 a score of fewer than 30 does not tell its spread, one of more no more than its step of five
   points, and not that all are alike
M5 the certain range holds the share of all adults, whatever the silent think
M6 a score at an end is not shown, and what is shown leaves room for two others
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.disclosure.margins import (
    Footing,
    certain_score,
    certain_share,
    footing,
    is_extreme,
    share_margins,
    spread_in_steps,
)
from survey.core.disclosure.rounding import percent, tail_edge
from survey.core.disclosure.rules import Rules
from survey.core.disclosure.tallies import Unevenness
from tests.unit.core.disclosure.population import Person, release

PARTS = st.integers(8, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def _under(answered: int, frame: int | None = 600) -> Footing:
    return footing(answered, answered, Rules(1, frame, limited_to_one=frame is not None))


def _margins(part: int, whole: int, under: Footing) -> tuple[int, int]:
    edge = tail_edge(under.base, 2)
    return share_margins(part, whole, percent(part, whole, edge), under)


@settings(max_examples=60)
@given(PARTS)
def test_m1_the_interval_holds_what_is_printed(case: tuple[int, int]) -> None:
    part, whole = case
    low, high = _margins(part, whole, _under(whole))
    printed = percent(part, whole, tail_edge(whole, 2))
    assert 0 <= low <= high <= 100
    if isinstance(printed, int):
        assert low <= printed <= high
    else:
        assert (low == 0) if printed[0] == "<" else (high == 100)


def test_m1_the_reference_row() -> None:
    assert _margins(15, 30, _under(30, 50)) == (38, 62)
    assert _margins(36, 72, _under(72, 120)) == (42, 58)


def test_m1_weighted() -> None:
    # n_eff 25 of 30 out of 50: Wilson's with n* = 61.25, 0.3788 to 0.6212.
    under = Footing(30, 30, 50, exact=True, uneven=Unevenness(25 / 30, 0.6))
    assert share_margins(1, 2, 50, under, weighted=True) == (37, 63)


@pytest.mark.parametrize("frame", [None, 150, 600])
def test_m2_an_open_end_stays_open(frame: int | None) -> None:
    under = _under(100, frame)
    for parts, end in ((range(5), 0), (range(96, 101), 1)):
        found = {
            (_margins(part, 100, under), certain_share(percent(part, 100), under)) for part in parts
        }
        assert len(found) == 1
        ((interval, certain),) = found
        assert interval[end] == (0, 100)[end]
        assert certain is None if frame is None else certain is not None
        assert certain is None or certain[end] == (0, 100)[end]


def test_m3_nearly_everybody() -> None:
    rules = Rules(10, 100, limited_to_one=True)
    found = {
        (share_margins(answered // 5 * 2, answered, 40, under), certain_share(40, under))
        for answered in (90, 95, 100)
        for under in [footing(answered, answered, rules)]
    }
    assert len(found) == 1
    ((interval, certain),) = found
    assert interval == (37, 43)  # 36 of 90 out of 100
    assert certain == (35, 47)  # 39.5 of 90 out of 100, and 10 silent


def test_m4_few_scores_do_not_tell_their_spread() -> None:
    alike = [Person({"q1": 3, "q2": 3, "q3": 3}, {}) for _ in range(20)]
    apart = [
        Person({"q1": 1 + at % 2 * 4, "q2": 5 - at % 2 * 4, "q3": 1 + at % 2 * 4}, {})
        for at in range(20)
    ]
    for people in (alike, apart):
        level = _level(people, frame=100)
        # 50 with the widest spread: 2.093 * 50 * sqrt(0.8 / 20) = 20.9.
        assert (level["score"], level["low"], level["high"]) == (50, 29, 71)


def test_m4_many_scores_do_not_tell_that_all_are_alike() -> None:
    alike = [Person({"q1": 3, "q2": 3, "q3": 3}, {}) for _ in range(60)]
    differ = [
        Person({"q1": 3 + at % 20 // 19, "q2": 3, "q3": 3 - at % 20 // 19}, {}) for at in range(60)
    ]
    level = _level(alike, frame=100)
    assert level == _level(differ, frame=100)
    # What two who differ by one item of three make: 33.3 sqrt(2 / 60) is 6.1, in steps 10, so
    # that the interval is 2.001 * sqrt(0.4 / 60) * 10 = 1.6 to either side.
    assert (level["low"], level["high"]) == (48, 52)
    apart = [Person({"q1": 1 + at % 2 * 4, "q2": 5 - at % 2 * 4, "q3": 3}, {}) for at in range(60)]
    assert _level(apart, frame=100)["high"] > 55


def test_m4_ends_tell_no_finer_mean() -> None:
    """Two crowds of a hundred whose scores print as 50, and differ by what one item tells."""
    halves = [Person({"q1": 2 + at % 3, "q2": 4 - at % 3, "q3": 3}, {}) for at in range(99)]
    exactly = [*halves, Person({"q1": 3, "q2": 3, "q3": 3}, {})]
    for answer in (1, 2, 4, 5):  # the mean is off by up to 0.17
        other = [*halves, Person({"q1": answer, "q2": 3, "q3": 3}, {})]
        assert _level(other, frame=200) == _level(exactly, frame=200)


@pytest.mark.parametrize(
    ("spread", "taken"), [(0.1, 5), (5, 5), (5.01, 10), (21.4, 25), (50, 50), (50.8, 50)]
)
def test_m4_spread_in_steps(spread: float, taken: float) -> None:
    assert spread_in_steps(spread) == taken


@settings(max_examples=60)
@given(PARTS, st.integers(0, 300), st.data())
def test_m5_the_certain_range_is_certain(
    case: tuple[int, int], silent: int, data: st.DataObject
) -> None:
    part, whole = case
    adults = whole + silent
    favorable = part + data.draw(st.integers(0, silent))
    printed = percent(part, whole, tail_edge(whole, 2))
    certain = certain_share(printed, _under(whole, adults))
    assert certain is not None
    assert certain[0] <= 100 * favorable / adults <= certain[1]


def test_m5_examples() -> None:
    assert certain_share(60, _under(45, 100)) == (26, 83)
    assert certain_share(60, _under(45, None)) is None
    assert certain_share(">90", _under(45, 100)) == (40, 100)
    assert certain_score(60, _under(45, 100)) == (26, 83)
    # With weights as few as half of them may have said so: 60 % of 45 may be 60 % of 22.5.
    uneven = Footing(45, 45, 100, exact=True, uneven=Unevenness(0.9, 0.5))
    assert certain_share(60, uneven) == (13, 92)


@pytest.mark.parametrize(
    ("score", "items", "answered", "extreme"),
    [
        (98, 3, 30, False),
        (99, 3, 30, True),
        (1, 3, 30, True),
        (93, 3, 10, False),
        (94, 3, 10, True),
    ],
)
def test_m6_ends(score: int, items: int, answered: int, extreme: bool) -> None:
    assert is_extreme(score, items, _under(answered), 2) is extreme


@settings(max_examples=30)
@given(st.integers(10, 60), st.integers(0, 6), st.sampled_from([3, 4, 5]))
def test_m6_what_is_shown_leaves_room_for_two_others(size: int, others: int, usual: int) -> None:
    people = [
        Person({"q1": 1 if at < others else 5, "q2": 6 - usual, "q3": usual}, {})
        for at in range(size)
    ]
    level = _level(people, frame=400)
    if level["state"] == "shown":
        # Two people moved from the best answer to the worst of one of three items.
        assert 100 - level["score"] + 0.5 >= 200 / 3 / size


def _level(people: list[Person], *, frame: int) -> dict[str, Any]:
    document: dict[str, Any] = release(people, cuts=(), frame=frame)
    found: dict[str, Any] = next(one for one in document["levels"] if one["id"] == "perceptual")
    return found
