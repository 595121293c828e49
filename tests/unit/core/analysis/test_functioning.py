"""Items in two languages.

D1 the ordinal model's thresholds, slopes and log-likelihoods equal MASS::polr
D2 the worked example; order, unit and constants of the predictors; refusals of the model
D3 likelihood ratios and gains of McFadden's R2, before and after purifying, equal R
D4 Mantel's test and the standardised mean difference equal R; worked example
D5 Mantel-Haenszel on yes/no items equals mantelhaen.test, on R's admissions to Berkeley too
D6 a shifted item is flagged, the others are not; translation works both ways
D7 refusals: 100 answers per language, five properties, three items
D8 the order of respondents changes nothing
"""

from __future__ import annotations

import random
from math import exp, isfinite, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.functioning import (
    Differences,
    Functioning,
    functioning_of,
    item_differences,
)
from survey.core.analysis.matching import (
    MantelTest,
    mantel_haenszel_delta,
    mantel_test,
    strata_of,
)
from survey.core.analysis.ordinal_logit import OrdinalFit, ordinal_logit
from tests.support.references import read_reference

REFERENCE = read_reference("scales")["functioning"]
ANSWERS, REST = REFERENCE["answers"], REFERENCE["rest"]
FOCAL = [bool(one) for one in REFERENCE["focal"]]
SCALE = REFERENCE["scale"]
ITEMS = ("q1", "q2", "q3", "q4", "q5")
LANGUAGES = [bool(one) for one in SCALE["focal"]]
PROPERTIES = [f"property {number % 6}" for number in range(len(LANGUAGES))]
ODD = [(1, 0), (1, 0), (1, 0), (2, 0), (1, 1), (2, 1), (2, 1), (2, 1)]


def predictors(count: int) -> NDArray[np.float64]:
    rest, group = np.array(REST), np.array(REFERENCE["focal"], dtype=float)
    return np.column_stack([rest, group, (rest - rest.mean()) * group])[:, :count]


def fit_of(answers: list[float], columns: NDArray[np.float64]) -> OrdinalFit:
    found = ordinal_logit(answers, columns)
    assert isinstance(found, OrdinalFit)
    return found


def compared(rows: list[list[float | None]], focal: list[bool] = LANGUAGES) -> Functioning:
    found = functioning_of(ITEMS, rows, focal, PROPERTIES)
    assert isinstance(found, Functioning)
    return found


@pytest.mark.parametrize(("count", "name"), [(1, "one"), (2, "two"), (3, "three")])
def test_d1_as_in_mass(count: int, name: str) -> None:
    found, expected = fit_of(ANSWERS, predictors(count)), REFERENCE["models"][name]
    assert_allclose(found.thresholds, expected["thresholds"], rtol=1e-4)
    assert_allclose(found.slopes, expected["slopes"], rtol=2e-4, atol=1e-6)
    assert_allclose(found.log_likelihood, expected["log_likelihood"], rtol=1e-9)
    assert_allclose(found.null_log_likelihood, expected["null_log_likelihood"], rtol=1e-9)
    # Ours climbs at least as high as R's search.
    assert found.log_likelihood >= expected["log_likelihood"] - 1e-8


def test_d2_worked_example() -> None:
    answers, group = zip(*ODD, strict=True)
    found = fit_of(list(answers), np.array(group, dtype=float)[:, np.newaxis])
    assert_allclose(found.thresholds, [log(3)], rtol=1e-6)
    assert_allclose(found.slopes, [2 * log(3)], rtol=1e-6)
    assert_allclose(found.log_likelihood, 6 * log(0.75) + 2 * log(0.25), rtol=1e-9)
    assert_allclose(found.null_log_likelihood, 8 * log(0.5))
    assert 0 < found.r_squared < 1


def test_d2_without_predictors() -> None:
    found = fit_of([1, 1, 2, 3], np.zeros((4, 0)))
    assert_allclose(found.thresholds, [0, log(3)], atol=1e-12)
    assert_allclose(found.log_likelihood, found.null_log_likelihood)


@settings(max_examples=25)
@given(st.floats(0.01, 100), st.floats(-100, 100), st.integers(0, 2**32))
def test_d2_unit_constant_and_order(unit: float, constant: float, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(ANSWERS))
    expected = fit_of(ANSWERS, predictors(2))
    answers = [10 * ANSWERS[place] - 3 for place in order]
    moved = fit_of(answers, predictors(2)[order] * unit + constant)
    assert_allclose(moved.log_likelihood, expected.log_likelihood, rtol=1e-9)
    assert_allclose(np.array(moved.slopes) * unit, expected.slopes, rtol=1e-5)


