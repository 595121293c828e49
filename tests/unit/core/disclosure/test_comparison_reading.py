"""Reading figures back from releases, on the safe side.

R1 a score's error from its printed interval: never less than the true one
R2 open ends: the closest shares
R3 weights: the largest effect stands in for one that is not printed
R4 releases of schema 1
"""

from __future__ import annotations

from math import ceil, floor
from typing import Any

import numpy as np
import pytest

from survey.core.analysis.change import Summary
from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.means import mean_interval_from
from survey.core.disclosure.comparison import compare_releases
from survey.core.disclosure.published import (
    LARGEST_DESIGN_EFFECT,
    closest_shares,
    design_effect_of,
    respondents_of,
    score_of,
    share_range,
)
from tests.support import release_documents


def _held(
    respondents: int | None, adults: int, answered: int | None, *, finite: bool = True
) -> dict[str, Any]:
    weighting = {"used": False, "reason": "few_answers", "by": [], "design_effect": None}
    return {
        "property": {"adults": adults},
        "response": {"respondents": respondents, "rate": "50" if finite else None},
        "method": {"finite_population": finite, "weighting": weighting},
        "items": [{"id": "q1", "answered": answered}, {"id": "other", "answered": 10}],
    }


def _level(score: int, low: int, high: int) -> dict[str, Any]:
    return {"state": "shown", "score": score, "low": low, "high": high, "items": ["q1"]}


def test_r1_worked_example() -> None:
    found = score_of(_held(90, 180, 85), _level(60, 57, 63))
    assert isinstance(found, Summary)
    assert found.squared_error**0.5 == pytest.approx(3 / (1.98698 * 0.5**0.5), abs=1e-4)
    assert (found.mean, found.answered) == (60, 85)


def test_r1_without_a_frame_nothing_is_taken_out() -> None:
    found = score_of(_held(90, 180, 90, finite=False), _level(60, 57, 63))
    assert isinstance(found, Summary)
    assert found.squared_error**0.5 == pytest.approx(3 / 1.98698, abs=1e-4)


def test_r1_hidden_or_impossible() -> None:
    hidden = score_of(_held(90, 180, 90), {"state": "hidden", "items": ["q1"]})
    everybody = score_of(_held(180, 180, 90), _level(60, 60, 60))
    assert (hidden, everybody) == (Refusal("too_few"), Refusal("no_spread"))


def test_r1_never_surer_than_the_answers() -> None:
    """From whole points, outward, the error that comes back is at least the true one."""
    generator = np.random.default_rng(3)
    for _ in range(300):
        adults = int(generator.integers(30, 400))
        answered = int(generator.integers(10, adults * 9 // 10))
        values = generator.integers(0, 5, size=(answered, 3)).mean(axis=1) * 25
        values = np.clip(values + generator.choice([-60, 0, 60]), 0, 100)
        mean, deviation = float(values.mean()), float(values.std(ddof=1))
        if deviation == 0:
            continue
        interval = mean_interval_from(mean, deviation, answered, frame=adults)
        assert isinstance(interval, Estimate)
        low, high = floor(interval.low), ceil(interval.high)
        found = score_of(_held(answered, adults, answered), _level(floor(mean + 0.5), low, high))
        assert isinstance(found, Summary)
        assert found.squared_error >= deviation**2 / answered * (1 - 1e-9)


def test_r2_open_ends() -> None:
    assert share_range("<15") == (0, 15)
    assert share_range(">95") == (95, 100)
    assert share_range(40) == (40, 40)
    assert closest_shares(40, ">95") == (40, 95)
    assert closest_shares("<35", 20) == (20, 20)
    assert closest_shares("<35", "<10") == (10, 10)
    assert closest_shares(">65", ">90") == (90, 90)
    assert closest_shares(">90", "<10") == (90, 10)


def test_r3_design_effects() -> None:
    document = _held(90, 180, 85)
    assert design_effect_of(document) == 1
    document["method"]["weighting"]["used"] = True
    assert design_effect_of(document) == LARGEST_DESIGN_EFFECT
    document["method"]["weighting"]["design_effect"] = 1.3
    assert design_effect_of(document) == pytest.approx(1.35)


def test_r3_the_largest_effect_of_bounded_weights() -> None:
    # Kish: n sum w^2 / (sum w)^2 is largest where the weights lie at both bounds only.
    effects = []
    for heavy in range(1, 100):
        weights = np.array([3.0] * heavy + [0.33] * (100 - heavy))
        effects.append(100 * float((weights**2).sum()) / float(weights.sum()) ** 2)
    assert 2.79 < max(effects) <= LARGEST_DESIGN_EFFECT


def test_nearly_everybody_counts_as_the_lower_edge() -> None:
    assert respondents_of(_held(None, 61, None)) == 55


def test_r4_releases_of_schema_1() -> None:
    before = release_documents.full(schema=1, change=None)
    now = release_documents.full(schema=1)
    del now["change"]
    change = compare_releases(before, now)
    assert change is not None
    assert [entry["difference"] for entry in change["levels"]] == [0, 0, 0]
    assert {entry["verdict"] for entry in change["items"]} == {"no_clear_change"}
    assert change["trends"] == []
