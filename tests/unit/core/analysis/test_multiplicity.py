"""Several tests in one report.

H1 p.adjust of R; the published lists
H2 a hidden test stays hidden and does not count
H3 the order does not matter; adjusted p never fall, nor does a smaller p get a larger one
H4 refusals
"""

from __future__ import annotations

import json
from math import nan
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.estimates import Refusal
from survey.core.analysis.multiplicity import (
    Adjusted,
    benjamini_hochberg,
    benjamini_yekutieli,
    holm,
)

REFERENCE = json.loads(Path("tests/reference/change.json").read_text(encoding="utf-8"))
METHODS = {"holm": holm, "bh": benjamini_hochberg, "by": benjamini_yekutieli}
P_VALUES = st.lists(st.none() | st.floats(0, 1), max_size=12)


def _numbers(found: Adjusted | Refusal) -> list[float]:
    assert not isinstance(found, Refusal)
    return [p for p in found if p is not None]


@pytest.mark.parametrize("case", REFERENCE["several"])
@pytest.mark.parametrize("name", METHODS)
def test_h1_as_in_r(name: str, case: dict[str, Any]) -> None:
    assert _numbers(METHODS[name](case["p"])) == pytest.approx(case[name], abs=1e-12)


def test_h1_the_published_list() -> None:
    """Benjamini & Hochberg 1995, section 3: at 0.05 four of 15 are found, by Bonferroni three."""
    published = REFERENCE["several"][0]["p"]
    assert sum(p <= 0.05 for p in _numbers(benjamini_hochberg(published))) == 4
    assert sum(p <= 0.05 for p in _numbers(holm(published))) == 3


def test_h1_worked_examples() -> None:
    given_p = (0.01, 0.04, 0.03, 0.005)
    assert _numbers(holm(given_p)) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert _numbers(benjamini_hochberg(given_p)) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    found = _numbers(benjamini_yekutieli(given_p))
    assert found == pytest.approx([0.0417, 0.0833, 0.0833, 0.0417], abs=5e-5)


@settings(max_examples=60)
@given(P_VALUES)
@pytest.mark.parametrize("name", METHODS)
def test_h2_hidden_tests(name: str, p_values: list[float | None]) -> None:
    found = METHODS[name](p_values)
    tested = [p for p in p_values if p is not None]
    assert not isinstance(found, Refusal)
    assert [p is None for p in found] == [p is None for p in p_values]
    assert _numbers(found) == _numbers(METHODS[name](tested))


@settings(max_examples=60)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.randoms(use_true_random=False))
@pytest.mark.parametrize("name", METHODS)
def test_h3_order(name: str, p_values: list[float], random: Any) -> None:
    found = dict(zip(p_values, _numbers(METHODS[name](p_values)), strict=True))
    shuffled = random.sample(p_values, len(p_values))
    again = dict(zip(shuffled, _numbers(METHODS[name](shuffled)), strict=True))
    for p in p_values:
        assert again[p] == pytest.approx(found[p], abs=1e-15)
        assert p <= found[p] * (1 + 1e-12) <= 1 + 1e-12
    in_order = [found[p] for p in sorted(p_values)]
    assert in_order == sorted(in_order)


@pytest.mark.parametrize("method", METHODS.values())
@pytest.mark.parametrize("p", [-0.1, 1.1, nan])
def test_h4_refusals(method: Any, p: float) -> None:
    assert method((0.5, p)) == Refusal("bad_input")
    assert method(()) == ()
    assert method((None,)) == (None,)