def test_d2_refusals() -> None:
    values = np.arange(20.0)[:, np.newaxis]
    answers = [1, 2, 3, 2] * 5
    assert ordinal_logit([], np.zeros((0, 1))) == Refusal("no_answers", 1, 0)
    assert ordinal_logit(answers, values[:5]) == Refusal("bad_input")
    assert ordinal_logit(answers, np.full((20, 1), np.inf)) == Refusal("bad_input")
    assert ordinal_logit([3] * 20, values) == Refusal("no_spread", 2, 1)
    assert ordinal_logit(answers, values * 0 + 5) == Refusal("no_spread")
    assert ordinal_logit(answers, np.hstack([values, 2 * values])) == Refusal("collinear")
    sorted_out = [1] * 10 + [2] * 10
    assert ordinal_logit(sorted_out, values) == Refusal("not_converged")


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(-3, 3)), min_size=1, max_size=25))
def test_d2_a_fit_or_a_refusal(cases: list[tuple[int, int]]) -> None:
    answers, column = zip(*cases, strict=True)
    found = ordinal_logit(list(answers), np.array(column, dtype=float)[:, np.newaxis])
    if isinstance(found, OrdinalFit):
        assert all(map(isfinite, (*found.thresholds, *found.slopes)))
        assert found.null_log_likelihood - 1e-9 <= found.log_likelihood <= 0
        assert list(found.thresholds) == sorted(found.thresholds)


def test_d3_nested_models_as_in_r() -> None:
    models = REFERENCE["models"]
    one, two, three = (models[name]["log_likelihood"] for name in ("one", "two", "three"))
    found = item_differences(ANSWERS, REST, FOCAL)
    assert isinstance(found, Differences)
    assert found.answered == (260, 140)
    assert_allclose(found.chi_square, 2 * (three - one), rtol=1e-7)
    assert_allclose(found.gain, (three - one) / -models["one"]["null_log_likelihood"], rtol=1e-7)
    # Two degrees of freedom: p = exp(-x / 2).
    assert_allclose(found.p, exp(one - three), rtol=1e-6)
    # The figures of the docstring.
    assert (round(found.chi_square, 2), round(found.gain, 3)) == (33.18, 0.026)
    assert round(found.p_non_uniform, 2) == 0.55
    assert found.p_uniform < 1e-6 < found.p_non_uniform
    assert two > one


def test_d3_a_whole_scale_as_in_r() -> None:
    found = compared(SCALE["rows"])
    assert (found.purified, found.dropped, found.refused) == (True, ("q3",), ())
    second = SCALE["second"]
    assert_allclose([one.differences.p for one in found.items], second["p"], rtol=1e-5)
    assert_allclose([one.differences.gain for one in found.items], second["gain"], rtol=1e-6)
    assert_allclose([one.p_adjusted for one in found.items], second["holm"], rtol=1e-5)
    assert found.flagged == ("q3",)


def test_d4_mantel_as_in_r() -> None:
    strata = strata_of(REST)
    assert strata == tuple(REFERENCE["strata"])
    found = mantel_test(ANSWERS, FOCAL, strata)
    assert isinstance(found, MantelTest)
    assert_allclose(found.chi_square, REFERENCE["mantel"]["chi_square"], rtol=1e-9)
    assert_allclose(found.difference, REFERENCE["mantel"]["difference"], rtol=1e-9)
    assert found.strata == 5


def test_d4_worked_example() -> None:
    answers, focal = [1, 2, 3, 3, 4, 5], [False] * 3 + [True] * 3
    found = mantel_test(answers, focal, [0] * 6)
    assert isinstance(found, MantelTest)
    assert_allclose((found.chi_square, found.difference), (3, 2))
    # One stratum: (n - 1) r2 of the answers with the groups.
    together = np.corrcoef(answers, focal)[0, 1]
    assert_allclose(found.chi_square, 5 * together**2)
    assert_allclose(found.effect, 2 / np.sqrt(2))
    assert_allclose(found.p, 0.0832645, rtol=1e-5)


def test_d4_strata() -> None:
    assert strata_of(range(1, 11)) == (0, 0, 1, 1, 2, 2, 3, 3, 4, 4)
    assert strata_of([5.0, 5.0, 5.0]) == (0, 0, 0)
    assert strata_of([]) == Refusal("no_answers", 1, 0)
    assert strata_of([float("nan")]) == Refusal("bad_input")


def test_d4_refusals() -> None:
    assert mantel_test([1, 2], [True, True], [0, 0]) == Refusal("empty_stratum")
    assert mantel_test([1, 2], [True, False], [0, 1]) == Refusal("empty_stratum")
    assert mantel_test([2, 2, 1], [True, False, True], [0, 0, 1]) == Refusal("no_spread")
    assert mantel_test([2], [True, False], [0]) == Refusal("bad_input")


