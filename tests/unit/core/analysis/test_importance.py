"""Relative importance of the three levels.

I1 R2, its parts and the variance inflations equal brute force by R's lm over all six orders
I2 the parts sum to R2; identical predictors get equal parts; worked examples
I3 unit, constants, order of people and of levels change nothing; the same seed, the same interval
I4 a level may be ranked only when no interval overlaps another
I5 refusals: 150 people, five properties, inflation 10, R2 .05, no spread
I6 the intervals cover as they should, and pooling draws properties
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.importance import Importance, importance_of, intervals_overlap
from survey.core.analysis.lmg import lmg, variance_inflations
from tests.support.references import read_reference

REFERENCE = read_reference("scales")["importance"]
LEVELS = ("perceptual", "relational", "structural")


def columns_of(rows: Any) -> tuple[list[float], dict[str, list[float]]]:
    outcome, *levels = np.array(rows, dtype=float).T.tolist()
    return outcome, dict(zip(LEVELS, levels, strict=True))


def found_for(
    outcome: Sequence[float | None],
    levels: Mapping[str, Sequence[float | None]],
    properties: Sequence[str] | None = None,
    resamples: int = 400,
) -> Importance:
    found = importance_of(outcome, levels, seed=7, properties=properties, resamples=resamples)
    assert isinstance(found, Importance)
    return found


def drawn(seed: int, people: int, weights: Sequence[float]) -> NDArray[np.float64]:
    generator = np.random.default_rng(seed)
    levels = generator.normal(size=(people, 3)) + 0.5 * generator.normal(size=(people, 1))
    outcome = levels @ np.array(weights) + generator.normal(size=people)
    return np.column_stack([outcome, levels])


@pytest.mark.parametrize("name", ["levels", "swiss"])
def test_i1_as_by_brute_force(name: str) -> None:
    rows = np.array(REFERENCE[name]["rows"])
    fit, parts = lmg(np.cov(rows, rowvar=False))
    assert_allclose(fit, REFERENCE[name]["r_squared"], rtol=1e-9)
    assert_allclose(parts, REFERENCE[name]["lmg"], rtol=1e-9)
    inflations = variance_inflations(rows[:, 1:])
    assert isinstance(inflations, tuple)
    assert_allclose(inflations, REFERENCE[name]["inflations"], rtol=1e-9)


def test_i1_the_whole_way() -> None:
    found = found_for(*columns_of(REFERENCE["levels"]["rows"]))
    assert_allclose(found.r_squared, REFERENCE["levels"]["r_squared"], rtol=1e-9)
    contributions = [part.contribution for part in found.parts]
    assert_allclose(contributions, REFERENCE["levels"]["lmg"], rtol=1e-9)
    assert [part.level for part in found.parts] == list(LEVELS)
    assert found.respondents == 200


def test_i2_worked_example() -> None:
    covariance = np.array([[1, 0.6, 0.5], [0.6, 1, 0.4], [0.5, 0.4, 1]])
    fit, parts = lmg(covariance)
    assert round(float(fit), 4) == 0.4405
    assert [round(float(part), 4) for part in parts] == [0.2752, 0.1652]
    inflations = variance_inflations(np.array([[1.0, 2], [2, 1], [3, 5], [4, 3], [5, 4]]))
    assert isinstance(inflations, tuple)
    assert_allclose(inflations, [1.5625, 1.5625])


def test_i2_a_sum_of_two_and_one_beside() -> None:
    generator = np.random.default_rng(11)
    centered = generator.normal(size=(200, 3))
    levels = np.linalg.qr(centered - centered.mean(axis=0))[0]
    outcome = levels[:, 0] + levels[:, 1]
    found = found_for(*columns_of(np.column_stack([outcome, levels])))
    assert_allclose([part.share.value for part in found.parts], [0.5, 0.5, 0], atol=1e-9)
    assert_allclose(found.r_squared, 1)
    assert not found.ranked


def test_i2_identical_predictors_split_equally() -> None:
    rows = drawn(1, 80, (0.5, 0.3, 0.2))
    twins = np.column_stack([rows[:, :3], rows[:, 2]])
    fit, parts = lmg(np.cov(twins, rowvar=False))
    assert_allclose(parts[1], parts[2], rtol=1e-9)
    assert_allclose(parts.sum(), fit, rtol=1e-9)
    assert_allclose(fit, lmg(np.cov(rows[:, :3], rowvar=False))[0], rtol=1e-9)


@settings(max_examples=50)
@given(st.integers(0, 10**6), st.integers(2, 5))
def test_i2_the_parts_sum_to_r2(seed: int, count: int) -> None:
    generator = np.random.default_rng(seed)
    rows = generator.normal(size=(30, count + 1)) @ generator.normal(size=(count + 1, count + 1))
    fit, parts = lmg(np.cov(rows, rowvar=False))
    assert_allclose(parts.sum(), fit, rtol=1e-9)
    assert 0 <= fit <= 1
    assert parts.min() >= -1e-9


@settings(max_examples=10)
@given(st.floats(0.01, 100), st.floats(-1000, 1000), st.integers(0, 2**32))
def test_i3_unit_constant_and_order(unit: float, constant: float, seed: int) -> None:
    rows = drawn(2, 160, (0.6, 0.3, 0.0))
    expected = found_for(*columns_of(rows), resamples=100)
    assert found_for(*columns_of(np.random.default_rng(seed).permutation(rows)), None, 100) == (
        expected
    )
    moved = found_for(*columns_of(rows * unit + constant), resamples=100)
    for one, other in zip(expected.parts, moved.parts, strict=True):
        assert_allclose(other.contribution, one.contribution, rtol=1e-5, atol=1e-9)
        assert_allclose(other.share.low, one.share.low, rtol=1e-5, atol=1e-9)


def test_i3_order_of_levels() -> None:
    outcome, levels = columns_of(drawn(2, 160, (0.6, 0.3, 0.0)))
    found = found_for(outcome, levels)
    turned = found_for(outcome, dict(reversed(levels.items())))
    assert_allclose(
        [part.contribution for part in turned.parts[::-1]],
        [part.contribution for part in found.parts],
    )


def test_i4_overlap() -> None:
    def estimates(*ends: tuple[float, float]) -> list[Estimate]:
        return [Estimate((low + high) / 2, low, high) for low, high in ends]

    assert intervals_overlap(estimates((0.1, 0.3), (0.3, 0.6)))
    assert intervals_overlap(estimates((0.1, 0.9), (0.2, 0.3), (0.4, 0.5)))
    assert not intervals_overlap(estimates((0.3, 0.6), (0.1, 0.2), (0.7, 0.8)))


def test_i4_ranked_only_when_clear() -> None:
    clear = found_for(*columns_of(drawn(3, 3000, (1.0, 0.5, 0.1))))
    assert clear.ranked
    even = found_for(*columns_of(drawn(3, 200, (0.5, 0.5, 0.5))))
    assert not even.ranked


def test_i5_refusals() -> None:
    rows = drawn(4, 160, (0.6, 0.3, 0.1))
    outcome, levels = columns_of(rows)
    few = {name: [None, *column[1:]] for name, column in levels.items()}
    assert importance_of(outcome[:150], {n: c[:150] for n, c in few.items()}, seed=1) == Refusal(
        "too_few", 150, 149
    )
    twins = levels | {"structural": [value + 1e-3 * value**2 for value in levels["perceptual"]]}
    refused = importance_of(outcome, twins, seed=1)
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.needed) == ("collinear", 10)
    same = levels | {"structural": levels["perceptual"]}
    assert importance_of(outcome, same, seed=1) == Refusal("collinear")
    flat = levels | {"structural": [50.0] * 160}
    assert importance_of(outcome, flat, seed=1) == Refusal("no_spread")
    assert importance_of([50.0] * 160, levels, seed=1) == Refusal("no_spread")
    unrelated = importance_of(np.random.default_rng(8).normal(size=160).tolist(), levels, seed=1)
    assert isinstance(unrelated, Refusal)
    assert (unrelated.reason, unrelated.needed) == ("weak_fit", 0.05)
    assert importance_of([None] * 160, levels, seed=1) == Refusal("no_answers", 1, 0)
    assert importance_of(outcome[1:], levels, seed=1) == Refusal("bad_input")
    # Whoever is not drawn takes the whole spread of the level along.
    single = levels | {"structural": [0.0] * 159 + [1.0]}
    without = importance_of(outcome, single, seed=1)
    assert isinstance(without, Refusal)
    assert (without.reason, without.needed) == ("no_spread", 1900)
    four = [f"property {number % 4}" for number in range(160)]
    assert importance_of(outcome, levels, seed=1, properties=four) == Refusal(
        "too_few_properties", 5, 4
    )


def test_i6_pooled_draws_properties() -> None:
    generator = np.random.default_rng(9)
    rows = drawn(5, 300, (0.6, 0.3, 0.1))
    properties = [f"property {number % 10}" for number in range(300)]
    # Each property has its own leaning, so that properties differ more than people do.
    for number in range(10):
        rows[number::10, 0] += generator.normal(0, 1.5) * rows[number::10, 1]
    alone = found_for(*columns_of(rows))
    pooled = found_for(*columns_of(rows), properties)
    assert [part.contribution for part in alone.parts] == [
        part.contribution for part in pooled.parts
    ]
    assert pooled.parts[0].share.width > 1.2 * alone.parts[0].share.width


def test_i6_the_interval_covers() -> None:
    truth = lmg(_population((0.6, 0.3, 0.1)))[1]
    share, hits = truth[0] / truth.sum(), 0
    for seed in range(60):
        found = found_for(*columns_of(drawn(seed, 250, (0.6, 0.3, 0.1))), resamples=200)
        hits += found.parts[0].share.low <= share <= found.parts[0].share.high
    # 60 x .95 = 57, with a deviation of 1.7.
    assert hits >= 51


def _population(weights: Sequence[float]) -> NDArray[np.float64]:
    """The covariances behind `drawn`."""
    among = np.eye(3) + 0.25
    slopes = np.array(weights)
    outcome = among @ slopes
    return np.block([[np.array([[slopes @ outcome + 1]]), outcome], [outcome[:, None], among]])
