"""Weighted means and shares from the sums of a tabulation, and what unequal weights cost.

C1 the worked examples
C2 from cells equals R's stratified design, domains too
C3 from cells equals from rows, in whatever pieces the cells come
C4 one stratum is no stratum; everybody answered has no width
C5 refused with its reason
K1 Kish: the design effect, effective answers
K2 Wilson's with effective answers: by hand, equal weights, always in [0, 1]
K3 Korn and Graubard's interval equals R's; Clopper and Pearson's where n is whole
"""

from __future__ import annotations

import json
from math import fsum, inf, nan
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, binom

from survey.core.analysis.effective import (
    effective_answers,
    kish_design_effect,
    korn_graubard_interval,
    weighted_share_interval,
)
from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.means import mean_interval
from survey.core.analysis.shares import wilson_finite_interval
from survey.core.analysis.stratified import (
    stratified_mean_from_cells,
    stratified_share_from_counts,
)
from survey.core.analysis.tabulation import ScoreCell
from survey.core.analysis.weighted import Design, Weighted, weighted_mean

REFERENCE: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "reference" / "weighting.json").read_text(encoding="utf-8")
)
FRAME: dict[str, int] = REFERENCE["frame"]["tenure"]
FOUR = st.integers(0, 4).map(lambda answer: 25.0 * answer)
STRATUM = st.tuples(st.lists(FOUR, min_size=2, max_size=12), st.integers(0, 20))


def cell(*scores: float) -> ScoreCell:
    return ScoreCell((), len(scores), fsum(scores), fsum(score * score for score in scores))


def found(result: Weighted | Refusal) -> Weighted:
    assert isinstance(result, Weighted)
    return result


def estimate(result: Estimate | Refusal) -> Estimate:
    assert isinstance(result, Estimate)
    return result


def test_c1_worked_examples() -> None:
    frame = {"A": 30, "B": 10}
    mean = found(stratified_mean_from_cells({"A": [cell(50, 70)], "B": [cell(20, 40)]}, frame))
    assert mean.estimate.value == pytest.approx(52.5)
    assert mean.variance == pytest.approx(57.5)
    assert mean.freedom == 2
    share = found(stratified_share_from_counts({"A": (8, 10), "B": (2, 10)}, frame))
    assert share.estimate.value == pytest.approx(0.65)
    assert share.effective == pytest.approx(16)
    assert (round(share.estimate.low, 3), round(share.estimate.high, 3)) == (0.475, 0.792)


def scores_of(stratum: str, building: str | None = None) -> list[float]:
    return [
        float(person["score"])
        for person in REFERENCE["people"]
        if person["tenure"] == stratum and building in (None, person["building"])
    ]


def test_c2_equals_r() -> None:
    cells = {stratum: [cell(*scores_of(stratum))] for stratum in FRAME}
    got, expected = found(stratified_mean_from_cells(cells, FRAME)), REFERENCE["stratified"]
    assert got.estimate.value == pytest.approx(expected["mean"])
    assert got.variance == pytest.approx(expected["variance"])
    assert got.freedom == expected["df"]
    assert got.estimate.low == pytest.approx(expected["low"])


def test_c2_domains_equal_r() -> None:
    respondents = {stratum: len(scores_of(stratum)) for stratum in FRAME}
    expected = REFERENCE["stratified_domain"]
    for building, mean, variance in zip(
        expected["building"], expected["mean"], expected["variance"], strict=True
    ):
        cells = {stratum: [cell(*scores_of(stratum, building))] for stratum in FRAME}
        got = found(stratified_mean_from_cells(cells, FRAME, respondents=respondents))
        assert got.estimate.value == pytest.approx(mean)
        assert got.variance == pytest.approx(variance)


