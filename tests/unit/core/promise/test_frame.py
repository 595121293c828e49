"""Dealing codes over the frame.

F1  Every adult has one place, no place twice; the same frame always gives the same places.
F2  In each stratum adults are dealt evenly over its homes.
F3  Only kept strata are known to a place; every stratum sorts its letters.
F4  Adults whom no stratum counts come last, and always have a home.
F5  Strata smaller than 25 are never kept, however small the smallest group.
"""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from survey.core.promise.frame import Frame, FrameStratum, Place, deal_places

TWO = (FrameStratum("a", "A", adults=5, homes=3), FrameStratum("b", "B", adults=4, homes=2))


def test_places_by_hand() -> None:
    """F1, F2, F3"""
    places = deal_places(Frame(adults=9, homes=5, strata=TWO), {"a"})
    assert places == [
        Place(1, 1, "a", "a"),
        Place(1, 2, "a", "a"),
        Place(2, 1, "a", "a"),
        Place(2, 2, "a", "a"),
        Place(3, 1, "a", "a"),
        Place(4, 1, "b", None),
        Place(4, 2, "b", None),
        Place(5, 1, "b", None),
        Place(5, 2, "b", None),
    ]


def test_no_strata() -> None:
    """F2"""
    places = deal_places(Frame(adults=4, homes=3), set())
    assert [(place.home, place.adult) for place in places] == [(1, 1), (1, 2), (2, 1), (3, 1)]


def test_adults_beyond_the_strata() -> None:
    """F4: one home more, or none more at all."""
    more_homes = deal_places(Frame(adults=11, homes=6, strata=TWO), set())
    assert [(one.home, one.adult, one.part) for one in more_homes[9:]] == [
        (6, 1, None),
        (6, 2, None),
    ]
    no_homes = deal_places(Frame(adults=11, homes=5, strata=TWO), set())
    assert no_homes == more_homes


def test_fewer_adults_than_homes() -> None:
    """F2"""
    places = deal_places(Frame(adults=2, homes=5), set())
    assert [(place.home, place.adult) for place in places] == [(1, 1), (2, 1)]


def test_small_strata() -> None:
    """F5"""
    strata = tuple(FrameStratum(name, name, adults, 10) for name, adults in (("x", 24), ("y", 25)))
    frame = Frame(49, 20, strata)
    assert [one.id for one in frame.strata_of(5)] == ["y"]
    assert [one.id for one in frame.strata_of(26)] == []


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), max_size=5),
    st.integers(0, 50),
    st.integers(1, 40),
)
def test_each_adult_once(parts: list[tuple[int, int]], more: int, homes: int) -> None:
    """F1, F2"""
    strata = tuple(
        FrameStratum(f"s{at}", f"S{at}", adults, count) for at, (adults, count) in enumerate(parts)
    )
    frame = Frame(sum(one.adults for one in strata) + more, homes, strata)
    places = deal_places(frame, {"s0"})
    assert len(places) == frame.adults
    assert len({(place.home, place.adult) for place in places}) == frame.adults
    assert places == deal_places(frame, {"s0"})
    assert places == sorted(places, key=lambda place: (place.home, place.adult))
    assert {place.stratum for place in places} <= {None, "s0"}
    for one in strata:
        in_home = Counter(place.home for place in places if place.part == one.id)
        assert sum(in_home.values()) == one.adults
        assert not in_home or max(in_home.values()) - min(in_home.values()) <= 1
