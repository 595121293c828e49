"""Agreement within properties.

A1 mean squares equal R's analysis of variance; with equal sizes all equals psych::ICC
A2 the worked example
A3 order of people and of properties changes nothing, nor does the unit or a constant
A4 refusals, and the pool
"""

from __future__ import annotations

import random

import numpy as np
from numpy.testing import assert_allclose

from survey.core.analysis.agreement import Agreement, agreement_of, intraclass_correlations
from survey.core.analysis.estimates import Refusal
from tests.support.references import read_reference

AGREEMENT = read_reference("scales")["agreement"]
SCORES, PROPERTIES = AGREEMENT["uneven"]["score"], AGREEMENT["uneven"]["property"]


def test_a1_equal_sizes_as_in_psych() -> None:
    found = intraclass_correlations(AGREEMENT["even"]["groups"])
    assert isinstance(found, Agreement)
    assert_allclose((found.icc1.value, found.icc1.low, found.icc1.high), AGREEMENT["even"]["icc1"])
    assert_allclose((found.icc2.value, found.icc2.low, found.icc2.high), AGREEMENT["even"]["icc2"])
    assert (found.properties, found.respondents, found.typical_size) == (12, 180, 15.0)


def test_a1_unequal_sizes_from_the_mean_squares() -> None:
    found = agreement_of(SCORES, PROPERTIES)
    assert isinstance(found, Agreement)
    between, within = AGREEMENT["uneven"]["between"], AGREEMENT["uneven"]["within"]
    sizes = np.array([PROPERTIES.count(name) for name in sorted(set(PROPERTIES))])
    typical = (139 - (sizes**2).sum() / 139) / 6
    assert_allclose(found.typical_size, typical)
    assert_allclose(found.icc1.value, (between - within) / (between + (typical - 1) * within))
    assert_allclose(found.icc2.value, (between - within) / between)


def test_a2_worked_example() -> None:
    found = intraclass_correlations([(1, 2, 3), (2, 3, 4), (4, 5, 6)])
    assert isinstance(found, Agreement)
    assert_allclose((found.icc1.value, found.icc2.value), (6 / 9, 6 / 7))


def test_a3_order_unit_and_constant() -> None:
    found = agreement_of(SCORES, PROPERTIES)
    order = random.Random(3).sample(range(len(SCORES)), len(SCORES))
    again = agreement_of([SCORES[i] for i in order], [PROPERTIES[i] for i in order])
    assert again == found
    moved = agreement_of([3 * score + 7 for score in SCORES], PROPERTIES)
    assert isinstance(found, Agreement)
    assert isinstance(moved, Agreement)
    assert_allclose((moved.icc1.value, moved.icc2.low), (found.icc1.value, found.icc2.low))


def test_a4_refusals() -> None:
    assert intraclass_correlations([[1.0, 2.0]]) == Refusal("too_few_properties", 2, 1)
    assert intraclass_correlations([[1.0, 2.0], []]) == Refusal("empty_stratum")
    assert intraclass_correlations([[1.0], [2.0]]) == Refusal("too_few", 3, 2)
    assert intraclass_correlations([[1.0, 1.0], [2.0, 2.0]]) == Refusal("no_spread")
    assert intraclass_correlations([[1.0, 2.0], [2.0, 1.0]]) == Refusal("no_spread")
    assert intraclass_correlations([[1.0, float("nan")], [2.0]]) == Refusal("bad_input")


def test_a4_the_pool() -> None:
    few = ["a" if name in "abc" else name for name in PROPERTIES]
    assert isinstance(agreement_of(SCORES, few), Agreement)
    fewer = ["a" if name in "abcd" else name for name in PROPERTIES]
    assert agreement_of(SCORES, fewer) == Refusal("too_few_properties", 5, 4)
    assert isinstance(agreement_of(SCORES, fewer, whole_platform=True), Agreement)
    silent = [None if place < 40 else score for place, score in enumerate(SCORES)]
    assert agreement_of(silent, PROPERTIES) == Refusal("too_few", 100, 99)
    assert agreement_of(SCORES, PROPERTIES[1:]) == Refusal("bad_input")
