"""Raking, bounds and the logit distance.

R1 raked weights equal R's, one margin takes one sweep, odds ratios stay
R2 margins that empty crossings make impossible do not converge, and say how far they missed
R3 totals that differ are refused, which R does not notice; so are other contradictions
L1 calibrated ratios equal R's within the same bounds
L2 bounds that no weights can keep: the linear program says so, where R fails; bounds that are
   just met, steps that would overshoot, too few steps
L3 one margin: whatever the distance, N_c / n_c
L4 whatever is drawn: the margins are met and the bounds kept, or it is refused
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.calibration import bounds_can_hold, calibrate_within
from survey.core.analysis.estimates import Refusal
from survey.core.analysis.raking import (
    TOLERANCE,
    Calibrated,
    Margin,
    rake,
    refuse_margins,
    worst_miss,
)
from survey.core.analysis.tabulation import Atom

REFERENCE: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "reference" / "weighting.json").read_text(encoding="utf-8")
)
Sizes = dict[Atom, int]

NAMES = ("tenure", "age", "building")
ATOMS: list[Atom] = [tuple(person[name] for name in NAMES) for person in REFERENCE["people"]]
SIZES = Counter(ATOMS)
MARGINS = tuple(Margin(name, REFERENCE["frame"][name]) for name in NAMES)

TWO_BY_TWO: Sizes = {("a", "x"): 30, ("a", "y"): 10, ("b", "x"): 25, ("b", "y"): 15}
THIRTY_AND_TEN: Sizes = {("a",): 30, ("b",): 10}
HALVES = (Margin("p", {"a": 70, "b": 90}), Margin("q", {"x": 80, "y": 80}))


def found(result: Calibrated | Refusal) -> Calibrated:
    assert isinstance(result, Calibrated)
    return result


def test_r1_equals_r() -> None:
    got = found(rake(SIZES, MARGINS))
    assert [got.weights[atom] for atom in ATOMS] == pytest.approx(
        REFERENCE["raked"]["weights"], rel=1e-7
    )
    assert got.worst == worst_miss(got.weights, SIZES, MARGINS) < TOLERANCE


def test_r1_one_margin() -> None:
    got = found(rake({("a",): 30, ("b",): 10}, (Margin("m", {"a": 60, "b": 40}),)))
    assert (got.weights, got.rounds) == ({("a",): 2.0, ("b",): 4.0}, 1)


def test_r1_odds_ratios_stay() -> None:
    weights = found(rake(TWO_BY_TWO, HALVES)).weights
    ratio = weights["a", "x"] * weights["b", "y"] / (weights["a", "y"] * weights["b", "x"])
    assert ratio == pytest.approx(1)


def test_r2_not_converged() -> None:
    # Without the mixed crossings a and x must be the same adults, but 70 are not 80.
    refusal = rake({("a", "x"): 30, ("b", "y"): 15}, HALVES)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "not_converged"
    assert refusal.found == pytest.approx(1 / 7)


def test_r3_totals_differ() -> None:
    assert REFERENCE["different_totals"] == "accepted"
    sizes: Counter[Atom] = Counter((atom[0], atom[2]) for atom in ATOMS)
    margins = (MARGINS[0], Margin("building", {"north": 44, "south": 66}))
    assert rake(sizes, margins) == Refusal("totals_differ", 110, 100)
    assert calibrate_within(sizes, margins) == Refusal("totals_differ", 110, 100)


@pytest.mark.parametrize(
    ("sizes", "adults", "reason"),
    [
        ({}, {"a": 5}, "no_answers"),
        ({("a",): 0}, {"a": 5}, "no_answers"),
        ({("a",): 3}, {"a": 5, "b": 5}, "empty_stratum"),
        ({("a",): 6}, {"a": 5, "b": 5}, "contradiction"),
        ({("c",): 3}, {"a": 5}, "contradiction"),
        ({("a", "x"): 3}, {"a": 5}, "bad_input"),
        ({("a",): -3}, {"a": 5}, "bad_input"),
    ],
)
def test_r3_refused(sizes: dict[tuple[str, ...], int], adults: dict[str, int], reason: str) -> None:
    for refusal in (
        refuse_margins(sizes, (Margin("m", adults),)),
        rake(sizes, (Margin("m", adults),)),
        calibrate_within(sizes, (Margin("m", adults),)),
    ):
        assert isinstance(refusal, Refusal)
        assert refusal.reason == reason


def test_r3_not_all_adults() -> None:
    margin = (Margin("m", {"a": 5}),)
    assert refuse_margins({("a",): 3}, margin, adults=5) is None
    assert refuse_margins({("a",): 3}, margin, adults=9) == Refusal("totals_differ", 9, 5)
    assert refuse_margins({(): 3}, ()) == Refusal("bad_input")


@pytest.mark.parametrize("name", ["bounded", "tight"])
def test_l1_equals_r(name: str) -> None:
    expected = REFERENCE[name]
    low, high = expected["bounds"]
    got = found(calibrate_within(SIZES, MARGINS, (low, high)))
    start = 100 / len(ATOMS)
    ratios = [got.weights[atom] / start for atom in ATOMS]
    assert ratios == pytest.approx(expected["ratios"], rel=1e-6)
    assert low < min(ratios) <= max(ratios) < high
    assert got.worst < TOLERANCE


def test_l2_impossible() -> None:
    bounds = tuple(REFERENCE["impossible"]["bounds"])
    assert REFERENCE["impossible"]["outcome"] == "failed"
    assert not bounds_can_hold(SIZES, MARGINS, bounds)
    assert calibrate_within(SIZES, MARGINS, bounds) == Refusal("not_feasible")
    assert calibrate_within({("a", "x"): 30, ("b", "y"): 15}, HALVES) == Refusal("not_feasible")


def test_l2_on_the_bound_itself() -> None:
    # Ratios 0.8 and 1.6 are the only ones: within 0.8 to 2, but the logit only nears 0.8.
    sizes, margins = THIRTY_AND_TEN, (Margin("m", {"a": 60, "b": 40}),)
    assert bounds_can_hold(sizes, margins, (0.8, 2.0))
    got = found(calibrate_within(sizes, margins, (0.8, 2.0)))
    assert got.worst < TOLERANCE
    assert got.weights["a",] == pytest.approx(2)
    assert not bounds_can_hold(sizes, margins, (0.7, 1.5))


def test_l2_a_step_that_would_overshoot_is_shortened() -> None:
    sizes: Sizes = {("a", "x"): 1, ("a", "y"): 2, ("b", "x"): 20, ("b", "y"): 20}
    margins = (Margin("p", {"a": 129, "b": 640}), Margin("q", {"x": 403, "y": 366}))
    got = found(calibrate_within(sizes, margins, (0.8, 5.0)))
    assert worst_miss(got.weights, sizes, margins) < TOLERANCE
    assert min(got.weights.values()) > 0.8 * 769 / 43


def test_l2_too_few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.core.analysis.calibration.MOST_STEPS", 1)
    refusal = calibrate_within(SIZES, MARGINS)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "not_converged"
    assert refusal.found is not None
    assert refusal.found > TOLERANCE


def test_l3_one_margin() -> None:
    sizes, margins = THIRTY_AND_TEN, (Margin("m", {"a": 60, "b": 40}),)
    for bounds in ((0.33, 3.0), (0.7, 1.7), (0.0, 10.0)):
        weights = found(calibrate_within(sizes, margins, bounds)).weights
        assert weights["a",] == pytest.approx(2)
        assert weights["b",] == pytest.approx(4)
    assert calibrate_within(sizes, margins, (1.0, 3.0)) == Refusal("bad_input")


COUNTS = st.lists(st.integers(1, 30), min_size=9, max_size=9)


@given(COUNTS, COUNTS)
@settings(max_examples=40, deadline=None)
def test_l4_met_or_refused(answered: list[int], silent: list[int]) -> None:
    atoms: list[Atom] = [(row, column) for row in "abc" for column in "xyz"]
    sizes = dict(zip(atoms, answered, strict=True))
    adults = {atom: sizes[atom] + more for atom, more in zip(atoms, silent, strict=True)}
    margins = tuple(
        Margin(name, {one: sum(n for atom, n in adults.items() if atom[at] == one) for one in ids})
        for at, (name, ids) in enumerate((("row", "abc"), ("column", "xyz")))
    )
    raked = found(rake(sizes, margins))
    assert worst_miss(raked.weights, sizes, margins) < TOLERANCE
    got = calibrate_within(sizes, margins)
    start = sum(adults.values()) / sum(answered)
    if isinstance(got, Refusal):
        # Then raking cannot keep the bounds either: had it, there would be weights within them.
        ratios = [weight / start for weight in raked.weights.values()]
        assert got.reason in ("not_feasible", "not_converged")
        assert not 0.33 <= min(ratios) <= max(ratios) <= 3
    else:
        assert worst_miss(got.weights, sizes, margins) < TOLERANCE
        assert all(0.33 < weight / start < 3 for weight in got.weights.values())