@given(st.lists(STRATUM, min_size=1, max_size=4), st.data())
@settings(max_examples=60)
def test_c3_from_rows(strata: list[tuple[list[float], int]], data: st.DataObject) -> None:
    frame = {str(at): len(held) + silent for at, (held, silent) in enumerate(strata)}
    cells, values, weights, names = {}, [], [], []
    for at, (held, _) in enumerate(strata):
        cut = data.draw(st.integers(0, len(held)))
        cells[str(at)] = [cell(*held[cut:]), cell(*held[:cut])]
        values += held
        names += [str(at)] * len(held)
        weights += [frame[str(at)] / len(held)] * len(held)
    got = found(stratified_mean_from_cells(cells, frame))
    rows = found(weighted_mean(values, Design(tuple(weights), tuple(names), frame)))
    assert got.estimate.value == pytest.approx(rows.estimate.value)
    assert got.variance == pytest.approx(rows.variance, abs=1e-9)
    assert got.effective == pytest.approx(rows.effective)
    assert (got.freedom, got.answered) == (rows.freedom, rows.answered)
    backwards = dict(reversed(cells.items()))
    assert stratified_mean_from_cells(backwards, frame) == got


@given(STRATUM)
@settings(max_examples=60)
def test_c4_one_stratum_is_none(stratum: tuple[list[float], int]) -> None:
    scores, silent = stratum
    adults = len(scores) + silent
    got = found(stratified_mean_from_cells({"a": [cell(*scores)]}, {"a": adults})).estimate
    expected = mean_interval(scores, frame=adults)
    assert isinstance(expected, Estimate)
    assert got.low == pytest.approx(expected.low, abs=1e-9)
    assert got.high == pytest.approx(expected.high, abs=1e-9)
    if not silent:
        assert got.width == 0


def test_c4_shares() -> None:
    one = found(stratified_share_from_counts({"a": (15, 30)}, {"a": 50})).estimate
    assert one.low == pytest.approx(estimate(wilson_finite_interval(15, 30, 50)).low)
    everybody = {"a": (3, 5), "b": (5, 5)}
    assert found(stratified_share_from_counts(everybody, {"a": 5, "b": 5})).estimate.width == 0
    unanimous = found(stratified_share_from_counts({"a": (5, 5), "b": (3, 3)}, {"a": 9, "b": 6}))
    assert unanimous.estimate.high == 1.0 > unanimous.estimate.low


@pytest.mark.parametrize(
    ("counts", "frame", "respondents", "reason"),
    [
        ({}, {"a": 5}, None, "no_answers"),
        ({"a": (1, 3)}, {"a": 5, "b": 5}, None, "empty_stratum"),
        ({"a": (1, 3), "b": (1, 1)}, {"a": 5, "b": 5}, None, "too_few"),
        ({"a": (1, 1)}, {"a": 5}, {"a": 3}, "too_few"),
        ({"a": (1, 6)}, {"a": 5}, None, "contradiction"),
        ({"a": (1, 3)}, {"a": 5}, {"a": 2}, "contradiction"),
        ({"a": (4, 3)}, {"a": 5}, None, "contradiction"),
        ({"a": (1, 3), "b": (1, 3)}, {"a": 5}, None, "contradiction"),
    ],
)
def test_c5_refused(
    counts: dict[str, tuple[int, int]],
    frame: dict[str, int],
    respondents: dict[str, int] | None,
    reason: str,
) -> None:
    refusal = stratified_share_from_counts(counts, frame, respondents=respondents)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == reason


def test_c5_off_the_scale() -> None:
    refusal = stratified_mean_from_cells({"a": [cell(120, 130)]}, {"a": 9})
    assert refusal == Refusal("bad_input")


def test_c5_a_stratum_without_an_answer_to_one_item() -> None:
    # Both of b took part, neither has a score: the mean is of those who have one.
    got = found(
        stratified_mean_from_cells(
            {"a": [cell(0, 50, 100)]}, {"a": 9, "b": 4}, respondents={"a": 3, "b": 2}
        )
    )
    assert (got.estimate.value, got.answered) == (50.0, 3)


def test_k1_kish() -> None:
    assert kish_design_effect([1.0, 1.0, 2.0]) == pytest.approx(1.125)
    assert effective_answers([1.0, 1.0, 2.0]) == pytest.approx(16 / 6)
    # Half with twice the weight of the others: CV^2 = 1/9 (Kish 1992).
    assert kish_design_effect([1.0, 2.0] * 50) == pytest.approx(1 + 1 / 9)
    assert kish_design_effect([0.1] * 30) == pytest.approx(1)
    assert kish_design_effect([1.0] * 30) == 1
    assert kish_design_effect([]) == Refusal("no_answers", 1, 0)
    for wrong in (0.0, -1.0, nan, inf):
        assert kish_design_effect([1.0, wrong]) == Refusal("bad_input")
        assert effective_answers([1.0, wrong]) == Refusal("bad_input")


