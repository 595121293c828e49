"""Ordered answers.

M1 Mann-Whitney as in R, ties and all
M2 Cliff's delta: the published variance, R's whole dominance matrix, no overlap at all
M3 swapping, mirroring and empty categories
M4 refusals
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.ranks import RankChange, cliffs_delta, cliffs_variance, mann_whitney

REFERENCE = json.loads(Path("tests/reference/change.json").read_text(encoding="utf-8"))

COUNTS = st.lists(st.integers(0, 9), min_size=5, max_size=5)


@pytest.mark.parametrize("case", REFERENCE["ordered"])
def test_m1_as_in_r(case: dict[str, Any]) -> None:
    found = mann_whitney(case["before"], case["now"])
    assert isinstance(found, RankChange)
    assert found.u == case["w"]
    assert found.p == pytest.approx(case["p"], rel=1e-10)
    pairs = sum(case["before"]) * sum(case["now"])
    assert found.superiority.value == pytest.approx(case["w"] / pairs)
    assert found.superiority.low == pytest.approx((case["low"] + 1) / 2, rel=1e-10)


def test_m1_worked_example() -> None:
    found = mann_whitney((4, 3, 2, 1), (1, 2, 3, 4))
    assert isinstance(found, RankChange)
    assert (found.u, round(found.z, 3), round(found.p, 4)) == (75, 1.949, 0.0513)
    ends = (found.superiority.value, found.superiority.low, found.superiority.high)
    assert tuple(round(end, 3) for end in ends) == (0.75, 0.495, 0.902)


@pytest.mark.parametrize("case", REFERENCE["ordered"])
def test_m2_the_whole_dominance_matrix(case: dict[str, Any]) -> None:
    found = cliffs_delta(case["before"], case["now"])
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(case["delta"], abs=1e-12)
    assert (found.low, found.high) == pytest.approx((case["low"], case["high"]), abs=1e-10)
    assert cliffs_variance(case["before"], case["now"]) == pytest.approx(case["variance"])


def test_m2_cliffs_published_variance() -> None:
    """Cliff 1996: 0.2669753 by rows, 0.447 by columns and 1.0055556 by pairs, delta -0.25."""
    before, now = (1, 1, 1, 2, 1), (2, 3, 3, 1, 1)
    found = cliffs_delta(before, now)
    assert isinstance(found, Estimate)
    ends = (found.value, found.low, found.high)
    assert tuple(round(end, 3) for end in ends) == (-0.25, -0.713, 0.364)
    expected = (5 * 0.2669753 + 9 * 0.447 + 1.0055556) / 60
    assert cliffs_variance(before, now) == pytest.approx(expected, abs=1e-7)


def test_m2_no_overlap() -> None:
    # (12 - 3.8415) / (12 + 3.8415), as Wilson's interval of 12 of 12 has it.
    rise, fall = cliffs_delta((12, 3, 0), (0, 0, 40)), cliffs_delta((0, 0, 40), (7, 5, 0))
    assert isinstance(rise, Estimate)
    assert isinstance(fall, Estimate)
    assert (rise.value, rise.high) == (1, 1)
    assert rise.low == pytest.approx((15 - 3.841459) / (15 + 3.841459))
    assert (fall.value, fall.low) == (-1, -1)
    assert fall.high == pytest.approx(-(12 - 3.841459) / (12 + 3.841459))


@settings(max_examples=80)
@given(COUNTS, COUNTS)
def test_m3_turning_around(before: list[int], now: list[int]) -> None:
    assume(min(sum(before), sum(now)) >= 2)
    found, back = mann_whitney(before, now), mann_whitney(now, before)
    mirrored = mann_whitney(before[::-1], now[::-1])
    wider = mann_whitney([0, *before, 0], [0, *now, 0])
    if isinstance(found, Refusal):
        assert found == back == mirrored == wider == Refusal("no_spread")
        return
    assert wider == found
    assert 0 <= found.superiority.low <= found.superiority.value <= found.superiority.high <= 1
    for other in (back, mirrored):
        assert isinstance(other, RankChange)
        assert other.p == pytest.approx(found.p, abs=1e-12)
        assert other.superiority.low == pytest.approx(1 - found.superiority.high, abs=1e-9)


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        ((1, 2), (1, 2, 3), "bad_input"),
        ((1, -2, 3), (1, 2, 3), "bad_input"),
        ((0, 1, 0), (1, 2, 3), "too_few"),
        ((), (), "too_few"),
        ((0, 5, 0), (0, 7, 0), "no_spread"),
    ],
)
def test_m4_refusals(before: tuple[int, ...], now: tuple[int, ...], reason: str) -> None:
    for found in (
        mann_whitney(before, now),
        cliffs_delta(before, now),
        cliffs_variance(before, now),
    ):
        assert isinstance(found, Refusal)
        assert found.reason == reason
