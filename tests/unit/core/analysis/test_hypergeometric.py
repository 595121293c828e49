"""The chances of a draw without replacement.

H1  For all small frames, every tail is what counting all the draws says.
H2  For ten million adults they are what whole numbers say, to 1e-12.
H3  For frames of every size they agree with scipy's, and both tails add up.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from survey.core.analysis.hypergeometric import chance_of_fewer, chance_of_more


def test_small_frames() -> None:
    """H1"""
    for frame in range(1, 10):
        for good in range(frame + 1):
            for answered in range(frame + 1):
                ways = [
                    comb(good, x) * comb(frame - good, answered - x) for x in range(answered + 1)
                ]
                for x, fewer in enumerate(accumulate(ways)):
                    below = fewer / comb(frame, answered)
                    above = (sum(ways) - fewer + ways[x]) / comb(frame, answered)
                    case = (x, frame, good, answered)
                    assert chance_of_fewer(*case) == pytest.approx(below, abs=1e-14), case
                    assert chance_of_more(*case) == pytest.approx(above, abs=1e-14), case


def test_none_and_more_than_all() -> None:
    """H1"""
    assert chance_of_fewer(-1, 10, 4, 3) == 0
    assert chance_of_more(4, 10, 4, 3) == 0
    assert chance_of_more(-1, 10, 4, 3) == pytest.approx(1)


def test_ten_million() -> None:
    """H2"""
    frame, good, answered = 10_000_000, 4_000_000, 1_000
    all_ways, drawn, ways = comb(frame, answered), comb(frame - good, answered), 0
    for x in range(380):
        ways += drawn
        drawn = drawn * (good - x) * (answered - x) // ((x + 1) * (frame - good - answered + x + 1))
    exact = float(Fraction(ways, all_ways))
    assert chance_of_fewer(379, frame, good, answered) == pytest.approx(exact, rel=1e-12)
    assert chance_of_more(380, frame, good, answered) == pytest.approx(1 - exact, rel=1e-12)


@given(st.data())
def test_every_size(data: st.DataObject) -> None:
    """H3"""
    frame = data.draw(st.integers(1, 5_000))
    good, answered = data.draw(st.integers(0, frame)), data.draw(st.integers(0, frame))
    x = data.draw(st.integers(max(0, good + answered - frame), min(good, answered)))
    fewer, more = (
        chance_of_fewer(x, frame, good, answered),
        chance_of_more(x, frame, good, answered),
    )
    assert fewer == pytest.approx(float(hypergeom.cdf(x, frame, good, answered)), abs=1e-9)
    assert more == pytest.approx(float(hypergeom.sf(x - 1, frame, good, answered)), abs=1e-9)
    assert chance_of_fewer(x - 1, frame, good, answered) + more == pytest.approx(1, abs=1e-12)
