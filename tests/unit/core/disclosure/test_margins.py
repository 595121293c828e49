"""Intervals and certain ranges beside what is printed.

M1 an interval holds the printed figure, and is the exact one below 90 % response
M2 an open end stays open: everything inside of it has the same interval and certain range
M3 from 90 % response on both depend on what is printed only
M4 a score does not tell how far its answers are apart within people: its interval is the same for
   all that print alike
M5 the certain range holds the share of all adults, whatever the silent think
M6 scores end where the open ends of shares begin, and leave room for two others
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.disclosure.margins import (
    Footing,
    Last,
    certain_score,
    certain_share,
    footing,
    last_scores,
    printed_score,
    range_of_score,
    share_margins,
)
from survey.core.disclosure.released import Band, Figures, ReleasedItem, Share
from survey.core.disclosure.rounding import Percent, percent, tail_edge
from survey.core.disclosure.rules import Rules
from survey.core.disclosure.spreads import printed_spread, room_of_mean
from survey.core.disclosure.tallies import Unevenness
from tests.unit.core.disclosure.population import Person, release, tabulate_people

ALL_BEST = {"q1": 5, "q2": 1, "q3": 5}
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


def test_m4_many_scores_do_not_tell_how_they_hang_together() -> None:
    """Sixty who print alike, question by question: each of one mind, or each of two."""
    of_one_mind = [
        Person({"q1": 1 + at % 5, "q2": 5 - at % 5, "q3": 1 + at % 5}, {}) for at in range(60)
    ]
    of_two = [Person({"q1": 1 + at % 5, "q2": 1 + at % 5, "q3": 3}, {}) for at in range(60)]
    first, second = _level(of_one_mind, frame=100), _level(of_two, frame=100)
    assert (first["score"], second["score"]) == (50, 50)
    # A fifth at each point are 35.4 apart, of a mean of three 31.6: 2.001 * 31.6 * sqrt(0.4 / 60)
    # is 5.2.
    assert (first["low"], first["high"]) == (44, 56)
    # Of the third question all that is printed is more than 95 in the middle: "<5" is 5 at an end.
    assert second["high"] < first["high"]
    swapped = [
        Person({**one.answers, "q1": other.answers["q1"]}, {})
        for one, other in zip(of_one_mind, [*of_one_mind[7:], *of_one_mind[:7]], strict=True)
    ]
    assert _level(swapped, frame=100) == first


def test_m4_ends_tell_no_finer_mean() -> None:
    """Two crowds of a hundred whose scores print as 50, and differ by what one item tells."""
    halves = [Person({"q1": 2 + at % 3, "q2": 4 - at % 3, "q3": 3}, {}) for at in range(99)]
    exactly = [*halves, Person({"q1": 3, "q2": 3, "q3": 3}, {})]
    for answer in (2, 4):  # the mean is off by up to 0.08
        other = [*halves, Person({"q1": answer, "q2": 3, "q3": 3}, {})]
        assert _level(other, frame=200) == _level(exactly, frame=200)


@pytest.mark.parametrize(
    ("shares", "spread"),
    [
        # 0, 25, 50, 75, 100 by a fifth: sqrt(1250).
        ((20, 20, 20, 20, 20), 35.36),
        # One percent is left over, and lies at the far end: the center is 74.0, as 99 of it say.
        (("<5", 10, 20, 40, 29), 24.5),
        # Nothing is left over for the open end.
        (("<5", 11, 20, 40, 29), 23.9),
    ],
)
def test_m4_spread_of_points(shares: tuple[Percent, ...], spread: float) -> None:
    points = tuple(Share(at + 1, share) for at, share in enumerate(shares))
    [table] = [one for one in tabulate_people([Person({"q1": 5}, {})]).items if one.id == "q1"]
    item = ReleasedItem("q1", "", "scale", "five", False, (4, 5), "shown", points=points)
    assert printed_spread([(table, item)]) == pytest.approx(spread, abs=0.05)


def test_m4_spread_of_bands() -> None:
    """More than 95 are favorable, 75 or 100 points: five at 0, and 95 up to 12.5 from 87.5."""
    bands = (Band("unfavorable", "<5"), Band("middle", "<5"), Band("favorable", ">95"))
    [table] = [one for one in tabulate_people([Person({"q1": 5}, {})]).items if one.id == "q1"]
    item = ReleasedItem("q1", "", "scale", "five", False, (4, 5), "shown", Figures(bands=bands))
    assert printed_spread([(table, item)]) == pytest.approx(
        (0.95 * 12.5**2 + 0.05 * 87.5**2) ** 0.5
    )


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
    assert certain_score(60, Last(5, 95, 5), _under(45, 100)) == (26, 83)
    # With weights as few as half of them may have said so: 60 % of 45 may be 60 % of 22.5.
    uneven = Footing(45, 45, 100, exact=True, uneven=Unevenness(0.9, 0.5))
    assert certain_share(60, uneven) == (13, 92)


@pytest.mark.parametrize(
    ("mean", "last", "score", "means"),
    [
        (100.0, Last(5, 95, 5), 95, (94.5, 100)),
        (94.4, Last(5, 95, 5), 94, (93.5, 94.5)),
        (0.2, Last(10, 90, 10), 10, (0, 10.5)),
        (62.5, Last(5, 95, 5), 63, (62.5, 63.5)),
        (80.0, Last(5, 79, 5, 4), 79, (78.5, 83.5)),
        (79.9, Last(5, 79, 5, 4), 79, (78.5, 83.5)),
    ],
)
def test_m6_beyond_the_last_score_all_print_alike(
    mean: float, last: Last, score: int, means: tuple[float, float]
) -> None:
    assert printed_score(mean, last) == score
    assert range_of_score(score, last) == means


@pytest.mark.parametrize(
    ("room", "last"),
    [
        (None, (5, 95)),
        # 98.3 and twice 70: 79.44 prints as 79.
        ((71.7, (100 - 100 / 60 + 70 + 70) / 3), (72, 79)),
        ((10.5, 99.0), (10, 95)),
        ((2.0, 3.0), (5, 5)),
    ],
)
def test_m6_last_scores(room: tuple[float, float] | None, last: tuple[int, int]) -> None:
    found = last_scores(5, room, 2 / 60)
    assert (found.low, found.high) == last


def test_m6_room() -> None:
    """M6: all but two of sixty gave a 4 or 5, the two a 3 or less; the rest is as it prints."""
    bands = (Band("unfavorable", "<5"), Band("middle", "<5"), Band("favorable", ">95"))
    shares: tuple[Percent, ...] = ("<5", 20, 50, 20, 8)
    points = tuple(Share(at, share) for at, share in enumerate(shares, start=1))
    tables = {one.id: one for one in tabulate_people([Person(ALL_BEST, {})]).items}
    full = ReleasedItem("q1", "", "scale", "five", False, (4, 5), "shown", Figures(bands=bands))
    told = ReleasedItem("q3", "", "scale", "five", False, (4, 5), "shown", points=points)
    assert room_of_mean([(tables["q3"], told)], 2 / 60) is None
    found = room_of_mean([(tables["q1"], full), (tables["q3"], told)], 2 / 60)
    assert found is not None
    # Two percent are left of the second question's, and can only have given a 1.
    mean = 0.2 * 25 + 0.5 * 50 + 0.2 * 75 + 0.08 * 100
    assert found[0] == pytest.approx((75 - 75 * 2 / 60 + mean) / 2)
    assert found[1] == pytest.approx((100 - 50 * 2 / 60 + mean) / 2)


@settings(max_examples=30)
@given(st.integers(30, 60), st.integers(0, 2), st.sampled_from(["q1", "q2", "q3"]))
def test_m6_all_alike_reads_like_two_others(size: int, others: int, about: str) -> None:
    """M6: whether nobody, one or two gave the opposite answer to one question."""
    best = {"q1": 5, "q2": 1, "q3": 5}
    people = [
        Person({**best, about: 6 - best[about]} if at < others else best, {}) for at in range(size)
    ]
    everybody = [Person(best, {}) for _at in range(size)]
    assert _level(people, frame=400) == _level(everybody, frame=400)
    assert _level(people, frame=400)["state"] == "shown"


def _level(people: list[Person], *, frame: int) -> dict[str, Any]:
    document: dict[str, Any] = release(people, cuts=(), frame=frame)
    found: dict[str, Any] = next(one for one in document["levels"] if one["id"] == "perceptual")
    return found
