"""Weighted figures: what is printed is weighted, what decides is people.

W1 weights of one, or all the same, print what no weights print
W2 shares, points, groups and scores are the weighted ones
W3 rules are judged by people: the same is hidden with weights as without
W4 uneven weights open the ends wider, so that one heavy outsider is not a number
W5 a crossing without a weight is refused
W6 the score is that of the strata
W7 what ranges are made from is coarse, so that they do not tell how many of each group answered
"""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.stratified import stratified_mean_from_cells
from survey.core.analysis.tabulation import Atom, Cut
from survey.core.analysis.weighted import Weighted
from survey.core.disclosure.document import figures_document
from survey.core.disclosure.protect import protect
from survey.core.disclosure.rules import Rules
from survey.core.disclosure.tallies import Unevenness, unevenness
from tests.unit.core.disclosure.population import (
    CUTS,
    Person,
    crowd,
    one,
    questionnaire,
    tabulate_people,
)

RULES = Rules(10, 400, limited_to_one=True)
TENURE = (Cut("tenure", ("full", "lower")),)


def _document(
    people: list[Person],
    weights: dict[str, float] | None,
    *,
    cuts: tuple[Cut, ...] = TENURE,
    rules: Rules = RULES,
) -> dict[str, Any]:
    """The figures, with a weight for each group of the first cut."""
    tabulation = tabulate_people(people, cuts)
    by_atom: dict[Atom, float] | None = None
    if weights is not None:
        by_atom = {atom: weights[atom[0]] for atom, _ in tabulation.sizes}
    return figures_document(protect(tabulation, questionnaire(), rules, weights=by_atom))


def _item(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in document["items"] if one["id"] == name)
    return found


def _bands(figures: dict[str, Any]) -> list[object]:
    return [band["percent"] for band in figures["bands"]]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.integers(12, 150), st.sampled_from([1.0, 2.5, 1 / 3]))
def test_w1_equal_weights(seed: int, size: int, weight: float) -> None:
    people = crowd(seed, size)
    plain = _document(people, None, cuts=CUTS)
    weighted = _document(people, {"full": weight, "lower": weight, "": weight}, cuts=CUTS)
    assert weighted["cuts"] == plain["cuts"]
    for mine, theirs in zip(weighted["items"], plain["items"], strict=True):
        # Wilson's interval instead of the exact one.
        assert mine | {"low": 0, "high": 0} == theirs | {"low": 0, "high": 0}
    for mine, theirs in zip(weighted["levels"], plain["levels"], strict=True):
        assert mine["score"] == theirs["score"]


LOPSIDED = [
    *(one(5, tenure="full") for _ in range(30)),
    *(one(1, tenure="full") for _ in range(10)),
    *(one(5, tenure="lower") for _ in range(10)),
    *(one(1, tenure="lower") for _ in range(10)),
]


def test_w2_shares_points_and_groups() -> None:
    plain = _item(_document(LOPSIDED, None), "q1")
    document = _document(LOPSIDED, {"full": 0.5, "lower": 2.0})
    weighted = _item(document, "q1")
    assert _bands(plain) == [33, "<5", 67]
    # (0.5 * 30 + 2 * 10) of (0.5 * 40 + 2 * 20) are 35 of 60.
    assert _bands(weighted) == [42, "<5", 58]
    assert {one["value"]: one["percent"] for one in weighted["points"]}[5] == 58
    split = next(one for one in document["cuts"][0]["items"] if one["id"] == "q1")
    # Within a stratum all weigh the same.
    assert [_bands(group) for group in split["groups"]] == [[25, "<5", 75], [50, "<5", 50]]
    assert weighted["low"] < 58 < weighted["high"]
    assert weighted["high"] - weighted["low"] > plain["high"] - plain["low"]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.integers(12, 120), st.floats(0.4, 2.5))
