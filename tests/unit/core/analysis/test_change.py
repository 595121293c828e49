"""Differences of two means and of two shares.

C1 Newcombe's published examples, and the pooled z
C2 Welch: R, worked examples, a published data set
C3 two published figures: the reach of each side
C4 swapping turns a difference around; the unit and the order do not matter
C5 design effects widen
C6 what cannot be answered is refused
"""

from __future__ import annotations

import json
from math import inf, nan, sqrt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.change import (
    Change,
    Summary,
    difference,
    from_error,
    newcombe,
    newcombe_of_counts,
    summary_of,
    welch,
    welch_of_values,
)
from survey.core.analysis.estimates import Estimate, Refusal

REFERENCE = json.loads(Path("tests/reference/change.json").read_text(encoding="utf-8"))

VALUES = st.lists(st.integers(0, 100).map(float), min_size=2, max_size=12)


def _welch(before: Summary, now: Summary) -> Change:
    found = welch(before, now)
    assert isinstance(found, Change)
    return found


@pytest.mark.parametrize(
    ("counts", "ends"),
    [
        ((48, 80, 56, 70), (0.0524, 0.3339)),
        ((3, 10, 9, 10), (0.1705, 0.8090)),
        ((2, 7, 6, 7), (0.0582, 0.8062)),
        ((0, 29, 5, 56), (-0.0381, 0.1926)),
        ((0, 20, 0, 10), (-0.1611, 0.2775)),
        ((0, 10, 0, 10), (-0.2775, 0.2775)),
        ((0, 20, 10, 10), (0.6791, 1.0)),
        ((0, 10, 10, 10), (0.6075, 1.0)),
    ],
)
def test_c1_newcombe(counts: tuple[int, int, int, int], ends: tuple[float, float]) -> None:
    """Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10."""
    found = newcombe_of_counts(*counts)
    assert isinstance(found, Change)
    assert (round(found.estimate.low, 4), round(found.estimate.high, 4)) == ends


@pytest.mark.parametrize("case", REFERENCE["shares"])
def test_c1_pooled_z_as_in_r(case: dict[str, float]) -> None:
    found = newcombe(case["x1"] / case["n1"], case["n1"], case["x2"] / case["n2"], case["n2"])
    assert isinstance(found, Change)
    assert (found.estimate.value / found.error) ** 2 == pytest.approx(case["z2"], rel=1e-9)
    assert found.p == pytest.approx(case["p"], rel=1e-9)


def test_c1_worked_example() -> None:
    found = newcombe_of_counts(48, 80, 56, 70)
    assert isinstance(found, Change)
    assert found.estimate.value / found.error == pytest.approx(2.650, abs=5e-4)
    assert found.p == pytest.approx(0.0080, abs=5e-5)


def test_c1_nobody_and_everybody_are_no_difference() -> None:
    for favorable in (0, 1):
        found = newcombe(favorable, 20, favorable, 35)
        assert isinstance(found, Change)
        assert (found.estimate.value, found.p) == (0, 1)
        assert found.estimate.low < 0 < found.estimate.high


@pytest.mark.parametrize("name", sorted(REFERENCE["means"]))
def test_c2_welch_as_in_r(name: str) -> None:
    case = REFERENCE["means"][name]
    found = welch_of_values(case["before"], case["now"])
    assert isinstance(found, Change)
    assert found.df == pytest.approx(case["df"], rel=1e-9)
    assert found.p == pytest.approx(case["p"], rel=1e-9)
    assert found.error == pytest.approx(case["error"], rel=1e-9)
    assert found.estimate.low == pytest.approx(case["low"], rel=1e-9)
    assert found.estimate.high == pytest.approx(case["high"], rel=1e-9)


def test_c2_the_published_sleep_data() -> None:
    """Student 1908, as R's own documentation tests it: t = 1.8608, df = 17.776, p = 0.07939."""
    case = REFERENCE["means"]["sleep"]
    found = welch_of_values(case["before"], case["now"])
    assert isinstance(found, Change)
    assert found.df is not None
    assert (round(found.estimate.value / found.error, 4), round(found.df, 3)) == (1.8608, 17.776)
    assert round(found.p, 5) == 0.07939


def test_c2_worked_examples() -> None:
    assert summary_of((0, 25, 50, 75, 100)) == Summary(50, 1562.5, 5)
    found = _welch(Summary(60, 484, 48), Summary(69, 484, 48))
    assert found.df == pytest.approx(94)
    assert found.estimate.high - 9 == pytest.approx(8.92, abs=0.005)
    assert found.p == pytest.approx(0.048, abs=0.0005)
    again = from_error(9, 4.490731, 94)
    assert again.p == pytest.approx(found.p, abs=1e-6)
    values = welch_of_values((1, 2, 3, 4), (3, 5, 7, 9))
    assert isinstance(values, Change)
    assert values.estimate.high == pytest.approx(3.5 + 3.86, abs=0.005)