def test_k2_by_hand() -> None:
    got = estimate(weighted_share_interval(0.5, 25, 30, 50))
    # n* = 25 * 49 / 20 = 61.25
    assert (round(got.low, 4), round(got.high, 4)) == (0.3785, 0.6215)
    assert estimate(weighted_share_interval(0.3, 8, 10, 10)).width == 0
    assert weighted_share_interval(1.5, 25, 30, 50) == Refusal("bad_input")
    assert weighted_share_interval(0.5, 31, 30, 50) == Refusal("bad_input")
    assert weighted_share_interval(0.5, 25, 60, 50) == Refusal("contradiction", 50, 60)
    assert weighted_share_interval(0.5, 0, 0, 50) == Refusal("no_answers", 1, 0)


@given(st.data())
@settings(max_examples=80)
def test_k2_equal_weights_are_none(data: st.DataObject) -> None:
    frame = data.draw(st.integers(1, 300))
    answered = data.draw(st.integers(1, frame))
    favorable = data.draw(st.integers(0, answered))
    expected = estimate(wilson_finite_interval(favorable, answered, frame))
    got = estimate(weighted_share_interval(favorable / answered, answered, answered, frame))
    assert got.low == pytest.approx(expected.low, abs=1e-9)
    assert got.high == pytest.approx(expected.high, abs=1e-9)
    assert 0 <= got.low <= got.value <= got.high <= 1


@pytest.mark.parametrize("name", ["simple", "stratified", "post", "unequal"])
def test_k3_equals_r(name: str) -> None:
    expected = REFERENCE["beta"][name]
    got = estimate(
        korn_graubard_interval(
            expected["share"],
            expected["variance"],
            respondents=expected["respondents"],
            freedom=expected["df"],
            effective=30,
        )
    )
    assert got.low == pytest.approx(expected["low"], rel=1e-7)
    assert got.high == pytest.approx(expected["high"], rel=1e-7)


def test_k3_clopper_and_pearson() -> None:
    got = estimate(korn_graubard_interval(0.5, 0.25 / 25, respondents=26, freedom=25, effective=9))
    assert (round(got.low, 3), round(got.high, 3)) == (0.295, 0.705)
    nobody = estimate(korn_graubard_interval(0, 0, respondents=20, freedom=19, effective=20))
    assert nobody.low == 0
    # Exact limits: nobody of 20 is as likely as 2.5 in 100 at the upper one.
    assert binom.pmf(0, 20, nobody.high) == pytest.approx(0.025)
    everybody = estimate(korn_graubard_interval(1, 0, respondents=20, freedom=19, effective=20))
    assert everybody.low == pytest.approx(1 - nobody.high)
    assert everybody.high == 1
    eight = estimate(
        korn_graubard_interval(0.4, 0.24 / 20, respondents=20, freedom=19, effective=20)
    )
    assert eight.low == pytest.approx(beta.ppf(0.025, 8, 13))
    assert binom.sf(7, 20, eight.low) == pytest.approx(0.025)


def test_k3_refused_or_certain() -> None:
    known = korn_graubard_interval(0.4, 0, respondents=20, freedom=19, effective=20)
    assert estimate(known).width == 0
    for wrong in ((1.1, 0.1, 20, 19, 20), (0.5, -1, 20, 19, 20), (0.5, 0.1, 20, 19, 0)):
        share, variance, respondents, freedom, effective = wrong
        refusal = korn_graubard_interval(
            share, variance, respondents=respondents, freedom=freedom, effective=effective
        )
        assert refusal == Refusal("bad_input")
    few = korn_graubard_interval(0.5, 0.1, respondents=2, freedom=0, effective=2)
    assert few == Refusal("too_few", 2, 2)
