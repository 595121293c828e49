"""Gaps between groups, worked out from what a release prints.

G1 the fewest answers of a group: from k, from the silent, from the words on participation
G2 a clear gap has its groups, its points and its ends outward
G3 an open end counts as what is closest; what is hidden is not compared
G4 groups that residents name themselves have k alone: too few to tell, unless far apart
G5 weights widen a gap; the more is compared, the less is clear
G6 a reader can work them out again from the rest of the release
"""

from __future__ import annotations

import copy
import json
import random
from dataclasses import replace
from typing import Any

import pytest

from survey.core.disclosure.gaps import gaps_of
from survey.core.disclosure.group_bases import least_answers
from tests.support.populations import make_population
from tests.support.publishing import release_of
from tests.support.shapes import ordinary_shape

Document = dict[str, Any]
AFFORDABLE, MARKET = ("stratum", "affordable"), ("stratum", "market")


def _document(
    shares: dict[str, int | str], *, cut: str = "stratum", said: str = "about", items: int = 1
) -> Document:
    """200 of 400 adults answered; each group's favorable share of the questions q0, q1, ..."""
    weighting = {"used": False, "reason": "margins_close", "by": [], "design_effect": None}
    names = [f"q{number}" for number in range(items)]
    split = [
        {"id": group, "bands": [{"id": "favorable", "percent": percent}]}
        for group, percent in shares.items()
    ]
    return {
        "status": "released",
        "property": {"adults": 400},
        "promise": {
            "min_group": 10,
            "limited_to_one": True,
            "strata": [{"id": "affordable", "adults": 240}, {"id": "market", "adults": 160}],
        },
        "method": {"weighting": weighting},
        "response": {
            "respondents": 200,
            "rate": "50",
            "participation": [{"cut": cut, "group": group, "share": said} for group in shares],
        },
        "items": [{"id": name, "state": "shown", "answered": 200} for name in names],
        "cuts": [
            {
                "id": cut,
                "items": [
                    {"id": name, "state": "shown", "groups": copy.deepcopy(split)} for name in names
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("said", "answered", "group", "fewest"),
    [
        ("about", 200, AFFORDABLE, 111),  # more than 200 * (0.60 - 0.05) = 110
        ("more", 200, AFFORDABLE, 130),  # at least 200 * 0.65
        ("fewer", 200, AFFORDABLE, 40),  # 240 adults less 200 who were silent
        ("fewer", 200, MARKET, 10),
        ("about", 195, MARKET, 66),  # more than 200 * 0.35 = 70, and 5 skipped the question
        ("about", 200, ("dem_age", "old"), 10),
    ],
)
def test_g1_the_fewest_answers(said: str, answered: int, group: Any, fewest: int) -> None:
    document = _document({"affordable": 50, "market": 50}, said=said)
    assert least_answers(document, group, {"answered": answered}) == fewest


def test_g1_without_a_list_of_adults_k_is_all_that_is_known() -> None:
    document = _document({"affordable": 50, "market": 50})
    document["promise"]["limited_to_one"] = False
    assert least_answers(document, AFFORDABLE, {"answered": 200}) == 10


def test_g2_a_clear_gap() -> None:
    """40 % of 111 and 60 % of 71: Newcombe 5.03 to 33.7, z = 2.63 (both by hand)."""
    assert gaps_of(_document({"affordable": 40, "market": 60})) == [
        {
            "cut": "stratum",
            "compared": 1,
            "too_few": 0,
            "clear": [
                {
                    "item": "q0",
                    "higher": "market",
                    "lower": "affordable",
                    "difference": 20,
                    "low": 5,
                    "high": 34,
                }
            ],
        }
    ]


def test_g2_the_order_of_the_groups_does_not_matter() -> None:
    one = gaps_of(_document({"affordable": 40, "market": 60}))
    assert gaps_of(_document({"market": 60, "affordable": 40})) == one


def test_g2_the_largest_stands_first() -> None:
    document = _document({"affordable": 40, "market": 60}, items=2)
    document["cuts"][0]["items"][1]["groups"][1]["bands"][0]["percent"] = 80
    (said,) = gaps_of(document)
    assert [gap["item"] for gap in said["clear"]] == ["q1", "q0"]


@pytest.mark.parametrize(
    ("shares", "clear"),
    [(("<5", 5), 0), ((50, ">95"), 1), ((45, 48), 0)],
    ids=["may_be_the_same", "at_least_45", "close"],
)
def test_g3_open_ends_and_small_gaps(shares: tuple[Any, Any], clear: int) -> None:
    (said,) = gaps_of(_document(dict(zip(("affordable", "market"), shares, strict=True))))
    assert (said["compared"], len(said["clear"])) == (1, clear)


@pytest.mark.parametrize("place", ["items", "cuts"])
def test_g3_what_is_hidden_is_not_compared(place: str) -> None:
    document = _document({"affordable": 40, "market": 60}, items=2)
    held = document["items"] if place == "items" else document["cuts"][0]["items"]
    held[0] |= {"state": "hidden", "groups": []}
    (said,) = gaps_of(document)
    assert said["compared"] == 1
    held[1] |= {"state": "hidden", "groups": []}
    assert gaps_of(document) == []


def test_g4_groups_that_residents_name_themselves() -> None:
    near = gaps_of(_document({"young": 40, "old": 60}, cut="dem_age"))
    assert near == [{"cut": "dem_age", "compared": 0, "too_few": 1, "clear": []}]
    (far,) = gaps_of(_document({"young": 20, "old": 80}, cut="dem_age"))
    assert [gap["difference"] for gap in far["clear"]] == [60]


def test_g5_weights_widen() -> None:
    document = _document({"affordable": 40, "market": 60})
    (plain,) = gaps_of(document)
    document["method"]["weighting"] |= {"used": True, "design_effect": 1.5}
    (weighted,) = gaps_of(document)
    assert (plain["clear"][0]["low"], weighted["clear"][0]["low"]) == (5, 1)
    document["method"]["weighting"]["design_effect"] = None  # not printed: taken at its largest
    assert gaps_of(document) == [{"cut": "stratum", "compared": 0, "too_few": 1, "clear": []}]


def test_g5_the_more_is_compared_the_less_is_clear() -> None:
    few = _document({"affordable": 42, "market": 60})
    many = _document({"affordable": 50, "market": 50}, items=40)
    many["cuts"][0]["items"][0] = few["cuts"][0]["items"][0]
    assert [len(gaps_of(one)[0]["clear"]) for one in (few, many)] == [1, 0]


def test_g6_a_reader_can_work_them_out_again() -> None:
    """From a release without its gaps, read back from text: so they add nothing to it."""
    for seed in range(4):
        shape = ordinary_shape(random.Random(f"gaps {seed}"))
        document = release_of(make_population(seed, replace(shape, cuts=shape.cuts[:2])))
        bare = {name: held for name, held in document.items() if name != "gaps"}
        assert gaps_of(json.loads(json.dumps(bare))) == document["gaps"]
