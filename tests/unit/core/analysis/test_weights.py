"""Whether to weight, and with which weights.

W1 the worked example: post-stratified, N_c / n_c, with its design effect
W2 no weights, each with its reason
W3 classes taken together: in the margin's order, whatever was answered
W4 several margins: raked where the ratios keep within the bounds, calibrated where not
W5 refused: counts that contradict each other, or are too old
W6 the method note
W7 whatever is drawn: weights add up to the adults and keep within the bounds
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.estimates import Refusal
from survey.core.analysis.raking import Margin, class_sizes, rake, worst_miss
from survey.core.analysis.tabulation import REST, Atom
from survey.core.analysis.weights import (
    Weighting,
    choose_weights,
    merge_classes,
    weighting_notes,
)

Sizes = dict[Atom, int]


def chosen(
    sizes: Mapping[str, int], adults: Mapping[str, int], *, known: int | None = None
) -> Weighting:
    found = choose_weights(
        {(name,): number for name, number in sizes.items()},
        [Margin("stratum", adults)],
        adults=sum(adults.values()) if known is None else known,
    )
    assert isinstance(found, Weighting)
    return found


def test_w1_worked_example() -> None:
    found = chosen({"a": 40, "b": 20}, {"a": 60, "b": 60})
    assert found == Weighting(
        "used",
        ("stratum",),
        {("a",): 1.5, ("b",): 3.0},
        ({"a": "a", "b": "b"},),
        1.125,
    )
    assert found.used


def test_w1_whoever_is_in_no_group_is_a_class() -> None:
    found = chosen({"a": 30, REST: 10}, {"a": 60, REST: 60})
    assert found.weights == {("a",): 2.0, (REST,): 6.0}


@pytest.mark.parametrize(
    ("sizes", "adults", "reason"),
    [
        ({"a": 40}, {"a": 60}, "no_frame_groups"),
        ({"a": 40}, {"a": 60, "b": 0}, "no_frame_groups"),
        ({"a": 30, "b": 9}, {"a": 60, "b": 60}, "few_answers"),
        ({"a": 22, "b": 18}, {"a": 60, "b": 60}, "used"),
        ({"a": 109, "b": 91}, {"a": 150, "b": 150}, "margins_close"),
        ({"a": 40, "b": 0}, {"a": 60, "b": 60}, "empty_class"),
        ({"a": 40, "b": 4}, {"a": 60, "b": 60}, "few_answers"),
        ({"a": 90, "b": 5}, {"a": 110, "b": 900}, "not_feasible"),
        ({"a": 20, "b": 0}, {"a": 60, "b": 60}, "few_answers"),
    ],
)
def test_w2_reasons(sizes: dict[str, int], adults: dict[str, int], reason: str) -> None:
    found = chosen(sizes, adults)
    assert found.reason == reason
    assert found.used == (reason == "used")
    if not found.used:
        assert (found.by, found.design_effect) == ((), None)
        alike = sum(adults.values()) / sum(sizes.values())
        assert found.weights == {(name,): alike for name, number in sizes.items() if number}


def test_w2_no_frame() -> None:
    found = choose_weights({("a",): 50, ("b",): 9}, [Margin("m", {"a": 60, "b": 60})], adults=None)
    assert isinstance(found, Weighting)
    assert (found.reason, found.weights) == ("no_frame_groups", {("a",): 1.0, ("b",): 1.0})
    bare = choose_weights({(): 50}, [], adults=100)
    assert isinstance(bare, Weighting)
    assert (bare.reason, bare.weights) == ("no_frame_groups", {(): 2.0})


def test_w2_close_again_once_merged() -> None:
    # Only the small class is off, and with the next one it is not.
    found = chosen({"a": 50, "b": 4, "c": 46}, {"a": 100, "b": 20, "c": 80})
    assert found.reason == "margins_close"


def test_w3_merging() -> None:
    order = Margin("m", {"A": 50, "B": 8, "C": 42})
    assert merge_classes(order, {"A": 30, "B": 3, "C": 27}) == {"A": "A", "B": "B", "C": "B"}
    last = Margin("m", {"A": 50, "C": 42, "B": 8})
    assert merge_classes(last, {"A": 30, "B": 3, "C": 27}) == {"A": "A", "C": "C", "B": "C"}
    chain = Margin("m", {"A": 10, "B": 10, "C": 80})
    assert merge_classes(chain, {"A": 1, "B": 2, "C": 40}) == {"A": "A", "B": "A", "C": "A"}


def test_w3_ratios() -> None:
    # (N_c/N)/(n_c/n) of exactly 3, and of exactly 1/3, still stands.
    stands = Margin("m", {"A": 30, "B": 70})
    assert merge_classes(stands, {"A": 10, "B": 90}) == {"A": "A", "B": "B"}
    assert merge_classes(Margin("m", {"A": 31, "B": 69}), {"A": 10, "B": 90}) == {
        "A": "A",
        "B": "A",
    }
    assert merge_classes(Margin("m", {"A": 20, "B": 80}), {"A": 60, "B": 40}) == {
        "A": "A",
        "B": "B",
    }
    assert merge_classes(Margin("m", {"A": 19, "B": 81}), {"A": 60, "B": 40}) == {
        "A": "A",
        "B": "A",
    }


def test_w3_merged_weights() -> None:
    found = chosen({"a": 40, "b": 3, "c": 17}, {"a": 50, "b": 20, "c": 50})
    assert found.merged == ({"a": "a", "b": "b", "c": "b"},)
    assert found.weights == {("a",): 1.25, ("b",): 3.5, ("c",): 3.5}


def test_w4_raked() -> None:
    sizes: Sizes = {("a", "x"): 30, ("a", "y"): 10, ("b", "x"): 25, ("b", "y"): 15}
    margins = (Margin("p", {"a": 70, "b": 90}), Margin("q", {"x": 80, "y": 80}))
    found, raked = choose_weights(sizes, margins, adults=160), rake(sizes, margins)
    assert isinstance(found, Weighting)
    assert not isinstance(raked, Refusal)
    assert found.by == ("p", "q")
    assert found.weights == raked.weights


def test_w4_bounded() -> None:
    # Raking gives b and y together more than three times N/n.
    sizes: Sizes = {("a", "x"): 60, ("a", "y"): 12, ("b", "x"): 12, ("b", "y"): 8}
    margins = (Margin("p", {"a": 150, "b": 150}), Margin("q", {"x": 150, "y": 150}))
    raked = rake(sizes, margins)
    assert not isinstance(raked, Refusal)
    assert max(raked.weights.values()) > 3 * 300 / 92
    found = choose_weights(sizes, margins, adults=300)
    assert isinstance(found, Weighting)
    assert found.used
    assert max(found.weights.values()) < 3 * 300 / 92
    assert worst_miss(found.weights, sizes, margins) < 1e-8


def test_w4_no_weights_meet_both() -> None:
    sizes: Sizes = {("a", "x"): 30, ("b", "y"): 15}
    margins = (Margin("p", {"a": 70, "b": 90}), Margin("q", {"x": 80, "y": 80}))
    found = choose_weights(sizes, margins, adults=160)
    assert isinstance(found, Weighting)
    assert found.reason == "not_feasible"


def test_w5_refused() -> None:
    sizes: Sizes = {("a",): 40, ("b",): 20}
    margin = Margin("m", {"a": 60, "b": 60})
    opened, counted = date(2026, 9, 1), date(2026, 8, 31)
    old = choose_weights(sizes, [margin], adults=120, counted_on=counted, not_before=opened)
    assert old == Refusal("stale_frame")
    fresh = choose_weights(sizes, [margin], adults=120, counted_on=opened, not_before=opened)
    assert isinstance(fresh, Weighting)
    assert choose_weights(sizes, [margin], adults=121) == Refusal("totals_differ", 121, 120)
    assert choose_weights({}, [margin], adults=120) == Refusal("no_answers", 1, 0)
    crowd = choose_weights({("a",): 70, ("b",): 20}, [margin], adults=120)
    assert crowd == Refusal("contradiction", 60, 70)
    assert choose_weights({("c",): 50}, [margin], adults=120) == Refusal("contradiction", 0, 50)


def test_w6_notes() -> None:
    found = chosen({"a": 40, "b": 20}, {"a": 60, "b": 60})
    assert weighting_notes(found, unweighted=60, weighted=64) == ()
    assert weighting_notes(found, unweighted=60, weighted=66) == ("weights_matter",)
    # Five points are not more than five, though a float makes it 5.0000000000000036.
    assert weighting_notes(found, unweighted=27.2, weighted=32.2) == ()
    heavy = chosen({"a": 80, "b": 20}, {"a": 200, "b": 250})
    assert heavy.design_effect is not None
    assert heavy.design_effect > 1.5
    both = ("large_design_effect", "weights_matter")
    assert weighting_notes(heavy, unweighted=61, weighted=67) == both
    unused = chosen({"a": 20, "b": 10}, {"a": 60, "b": 60})
    assert weighting_notes(unused, unweighted=60, weighted=70) == ()


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 90)), min_size=2, max_size=6))
@settings(max_examples=80)
def test_w7_whatever_is_drawn(drawn: list[tuple[int, int]]) -> None:
    names = "abcdef"[: len(drawn)]
    sizes = {name: number for name, (number, _) in zip(names, drawn, strict=True)}
    adults = {name: n + silent for name, (n, silent) in zip(names, drawn, strict=True)}
    found = chosen(sizes, adults)
    weighted = sum(weight * sizes[atom[0]] for atom, weight in found.weights.items())
    assert weighted == pytest.approx(sum(adults.values()))
    if found.used:
        alike = sum(adults.values()) / sum(sizes.values())
        assert all(0.33 <= weight / alike <= 3.001 for weight in found.weights.values())
        assert found.design_effect is not None
        assert found.design_effect >= 1
        assert class_sizes({(name,): n for name, n in sizes.items()}, 0) == sizes
    backwards = chosen(dict(reversed(sizes.items())), adults)
    assert backwards == found


@pytest.mark.parametrize("few", [0, 1, 4])
def test_w2_an_empty_class_is_joined_like_a_small_one(few: int) -> None:
    """Neither the reason nor whether there are weights says that it was nobody."""
    cases: tuple[tuple[dict[Atom, int], dict[str, int]], ...] = (
        ({("a",): 60 - few, ("b",): few}, {"a": 60, "b": 60}),
        ({("a",): 60 - few, ("b",): few} if few else {("a",): 60}, {"a": 60, "b": 60}),
        ({("a",): 60 - few, ("b",): few}, {"a": 290, "b": 10}),
        ({("a",): 40, ("b",): 20, ("c",): few}, {"a": 60, "b": 60, "c": 30}),
    )
    reasons = [
        choose_weights(sizes, [Margin("m", adults)], adults=sum(adults.values()), join_empty=True)
        for sizes, adults in cases
    ]
    assert [one.reason for one in reasons if isinstance(one, Weighting)] == [
        "few_answers",
        "few_answers",
        "margins_close",
        "used",
    ]