@pytest.mark.parametrize("name", ["yes", "berkeley"])
def test_d5_mantel_haenszel_as_in_r(name: str) -> None:
    expected = REFERENCE[name]
    tables = expected.get("tables") or _tables(expected["answers"])
    found = mantel_haenszel_delta([tuple(table) for table in tables])
    assert isinstance(found, Estimate)
    assert_allclose(found.value, -2.35 * log(expected["odds_ratio"]), rtol=1e-9)
    ends = sorted(-2.35 * log(end) for end in expected["interval"])
    assert_allclose((found.low, found.high), ends, rtol=1e-9)


def test_d5_for_yes_and_no_mantel_is_mantel_haenszel() -> None:
    found = mantel_test(REFERENCE["yes"]["answers"], FOCAL, REFERENCE["strata"])
    assert isinstance(found, MantelTest)
    assert_allclose(found.chi_square, REFERENCE["yes"]["chi_square"], rtol=1e-9)


def test_d5_worked_example_and_refusals() -> None:
    found = mantel_haenszel_delta([(30, 10, 20, 20)])
    assert isinstance(found, Estimate)
    assert_allclose(found.value, -2.35 * log(3))
    assert round(found.value, 2) == -2.58
    assert mantel_haenszel_delta([(1, 1, 0, 0)]) == Refusal("empty_stratum")
    assert mantel_haenszel_delta([]) == Refusal("empty_stratum")
    assert mantel_haenszel_delta([(5, 0, 3, 2)]) == Refusal("no_spread")
    assert mantel_haenszel_delta([(5, -1, 3, 2)]) == Refusal("bad_input")


def test_d6_nothing_is_flagged_when_both_are_drawn_alike() -> None:
    generator = np.random.default_rng(12)
    trait = generator.normal(size=(480, 1))
    rows = np.digitize(trait + generator.normal(size=(480, 5)), [-1.5, -0.5, 0.5, 1.5]).tolist()
    found = compared(rows)
    assert (found.flagged, found.purified, found.dropped) == ((), False, ())
    assert all(isinstance(one.mantel, MantelTest) and one.delta is None for one in found.items)


def test_d6_a_harder_item_and_yes_no_items() -> None:
    generator = np.random.default_rng(13)
    trait = generator.normal(size=(480, 1))
    latent = trait + generator.normal(size=(480, 5))
    latent[np.array(LANGUAGES), 1] -= 1.5
    found = compared(np.where(latent > 0, 100.0, 0.0).tolist())
    assert found.flagged == ("q2",)
    second = found.items[1]
    assert isinstance(second.delta, Estimate)
    assert isinstance(second.mantel, MantelTest)
    assert second.delta.high < -1.5
    assert second.mantel.difference < 0
    # The other language as the focal one says the same, the other way round.
    turned = compared(np.where(latent > 0, 100.0, 0.0).tolist(), [not one for one in LANGUAGES])
    assert turned.flagged == ("q2",)
    other = turned.items[1].delta
    assert isinstance(other, Estimate)
    assert other.low > 0


def test_d7_refusals() -> None:
    rows = SCALE["rows"]
    assert functioning_of(ITEMS[:2], [row[:2] for row in rows], LANGUAGES, PROPERTIES) == Refusal(
        "bad_input"
    )
    assert functioning_of(ITEMS, rows[1:], LANGUAGES, PROPERTIES) == Refusal("bad_input")
    few = [number >= 381 for number in range(480)]
    assert functioning_of(ITEMS, rows, few, PROPERTIES) == Refusal("too_few", 100, 99)
    one = ["property"] * 480
    assert functioning_of(ITEMS, rows, LANGUAGES, one) == Refusal("too_few_properties", 5, 1)
    assert functioning_of(ITEMS, [], [], []) == Refusal("too_few_properties", 5, 0)
    assert item_differences([1, 2], [1, 2], [True, False]) == Refusal("too_few", 100, 1)


def test_d7_an_item_with_few_answers_is_refused_alone() -> None:
    gaps = [
        [None if place == 4 and number >= 390 else value for place, value in enumerate(row)]
        for number, row in enumerate(SCALE["rows"])
    ]
    found = compared(gaps)
    assert found.refused == (("q5", Refusal("too_few", 100, 90)),)
    assert [one.item for one in found.items] == ["q1", "q2", "q3", "q4"]
    # Holm counts only what was compared.
    assert max(one.p_adjusted / one.differences.p for one in found.items) <= 4 + 1e-9


def test_d8_order() -> None:
    order = random.Random(4).sample(range(480), 480)
    rows = [SCALE["rows"][place] for place in order]
    found = functioning_of(ITEMS, rows, [LANGUAGES[place] for place in order], PROPERTIES)
    assert found == compared(SCALE["rows"])


def _tables(answers: list[int]) -> list[list[int]]:
    tables = [[0, 0, 0, 0] for _stratum in range(5)]
    for answer, ours, stratum in zip(answers, FOCAL, REFERENCE["strata"], strict=True):
        tables[stratum][2 * ours + (1 - answer)] += 1
    return tables
