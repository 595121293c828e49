"""Zeros as complements: that nobody gave an answer says that everybody gave another one.

Z1 a printed nought, and a printed hundred
Z2 a group of nobody: it looks like any other hidden group, and takes another one with it
Z3 an option that nobody chose, or everybody
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from tests.attacks.houses import house, lot
from tests.attacks.unprotected import careless_release
from tests.support.asked import annual, asking
from tests.support.populations import make_population
from tests.support.publishing import release_of
from tests.support.second_auditor import audit
from tests.support.shapes import ordinary_shape, random_shape

LISTS = ("ctx_spa_01", "str_gov_01")


def _percents(held: Any) -> list[Any]:
    """Every printed percent of a document, wherever it stands."""
    if isinstance(held, dict):
        own = [held["percent"]] if "percent" in held else []
        return own + [one for value in held.values() for one in _percents(value)]
    if isinstance(held, list):
        return [one for value in held for one in _percents(value)]
    return []


@pytest.mark.parametrize("answer", [1, 3, 5])
def test_noughts(answer: int) -> None:
    """Z1"""
    population = house(
        lot(30, answer, dem_kid="children"),
        lot(30, (1, 2, 3, 4, 5), dem_kid="no_children"),
        lot(60, [None], dem_kid="children"),
    )
    assert {0, 100} <= set(_percents(careless_release(population)))
    printed = _percents(release_of(population))
    assert printed
    assert all(5 <= one <= 95 for one in printed if isinstance(one, int))


def test_no_nought_anywhere() -> None:
    """Z1: in properties of every kind."""
    asked = asking("out_sat_01", "str_gov_01")
    for seed in range(20):
        draw = random.Random(seed)
        shape = replace(random_shape(draw, cuts=1, questionnaire=asked), adults=90 + 7 * seed)
        printed = _percents(release_of(make_population(seed, shape, questionnaire=asked)))
        assert all(5 <= one <= 95 for one in printed if isinstance(one, int))
        assert all(str(one)[0] in "<>123456789" for one in printed)


def test_a_group_of_nobody() -> None:
    """Z2: the two groups of a cut are hidden together, whether one has nobody or few."""
    pictures = []
    for size in (0, 3):
        population = house(
            lot(40 - size, stratum="s0"),
            (size, [1] * size, {"stratum": "s1"}),
            lot(60, [None], stratum="s1"),
        )
        document = release_of(population)
        pictures.append(document["cuts"])
        assert audit(document, population.truth) == []
    assert pictures[0] == pictures[1]
    assert {group["state"] for group in pictures[0][0]["groups"]} == {"hidden"}


@pytest.mark.parametrize("seed", range(6))
def test_options(seed: int) -> None:
    """Z3: no option is at nought or a hundred, and no rule about them tells of anybody."""
    names = [item.id for item in annual().items if item.id in LISTS]
    shape = ordinary_shape(random.Random(seed))
    population = make_population(seed, shape, questionnaire=asking("out_sat_01", *names))
    document = release_of(population)
    assert sum(item["kind"] in ("choice", "several") for item in document["items"]) >= 2
    assert not {0, 100} & set(_percents(document))
    assert audit(document, population.truth) == []
