"""Unanimous groups, and groups in which one person stands out: everybody's answer is known, or
the one who stands out knows that of all others.

U1 a group, of any size, whose answers are all alike, or all but one
U2 the property itself
U3 what the shown groups leave when they are taken from everybody
U4 nearly everybody answered: then two who differ are not enough
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.attacks.houses import HAPPY, house, lot
from tests.attacks.spreadsheet import columns_of, crack
from tests.attacks.unprotected import careless_release
from tests.support.populations import Population
from tests.support.publishing import release_of
from tests.support.second_auditor import audit

OTHERS = [None] * 3


def _with_group(size: int, alike: int, different: int) -> Population:
    return house(
        lot(40, stratum="s0"),
        lot(40, OTHERS, stratum="s0"),
        lot(size - different, alike, stratum="s1"),
        (different, [3] * different, {"stratum": "s1"}),
        lot(size, OTHERS, stratum="s1"),
    )


def _most_alike(population: Population, document: dict[str, object]) -> Iterator[tuple[str, int]]:
    """For each printed set of people, how many at least must differ from each kind of answer."""
    for column in columns_of(document, HAPPY, population.truth):
        for low, _high in column.counts.values():
            yield column.title, len(column.people) - low


@pytest.mark.parametrize("size", [10, 13, 25, 60])
@pytest.mark.parametrize("alike", [1, 5])
@pytest.mark.parametrize("different", [0, 1])
def test_groups(size: int, alike: int, different: int) -> None:
    """U1"""
    population = _with_group(size, alike, different)
    people = population.truth
    assert crack(careless_release(population), people)
    document = release_of(population)
    assert document["items"][0]["state"] == "shown"
    assert crack(document, people) == []
    assert audit(document, people) == []


@pytest.mark.parametrize("size", [12, 29, 30, 45, 80, 300])
@pytest.mark.parametrize("different", [0, 1])
def test_property(size: int, different: int) -> None:
    """U2: the figure stands, and admits that two others answered otherwise, or more."""
    lots = [lot(size - different, 5), lot(size, OTHERS)]
    population = house(*lots, (different, [1] * different, {}))
    careless = careless_release(population)
    assert min(left for _title, left in _most_alike(population, careless)) < 2
    document = release_of(population)
    outside = [
        len(column.people) - column.counts["favorable"][0]
        for column in columns_of(document, HAPPY, population.truth)
    ]
    assert outside
    assert min(outside) >= 2
    assert audit(document, population.truth) == []


def test_remainder() -> None:
    """U3: fourteen who name no group all answered alike."""
    population = house(
        lot(30, dem_kid="children"), lot(30, dem_kid="no_children"), lot(14, 2), lot(70, OTHERS)
    )
    cracked = crack(careless_release(population), population.truth)
    assert any(len(found.people) == 14 for found in cracked)
    assert crack(release_of(population), population.truth) == []


@pytest.mark.parametrize("different", [0, 1, 2])
def test_nearly_everybody(different: int) -> None:
    """U4: 59 of 60, all alike but two: those two and whoever watched know all others."""
    population = house(lot(59 - different, 4), (different, [1] * different, {}), lot(1, [None]))
    assert crack(careless_release(population), population.truth, outsiders=3)
    document = release_of(population)
    assert document["response"]["respondents"] is None
    outside = [
        len(column.people) - column.counts["favorable"][0]
        for column in columns_of(document, HAPPY, population.truth)
    ]
    assert min(outside, default=3) >= 3