def test_c3_two_figures() -> None:
    found = difference(Estimate(60, 57, 63), Estimate(66, 62, 70))
    assert (found.value, found.low, found.high) == (6, 1, 11)


ESTIMATES = st.tuples(st.floats(0, 100), st.floats(0, 30), st.floats(0, 30)).map(
    lambda drawn: Estimate(drawn[0], drawn[0] - drawn[1], drawn[0] + drawn[2])
)


@settings(max_examples=50)
@given(ESTIMATES, ESTIMATES)
def test_c4_turning_around(first: Estimate, second: Estimate) -> None:
    there, back = difference(first, second), difference(second, first)
    assert there.value == -back.value
    assert there.low == pytest.approx(-back.high, abs=1e-9)


@settings(max_examples=80)
@given(VALUES, VALUES, st.randoms(use_true_random=False), st.sampled_from([0.25, 2.0, 1024.0]))
def test_c4_means(first: list[float], second: list[float], random: object, unit: float) -> None:
    there, back = welch_of_values(first, second), welch_of_values(second, first)
    if isinstance(there, Refusal):
        assert there == back == Refusal("no_spread")
        return
    assert isinstance(back, Change)
    assert there.estimate.value == -back.estimate.value
    assert there.p == pytest.approx(back.p, rel=1e-12)
    assert welch_of_values(sorted(first), sorted(second, reverse=True)) == there
    scaled = welch_of_values([unit * x + 8 for x in first], [unit * x + 8 for x in second])
    assert isinstance(scaled, Change)
    assert scaled.estimate.high == pytest.approx(unit * there.estimate.high, rel=1e-9, abs=1e-9)
    assert scaled.p == pytest.approx(there.p, rel=1e-9)


@settings(max_examples=80)
@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_c4_shares(before: int, now: int, data: st.DataObject) -> None:
    first, second = data.draw(st.integers(0, before)), data.draw(st.integers(0, now))
    there = newcombe_of_counts(first, before, second, now)
    back = newcombe_of_counts(second, now, first, before)
    mirrored = newcombe_of_counts(before - first, before, now - second, now)
    assert isinstance(there, Change)
    assert isinstance(back, Change)
    assert isinstance(mirrored, Change)
    assert -1 <= there.estimate.low <= there.estimate.value <= there.estimate.high <= 1
    for other in (back, mirrored):
        assert there.estimate.low == pytest.approx(-other.estimate.high, abs=1e-12)
        assert there.p == pytest.approx(other.p, abs=1e-12)


def test_c5_design_effects() -> None:
    plain = _welch(Summary(60, 484, 48), Summary(69, 484, 48))
    weighted = _welch(Summary(60, 484, 48, 1.5), Summary(69, 484, 48, 1.5))
    assert weighted.error == pytest.approx(plain.error * sqrt(1.5))
    # 48 answers with a design effect of 1.5 say as much as 32 of equal weight.
    assert weighted == _welch(Summary(60, 484, 32), Summary(69, 484, 32))


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (summary_of([5]), "too_few"),
        (summary_of([]), "too_few"),
        (summary_of([5, nan]), "bad_input"),
        (summary_of([1, 2], design_effect=0), "bad_input"),
        (welch(Summary(1, 1, 1), Summary(1, 1, 9)), "too_few"),
        (welch(Summary(1, 1, 9), Summary(1, 1, 3, 2.0)), "too_few"),
        (welch(Summary(1, 0, 9), Summary(2, 0, 9)), "no_spread"),
        (welch(Summary(1, 1, 9), Summary(inf, 1, 9)), "bad_input"),
        (welch(Summary(1, -1, 9), Summary(1, 1, 9)), "bad_input"),
        (welch_of_values([1], [1, 2]), "too_few"),
        (welch_of_values([1, 2], [1]), "too_few"),
        (newcombe_of_counts(0, 0, 3, 10), "no_answers"),
        (newcombe(0.5, 0.2, 0.5, 10), "no_answers"),
        (newcombe(1.2, 10, 0.5, 10), "bad_input"),
        (newcombe(nan, 10, 0.5, 10), "bad_input"),
        (newcombe(0.5, inf, 0.5, 10), "bad_input"),
    ],
)
def test_c6_refusals(found: object, reason: str) -> None:
    assert isinstance(found, Refusal)
    assert found.reason == reason
