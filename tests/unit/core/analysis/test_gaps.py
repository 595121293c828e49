"""Gaps between groups.

G1 Hedges g: effectsize of R, published values, worked examples
G2 each gap holds both groups and the complement
G3 swapping the groups; the unit does not matter
G4 refusals
"""

from __future__ import annotations

import json
from math import nan
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from survey.core.analysis.change import Summary, summary_of
from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.gaps import (
    Gap,
    Share,
    correction,
    gap_of_answers,
    gap_of_scores,
    gap_of_shares,
    hedges_g,
    hedges_g_normal,
)

REFERENCE = json.loads(Path("tests/reference/change.json").read_text(encoding="utf-8"))

FIRST, SECOND = Summary(60, 400, 40), Summary(50, 400, 30)
VALUES = st.lists(st.integers(0, 100).map(float), min_size=2, max_size=10)


def _summary(values: list[float]) -> Summary:
    found = summary_of(values)
    assert isinstance(found, Summary)
    return found


@pytest.mark.parametrize("name", sorted(REFERENCE["gaps"]))
def test_g1_as_in_r(name: str) -> None:
    case: dict[str, Any] = REFERENCE["gaps"][name]
    first, second = _summary(case["first"]), _summary(case["second"])
    found, normal = hedges_g(first, second), hedges_g_normal(first, second)
    assert isinstance(found, Estimate)
    assert isinstance(normal, Estimate)
    assert found.value == pytest.approx(case["g"], rel=1e-10)
    # R finds the ends by an optimizer that stops at about four digits.
    assert (found.low, found.high) == pytest.approx((case["low"], case["high"]), abs=2e-3)
    assert normal.high - normal.value == pytest.approx(1.959964 * case["error"], abs=1e-6)


def test_g1_worked_examples() -> None:
    found, normal = hedges_g(FIRST, SECOND), hedges_g_normal(FIRST, SECOND)
    assert isinstance(found, Estimate)
    assert isinstance(normal, Estimate)
    ends = (found.value, found.low, found.high)
    assert tuple(round(end, 3) for end in ends) == (0.494, 0.017, 0.968)
    assert round(normal.high - normal.value, 3) == 0.480


def test_g1_exact_correction() -> None:
    """Hedges 1981, table 1: c(m) for 2 to 6, 20 and 50 degrees of freedom."""
    published = {2: 0.5642, 3: 0.7236, 4: 0.7979, 5: 0.8407, 6: 0.8686, 20: 0.9619, 50: 0.9849}
    assert {df: round(correction(df), 4) for df in published} == published


def test_g1_a_very_large_gap_is_found() -> None:
    found = hedges_g(Summary(90, 100, 1000), Summary(20, 100, 1000))
    assert isinstance(found, Estimate)
    assert found.low < found.value < found.high
    assert found.value == pytest.approx(7, abs=0.01)


@pytest.mark.parametrize(
    ("first", "second", "distance", "expected"),
    [
        # J k uniroot(function(nc) pt(d / k, df, nc) - c(.975, .025)): R 4.2.2.
        (2, 2, 10, (5.6418958355, 0.7168548351, 10.9292095571)),
        (2, 3, 15, (10.8540188184, 2.7774517017, 19.2435180689)),
        (3, 3, 12, (9.5746147296, 3.1735678558, 16.0882519537)),
    ],
)
def test_g1_the_ends_are_far_apart_of_few(
    first: int, second: int, distance: float, expected: tuple[float, float, float]
) -> None:
    found = hedges_g(Summary(distance, 1, first), Summary(0, 1, second))
    assert isinstance(found, Estimate)
    assert (found.value, found.low, found.high) == pytest.approx(expected, rel=1e-9)


def test_g1_the_ends_are_close_of_very_many() -> None:
    many = Summary(0.2, 1, 100_000), Summary(0, 1, 100_000)
    found, normal = hedges_g(*many), hedges_g_normal(*many)
    assert isinstance(found, Estimate)
    assert isinstance(normal, Estimate)
    assert (found.low, found.high) == pytest.approx((normal.low, normal.high), abs=1e-6)


