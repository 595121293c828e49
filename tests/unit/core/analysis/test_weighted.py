"""Weighted means against R's survey 4.1.1, and by hand.

W1 the worked example
W2 simple, stratified, post-stratified, raked and unequal designs equal R's, interval and all
W3 domains equal R's: after strata, after post-stratification, after raking
W4 order changes nothing; other units change the unit only; equal weights are no weights
W5 everybody answered: no width
W6 what cannot be answered is refused with its reason
"""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.means import mean_interval
from survey.core.analysis.weighted import WHOLE, Design, Weighted, weighted_mean

REFERENCE: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "reference" / "weighting.json").read_text(encoding="utf-8")
)
PEOPLE: list[dict[str, Any]] = REFERENCE["people"]
FRAME: dict[str, dict[str, int]] = REFERENCE["frame"]
SCORES = [float(person["score"]) for person in PEOPLE]
MARGINS = ("tenure", "age", "building")


def column(name: str) -> tuple[str, ...]:
    return tuple(person[name] for person in PEOPLE)


def design_of(name: str) -> Design:
    if name in ("simple", "endless"):
        return Design((1.0,) * 30, adults={WHOLE: 100} if name == "simple" else None)
    if name == "unequal":
        return Design(tuple(float(person["several"]) for person in PEOPLE))
    tenure = column("tenure")
    if name == "stratified":
        weights = tuple(FRAME["tenure"][one] / tenure.count(one) for one in tenure)
        return Design(weights, strata=tenure, adults=FRAME["tenure"])
    if name == "post":
        weights = tuple(REFERENCE["post"]["weights"])
        return Design(weights, adults={WHOLE: 100}, margins=(tenure,))
    raked = REFERENCE[name]
    weights = tuple(raked.get("weights") or [one * 100 / 30 for one in raked["ratios"]])
    return Design(weights, adults={WHOLE: 100}, margins=tuple(column(one) for one in MARGINS))


def found(result: Weighted | Refusal) -> Weighted:
    assert isinstance(result, Weighted)
    return result


def test_w1_by_hand() -> None:
    got = found(weighted_mean([2, 4, 9], Design((1.0, 1.0, 2.0))))
    assert (got.estimate.value, got.variance, got.freedom) == (6.0, 5.25, 2)
    assert got.answered == 3
    assert got.effective == pytest.approx(8 / 3)


@pytest.mark.parametrize(
    "name",
    ["simple", "endless", "stratified", "post", "raked", "bounded", "tight", "unequal"],
)
def test_w2_equals_r(name: str) -> None:
    expected = REFERENCE[name]
    got = found(weighted_mean(SCORES, design_of(name)))
    assert got.estimate.value == pytest.approx(expected["mean"], rel=1e-9)
    assert got.variance == pytest.approx(expected["variance"], rel=1e-7)
    assert got.freedom == expected["df"]
    assert got.estimate.low == pytest.approx(expected["low"], rel=1e-7)
    assert got.estimate.high == pytest.approx(expected["high"], rel=1e-7)


def test_w2_share_equals_r() -> None:
    favorable = [float(person["favorable"]) for person in PEOPLE]
    got = found(weighted_mean(favorable, design_of("post"), bounds=(0.0, 1.0)))
    expected = REFERENCE["post_share"]
    assert got.estimate.value == pytest.approx(expected["mean"])
    assert got.variance == pytest.approx(expected["variance"])
    assert got.estimate.low == pytest.approx(expected["low"])


@pytest.mark.parametrize("name", ["stratified", "post", "raked"])
def test_w3_domains_equal_r(name: str) -> None:
    expected = REFERENCE[f"{name}_domain"]
    for building, mean, variance in zip(
        expected["building"], expected["mean"], expected["variance"], strict=True
    ):
        inside = [one == building for one in column("building")]
        got = found(weighted_mean(SCORES, design_of(name), domain=inside))
        assert got.estimate.value == pytest.approx(mean, rel=1e-9)
        assert got.variance == pytest.approx(variance, rel=1e-7)
        missing = [score if held else None for score, held in zip(SCORES, inside, strict=True)]
        assert weighted_mean(missing, design_of(name)) == got