def test_w3_people_decide(seed: int, size: int, weight: float) -> None:
    people = crowd(seed, size)
    weights = {"full": weight, "lower": 1.0, "": 1.0}
    documents = [_document(people, held, cuts=CUTS) for held in (None, weights)]
    states = [
        [
            [item["state"] for item in document["items"]],
            [cut["groups"] for cut in document["cuts"]],
            [[split["state"] for split in cut["items"]] for cut in document["cuts"]],
        ]
        for document in documents
    ]
    assert states[0] == states[1]


def test_w4_one_heavy_outsider() -> None:
    people = [
        *(one(5, tenure="full") for _ in range(35)),
        *(one(5, tenure="lower") for _ in range(9)),
    ]
    weights = {"full": 0.75, "lower": 2.0}
    unanimous = _item(_document([*people, one(5, tenure="lower")], weights), "q1")
    one_other = _item(_document([*people, one(1, tenure="lower")], weights), "q1")
    assert _bands(unanimous) == ["<5", "<5", ">95"]
    assert unanimous == one_other
    heavier = {"full": 0.5, "lower": 3.0}
    unanimous = _item(_document([*people, one(5, tenure="lower")], heavier), "q1")
    one_other = _item(_document([*people, one(1, tenure="lower")], heavier), "q1")
    assert _bands(one_other) == ["<10", "<10", ">90"]  # 3 of 47.5 are 6.3 percent
    assert unanimous == one_other


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan"), float("inf")])
def test_w5_weights_must_be_weights(weight: float) -> None:
    with pytest.raises(ValueError, match="no weight"):
        _document(LOPSIDED, {"full": weight, "lower": 1.0})
    tabulation = tabulate_people(LOPSIDED, TENURE)
    with pytest.raises(ValueError, match="no weight"):
        protect(tabulation, questionnaire(), RULES, weights={("full",): 1.0})


def test_w6_scores() -> None:
    people = [
        Person(
            {"q1": 1 + at % 5, "q2": 1 + at % 3, "q3": 1 + at % 4},
            {"tenure": "full" if at % 3 else "lower"},
        )
        for at in range(90)
    ]
    adults = {"full": 100, "lower": 100}
    weights = {"full": 100 / 60, "lower": 100 / 30}
    document = _document(people, weights, rules=Rules(10, 200, limited_to_one=True))
    level = next(one for one in document["levels"] if one["id"] == "perceptual")
    table = next(one for one in tabulate_people(people, TENURE).scores if one.composite)
    expected = stratified_mean_from_cells(
        {group: [cell for cell in table.cells if cell.atom == (group,)] for group in adults}, adults
    )
    assert isinstance(expected, Weighted)
    assert level["score"] == round(expected.estimate.value)
    # A variance of 1.746 is a spread of 15.9 among 80 effective answers. The questions' own, 35.4,
    # 20.5 and 27.9, are 28 on average and 25.0 of a mean of three, which reaches
    # 1.987 * 25.0 * sqrt(0.55 / 80) = 4.1.
    assert sqrt(expected.variance * 80 / 0.55) == pytest.approx(15.94, abs=0.01)
    assert (level["low"], level["high"]) == (51, 61)


@pytest.mark.parametrize(
    ("few", "found"),
    [
        # 90 adults by 30 and 30 by 30: weights 3 and 1, an effect of 1.25 and a mean of 2 of 3.
        (30, Unevenness(1 / 1.3, 0.6)),
        (29, Unevenness(1 / 1.3, 0.6)),
        (31, Unevenness(1 / 1.3, 0.6)),
        (20, Unevenness(1 / 1.6, 0.5)),
        # An effect of 1.094, and a mean of 1.6 of 2, which is just eight tenths.
        (45, Unevenness(1.0 / 1.1, 0.8)),
    ],
)
def test_w7_coarse(few: int, found: Unevenness) -> None:
    weights: dict[Atom, Fraction] = {("few",): Fraction(90, few), ("all",): Fraction(30, 30)}
    taken = unevenness([(("few",), few), (("all",), 30)], weights)
    assert taken.effective == pytest.approx(found.effective)
    assert taken.lightness == pytest.approx(found.lightness)