def test_g2_scores() -> None:
    values = {"a": [10.0, 40.0, 70.0], "b": [20.0, 30.0], "c": [50.0, 90.0, 95.0]}
    everybody = _summary([value for group in values.values() for value in group])
    found = gap_of_scores(_summary(values["a"]), _summary(values["b"]), everybody)
    assert isinstance(found, Gap)
    rest = _summary(values["c"])
    assert found.complement is not None
    assert found.complement.mean == pytest.approx(rest.mean)
    assert found.complement.variance == pytest.approx(rest.variance)
    assert found.complement.answered == 3
    assert found.released == (found.first, found.second, found.complement)


def test_g2_scores_of_everybody_but_one() -> None:
    everybody = _summary([10.0, 40.0, 20.0, 30.0, 77.0])
    found = gap_of_scores(_summary([10.0, 40.0]), _summary([20.0, 30.0]), everybody)
    assert isinstance(found, Gap)
    assert found.complement is not None
    assert found.complement.mean == pytest.approx(77)
    assert (found.complement.variance, found.complement.answered) == (0, 1)


def test_g2_answers() -> None:
    found = gap_of_answers((1, 2, 3, 4), (4, 3, 2, 1), (6, 6, 6, 6))
    assert isinstance(found, Gap)
    assert (found.measure, found.estimate.value) == ("cliffs_delta", 0.5)
    assert found.released == ((1, 2, 3, 4), (4, 3, 2, 1), (1, 1, 1, 1))


def test_g2_shares() -> None:
    found = gap_of_shares(Share(56, 70), Share(48, 80), Share(110, 160))
    assert isinstance(found, Gap)
    ends = (found.estimate.value, found.estimate.low, found.estimate.high)
    assert tuple(round(end, 3) for end in ends) == (0.2, 0.052, 0.334)
    assert found.complement == Share(6, 10)


def test_g2_nobody_else() -> None:
    shares = gap_of_shares(Share(6, 10), Share(4, 10), Share(10, 20))
    answers = gap_of_answers((1, 2), (2, 1), (3, 3))
    scores = gap_of_scores(
        _summary([1.0, 2.0]), _summary([3.0, 5.0]), _summary([1.0, 2.0, 3.0, 5.0])
    )
    for found in (shares, answers, scores):
        assert isinstance(found, Gap)
        assert found.complement is None
        assert len(found.released) == 2


@settings(max_examples=50)
@given(VALUES, VALUES, st.sampled_from([0.5, 10.0]))
def test_g3_swapping_and_units(first: list[float], second: list[float], unit: float) -> None:
    assume(len({*first}) > 1)
    there = hedges_g(_summary(first), _summary(second))
    back = hedges_g(_summary(second), _summary(first))
    scaled = hedges_g(
        _summary([unit * x - 3 for x in first]), _summary([unit * x - 3 for x in second])
    )
    assert isinstance(there, Estimate)
    assert isinstance(back, Estimate)
    assert isinstance(scaled, Estimate)
    assert there.low < there.high
    assert (there.value, there.low) == pytest.approx((-back.value, -back.high), abs=1e-6)
    assert (scaled.low, scaled.high) == pytest.approx((there.low, there.high), abs=1e-6)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (hedges_g(Summary(1, 0, 1), SECOND), "too_few"),
        (hedges_g_normal(FIRST, Summary(1, 0, 1)), "too_few"),
        (hedges_g(Summary(1, 0, 5), Summary(2, 0, 5)), "no_spread"),
        (hedges_g(Summary(nan, 1, 5), SECOND), "bad_input"),
        (hedges_g(Summary(1, -1, 5), SECOND), "bad_input"),
        (gap_of_scores(FIRST, SECOND, Summary(55, 400, 69)), "contradiction"),
        (gap_of_scores(FIRST, SECOND, Summary(55, 10, 80)), "contradiction"),
        (gap_of_scores(FIRST, Summary(5, 5, 1), Summary(55, 900, 80)), "too_few"),
        (gap_of_answers((1, 2), (2, 1), (3, 3, 3)), "bad_input"),
        (gap_of_answers((1, 2), (2, 1), (2, 3)), "contradiction"),
        (gap_of_answers((1, 0), (2, 1), (3, 3)), "too_few"),
        (gap_of_shares(Share(6, 10), Share(4, 10), Share(9, 20)), "contradiction"),
        (gap_of_shares(Share(6, 10), Share(4, 10), Share(12, 21)), "contradiction"),
        (gap_of_shares(Share(0, 0), Share(4, 10), Share(10, 20)), "no_answers"),
    ],
)
def test_g4_refusals(found: object, reason: str) -> None:
    assert isinstance(found, Refusal)
    assert found.reason == reason