@given(st.randoms(use_true_random=False), st.sampled_from(["stratified", "post", "raked"]))
@settings(max_examples=25)
def test_w4_order_free(shuffler: random.Random, name: str) -> None:
    design = design_of(name)
    order = list(range(30))
    shuffler.shuffle(order)

    def turned(held: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(held[at] for at in order) if held else ()

    shuffled = replace(
        design,
        weights=turned(design.weights),
        strata=turned(design.strata),
        margins=tuple(turned(margin) for margin in design.margins),
    )
    assert weighted_mean(turned(tuple(SCORES)), shuffled) == weighted_mean(SCORES, design)


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(1, 9)), min_size=2, max_size=30),
    st.floats(0.01, 50),
)
@settings(max_examples=60)
def test_w4_units(rows: list[tuple[int, int]], factor: float) -> None:
    weights = tuple(float(weight) for _, weight in rows)
    once = found(weighted_mean([float(value) for value, _ in rows], Design(weights)))
    heavier = Design(tuple(weight * factor for weight in weights))
    scaled = found(
        weighted_mean([value * factor for value, _ in rows], heavier, bounds=(0.0, 100 * factor))
    )
    for end in ("value", "low", "high"):
        expected = getattr(once.estimate, end) * factor
        assert getattr(scaled.estimate, end) == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assert scaled.effective == pytest.approx(once.effective)


@given(st.lists(st.integers(0, 100), min_size=2, max_size=30), st.integers(0, 40))
@settings(max_examples=60)
def test_w4_equal_weights_are_none(scores: list[int], silent: int) -> None:
    values = [float(score) for score in scores]
    adults = len(values) + silent
    design = Design((adults / len(values),) * len(values), adults={WHOLE: adults})
    got, expected = found(weighted_mean(values, design)), mean_interval(values, frame=adults)
    assert isinstance(expected, Estimate)
    assert got.estimate.value == pytest.approx(expected.value)
    assert got.estimate.low == pytest.approx(expected.low, abs=1e-6)
    assert got.estimate.high == pytest.approx(expected.high, abs=1e-6)
    assert got.effective == pytest.approx(len(values))


def test_w5_everybody_answered() -> None:
    design = Design((1.0,) * 4, strata=("a", "a", "b", "b"), adults={"a": 2, "b": 2})
    assert found(weighted_mean([10, 30, 50, 90], design)).estimate.width == 0


def test_w5_an_only_adult_is_seen_whole() -> None:
    design = Design((1.0, 1.0, 1.0), strata=("a", "b", "b"), adults={"a": 1, "b": 4})
    assert found(weighted_mean([10, 30, 50], design)).variance > 0


@pytest.mark.parametrize(
    ("values", "design", "reason"),
    [
        ([], Design(()), "no_answers"),
        ([None, None], Design((1.0, 1.0)), "no_answers"),
        ([5.0], Design((1.0,)), "too_few"),
        ([5.0, None], Design((1.0, 1.0)), "too_few"),
        ([5.0, 6.0], Design((1.0, 0.0)), "bad_input"),
        ([5.0, 6.0], Design((1.0, float("nan"))), "bad_input"),
        ([5.0, float("nan")], Design((1.0, 1.0)), "bad_input"),
        ([5.0, 101.0], Design((1.0, 1.0)), "bad_input"),
        ([5.0], Design((1.0, 1.0)), "bad_input"),
        ([5.0, 6.0], Design((1.0, 1.0), margins=(("a",),)), "bad_input"),
        ([5.0, 6.0], Design((1.0, 1.0), adults={WHOLE: 1}), "contradiction"),
        ([5.0, 6.0], Design((1.0, 1.0), ("a", "a"), {"b": 0}), "contradiction"),
        ([5.0, 6.0], Design((1.0, 1.0), ("a", "a"), {"a": 5, "b": 5}), "empty_stratum"),
        ([5.0, 6.0, 7.0], Design((1.0,) * 3, ("a", "a", "b"), {"a": 5, "b": 5}), "too_few"),
    ],
)
def test_w6_refused(values: list[float | None], design: Design, reason: str) -> None:
    refusal = weighted_mean(values, design)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == reason
    assert not refusal
