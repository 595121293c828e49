"""When "no change" may be said, and how large a change must be to be seen.

E1 two one-sided tests: R, worked example, the 90 % interval
E2 the table of what can be seen
E3 refusals
"""

from __future__ import annotations

import json
from math import inf, nan
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.change import Change, newcombe, welch_of_values
from survey.core.analysis.detectable import minimum_detectable, smallest_flagged
from survey.core.analysis.equivalence import Equivalence, equivalence, equivalence_of
from survey.core.analysis.estimates import Refusal

REFERENCE = json.loads(Path("tests/reference/change.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(REFERENCE["equivalences"]))
def test_e1_as_in_r(name: str) -> None:
    case = REFERENCE["equivalences"][name]
    change = welch_of_values(case["before"], case["now"])
    assert isinstance(change, Change)
    found = equivalence_of(change, margin=case["margin"])
    assert isinstance(found, Equivalence)
    assert found.p == pytest.approx(case["p"], rel=1e-8)
    ends = (found.interval.low, found.interval.high)
    assert ends == pytest.approx((case["low"], case["high"]), rel=1e-9)
    assert found.no_change is (name == "shown")


def test_e1_worked_example() -> None:
    found = equivalence(1, 2, 100)
    assert isinstance(found, Equivalence)
    assert (round(found.p, 4), found.no_change) == (0.0241, True)
    assert (round(found.interval.low, 2), round(found.interval.high, 2)) == (-2.32, 4.32)


def test_e1_an_unclear_change_is_not_no_change() -> None:
    found = equivalence(0, 4, 58)
    assert isinstance(found, Equivalence)
    assert not found.no_change


def test_e1_shares() -> None:
    change = newcombe(0.60, 900, 0.61, 900)
    assert isinstance(change, Change)
    found = equivalence_of(change, margin=0.05)
    assert isinstance(found, Equivalence)
    assert (round(found.p, 3), found.no_change) == (0.041, True)


@settings(max_examples=60)
@given(st.floats(-20, 20), st.floats(0.1, 10), st.none() | st.floats(2, 300))
def test_e1_the_interval_tells_the_same(change: float, error: float, df: float | None) -> None:
    found, mirrored = equivalence(change, error, df), equivalence(-change, error, df)
    assert isinstance(found, Equivalence)
    assert isinstance(mirrored, Equivalence)
    assert found.p == pytest.approx(mirrored.p, abs=1e-12)
    inside = found.interval.low > -5 and found.interval.high < 5
    assert found.no_change is inside or found.p == pytest.approx(0.05, abs=1e-9)


@pytest.mark.parametrize(
    ("answered", "flagged", "found"), [(30, 11.4, 15.9), (48, 8.9, 12.6), (72, 7.2, 10.3)]
)
def test_e2_what_can_be_seen(answered: int, flagged: float, found: float) -> None:
    """disclosure.md 1.5, standard deviation 22."""
    squared = 22**2 / answered
    assert smallest_flagged(squared, squared, 2 * answered - 2) == pytest.approx(flagged, abs=0.05)
    assert minimum_detectable(squared, squared) == pytest.approx(found, abs=0.05)


def test_e2_without_degrees_of_freedom() -> None:
    assert smallest_flagged(9, 16) == pytest.approx(5 * 1.959964, abs=1e-5)
    assert minimum_detectable(9, 16, power=0.5) == pytest.approx(5 * 1.959964, abs=1e-5)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (equivalence(1, 0, 9), "no_spread"),
        (equivalence(nan, 1, 9), "bad_input"),
        (equivalence(1, 1, 0), "bad_input"),
        (equivalence(1, -1, 9), "bad_input"),
        (equivalence(1, 1, 9, margin=0), "bad_input"),
        (smallest_flagged(0, 0), "no_spread"),
        (smallest_flagged(-1, 4), "bad_input"),
        (smallest_flagged(1, inf), "bad_input"),
        (smallest_flagged(1, 1, 0), "bad_input"),
        (minimum_detectable(0, 0), "no_spread"),
        (minimum_detectable(1, 1, power=1), "bad_input"),
    ],
)
def test_e3_refusals(found: object, reason: str) -> None:
    assert isinstance(found, Refusal)
    assert found.reason == reason
