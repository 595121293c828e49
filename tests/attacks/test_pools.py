"""Figures of several places: an attacker learns nothing from them that the releases do not say.

E1 a pool less all members but one gives that one's printed figure, and nothing finer
E2 the same of two pools that differ by one place, whichever places were chosen
E3 answers that print the same make the same pool
E4 a hidden figure moves no pool, whatever it is
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from survey.core.disclosure.pools import Pooled, Printed, pool

HALF_POINT = Fraction(1, 2)


def _place(draw: random.Random) -> Printed:
    figure = draw.randint(15, 85)
    reach = draw.randint(2, 9)
    return Printed(figure, figure - reach, figure + reach, draw.randint(60, 140), 40)


def _pool(members: Sequence[Printed]) -> Pooled:
    found = pool(members)
    assert isinstance(found, Pooled)
    return found


def _total(found: Pooled) -> tuple[Fraction, Fraction]:
    """What a reader knows of the sum over all adults: the printed mean is rounded."""
    mean = Fraction(found.figure)
    return (mean - HALF_POINT) * found.adults, (mean + HALF_POINT) * found.adults


def _known(one: Printed) -> tuple[Fraction, Fraction]:
    """What a reader knows of one place's sum, from its own release."""
    figure = Fraction(one.figure)
    return (figure - HALF_POINT) * one.adults, (figure + HALF_POINT) * one.adults


def _inferred(
    total: tuple[Fraction, Fraction], others: Sequence[Printed], adults: int
) -> tuple[Fraction, Fraction]:
    """The score of the one that is left, as far as the totals say."""
    low = total[0] - sum(_known(one)[1] for one in others)
    high = total[1] - sum(_known(one)[0] for one in others)
    return low / adults, high / adults


def test_e1_all_members_but_one() -> None:
    draw = random.Random(1)
    for _ in range(300):
        members = [_place(draw) for _ in range(draw.randint(6, 12))]
        one, others = members[0], members[1:]
        low, high = _inferred(_total(_pool(members)), others, one.adults)
        printed = _known(one)
        assert low <= printed[0] / one.adults
        assert high >= printed[1] / one.adults


def test_e2_two_pools_that_differ_by_one() -> None:
    draw = random.Random(2)
    for _ in range(300):
        members = [_place(draw) for _ in range(draw.randint(7, 12))]
        whole, less = _total(_pool(members)), _total(_pool(members[1:]))
        one = members[0]
        low, high = (whole[0] - less[1]) / one.adults, (whole[1] - less[0]) / one.adults
        # The pools' own rounding is wider than the place's: by itself it says less, never more.
        assert high - low > 1
        assert low <= Fraction(one.figure) <= high


def test_e3_answers_that_print_the_same() -> None:
    """Means of whole people that differ, and their figures as a release prints them."""
    draw = random.Random(3)
    for _ in range(300):
        printed, again = [], []
        for _place_number in range(6):
            mean = draw.randint(30, 70)
            ends = mean - 6, mean + 6
            one, other = (mean + draw.uniform(-0.49, 0.49) for _ in range(2))
            assert one != other
            printed.append(_as_printed(one, ends))
            again.append(_as_printed(other, ends))
        assert printed == again
        assert pool(printed) == pool(again)


def _as_printed(mean: float, ends: tuple[int, int]) -> Printed:
    low, high = floor(ends[0]), ceil(ends[1])
    return Printed(floor(mean + 0.5), low, high, 90, 40)


def test_e4_a_member_holds_printed_figures_only() -> None:
    """There is no field into which anything else could be put."""
    assert Printed.__slots__ == ("figure", "low", "high", "adults", "respondents")
