"""Differencing of two filters, and trackers: unions of groups added and taken away.

F1 two groups of different cuts that differ by a handful of people
F2 everybody less the groups of a cut leaves those who named no group
F3 a tracker: one group of one cut and one of another make up everybody but a few
F4 those who skipped a question make a small group of those who did not
F5 any sum and difference of printed figures, in random properties
"""

from __future__ import annotations

import random

import pytest

from tests.attacks.houses import house, lot
from tests.attacks.spreadsheet import crack
from tests.attacks.unprotected import careless_release
from tests.support.asked import asking
from tests.support.populations import Population, make_population
from tests.support.publishing import release_of
from tests.support.shapes import ordinary_shape

NESTED = house(
    lot(30, stratum="s0", dem_los="over5"),
    lot(3, 1, stratum="s1", dem_los="over5"),
    lot(25, stratum="s1", dem_los="under5"),
    lot(60, [None], stratum="s0", dem_los="over5"),
    lot(56, [None], stratum="s1", dem_los="under5"),
)
"""F1: all but three of the second housing type came lately."""

NAMELESS = house(
    lot(30, dem_kid="children"),
    lot(30, dem_kid="no_children"),
    lot(4, (1, 1, 1, 5)),
    lot(60, [None], dem_kid="children"),
)
"""F2: four do not say whether they have children."""

TRACKED = house(
    lot(28, stratum="s0", dem_age="under50"),
    lot(28, stratum="s0", dem_age="over50"),
    lot(28, stratum="s1", dem_age="under50"),
    lot(2, 5, stratum="s1", dem_age="over50"),
    lot(80, [None], stratum="s0", dem_age="under50"),
    lot(30, [None], stratum="s1", dem_age="under50"),
)
"""F3: two old people in the second housing type."""

SKIPPED = house(
    lot(30, dem_los="under5"),
    lot(9, (4, 5, 4), dem_los="over5"),
    lot(12, (3,), dem_los="over5"),
    lot(60, [None], dem_los="under5"),
    asked=asking("out_sat_01", "per_bel_01", "per_val_01"),
)

WORLDS = {"F1 nested": NESTED, "F2 nameless": NAMELESS}


def _cracks(population: Population, *, careless: bool) -> list[object]:
    document = careless_release(population) if careless else release_of(population)
    return list(crack(document, population.truth))


@pytest.mark.parametrize("name", WORLDS)
def test_differences(name: str) -> None:
    """F1, F2"""
    population = WORLDS[name]
    assert _cracks(population, careless=True)
    assert _cracks(population, careless=False) == []


def test_what_is_cracked_is_true() -> None:
    """F1: the three are found, and so is what they answered."""
    three = frozenset(f"p1-{number}" for number in range(3))
    found = {
        (crack_.people, crack_.answer, crack_.between)
        for crack_ in crack(careless_release(NESTED), NESTED.truth)
    }
    assert (three, "unfavorable", (3, 3)) in found


def test_tracker() -> None:
    """F3: (old) and (second housing type) overlap in the two; all less (first, young) is no filter.

    A careless program with two-way filters answers "first housing type or young", and everybody
    less that is the two; ours has no such filter, and what it has does not add up to them.
    """
    people = TRACKED.truth
    everybody = [person for person in people if person.answers]
    either = [
        person
        for person in everybody
        if person.groups["stratum"] == "s0" or person.groups["dem_age"] == "under50"
    ]
    favorable = [sum(p.answers["out_sat_01"] >= 4 for p in ones) for ones in (everybody, either)]  # type: ignore[index,operator]
    assert (len(everybody) - len(either), favorable[0] - favorable[1]) == (2, 2)
    document = release_of(TRACKED)
    assert crack(document, people) == []
    assert all(set(cut) == {"id", "groups", "items"} for cut in document["cuts"])
    named = {group["id"] for cut in document["cuts"] for group in cut["groups"]}
    assert named <= {"s0", "s1", "under50", "over50"}


def test_skipped() -> None:
    """F4: a group is large enough, but most of it skipped one question."""
    people = []
    for place, person in enumerate(SKIPPED.people):
        answers = person.answers
        if answers and person.groups.get("dem_los") == "over5" and place >= 39:
            answers = {name: value for name, value in answers.items() if name != "per_bel_01"}
        people.append(type(person)(person.name, person.groups, answers))
    population = type(SKIPPED)(
        0, SKIPPED.shape, SKIPPED.questionnaire, SKIPPED.cuts, SKIPPED.strata, tuple(people)
    )
    items = {found.item for found in crack(careless_release(population), population.truth)}
    assert "per_bel_01" in items
    document = release_of(population)
    assert crack(document, population.truth) == []
    shown = {split["id"]: split["state"] for split in document["cuts"][0]["items"]}
    assert shown.get("per_bel_01", "hidden") == "hidden"
    # There was something to find: the property's own figure is there.
    assert {item["state"] for item in document["items"]} == {"shown"}


@pytest.mark.parametrize("seed", range(12))
def test_random_properties(seed: int) -> None:
    """F5"""
    shape = ordinary_shape(random.Random(seed))
    population = make_population(seed, shape, questionnaire=asking("out_sat_01", "per_bel_01"))
    assert crack(release_of(population), population.truth) == []


def test_careless_random_properties_are_cracked() -> None:
    """F5: the attack finds somebody in most of the same properties where nothing is hidden."""
    cracked = 0
    for seed in range(12):
        shape = ordinary_shape(random.Random(seed))
        population = make_population(seed, shape, questionnaire=asking("out_sat_01", "per_bel_01"))
        cracked += bool(_cracks(population, careless=True))
    assert cracked >= 6
