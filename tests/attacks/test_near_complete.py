"""Response near a hundred percent: who is silent is nearly known, so no number may say it.

C1 a careless report prints how many answered; the four who did not are known by their names
C2 from nine in ten on, the same document whether one, two or three are silent
C3 in what is printed nobody can prove how many answered
C4 two others are not enough any more: three
"""

from __future__ import annotations

import pytest

from survey.core.canonical import canonical_json
from tests.attacks.houses import house, lot
from tests.attacks.unprotected import careless_release
from tests.support.asked import asking
from tests.support.populations import Population, make_population
from tests.support.publishing import release_of
from tests.support.second_auditor import audit
from tests.support.second_reading import Reader
from tests.support.second_roster import SILENT, roster_of
from tests.support.second_system import System
from tests.support.shapes import STRATUM, Shape


def _house(answering: int, adults: int = 80) -> Population:
    """The favorable share is 75 % whatever the number is."""
    return house(lot(answering, (4, 5, 2, 4)), lot(adults - answering, [None]))


def test_a_careless_number() -> None:
    """C1"""
    careless = careless_release(_house(76))
    assert careless["property"]["adults"] - careless["response"]["respondents"] == 4
    document = release_of(_house(76))
    assert (document["response"]["respondents"], document["response"]["rate"]) == (None, "90+")


def test_the_same_document() -> None:
    """C2: 72, 76 and 80 of 80 have the same shares, and print the same to the last byte."""
    bodies = {canonical_json(release_of(_house(answering))) for answering in (72, 76, 80)}
    assert len(bodies) == 1


@pytest.mark.parametrize("seed", range(8))
def test_how_many(seed: int) -> None:
    """C3: with all figures of a question together, more than one number of silent is possible."""
    shape = Shape(
        adults=70 + 17 * seed,
        response=0.91 + 0.01 * seed,
        strata=(0.5, 0.5),
        cuts=(STRATUM, "dem_los"),
        skip=0.0,
    )
    asked = asking("out_sat_01", "per_bel_01")
    population = make_population(seed, shape, questionnaire=asked)
    document = release_of(population)
    people = population.truth
    assert audit(document, people) == []
    if document["response"]["rate"] != "90+":
        return
    reader = Reader(document, roster_of(document, people, knows_who_answered=False), people)
    for item in document["items"]:
        system = System()
        reader.enter_people(system)
        reader.enter(system, item["id"], reader.kinds(item["id"])[0])
        everybody = {(SILENT, held): 1.0 for held in reader.roster.adults}
        (aim,) = system.solver.vectors([everybody])
        truth = system.value(everybody)
        found = [
            system.solver.find(aim, low, high, seconds=10)
            for low, high in ((0, truth - 1), (truth + 1, len(people)))
        ]
        assert not all(isinstance(one, str) for one in found)


@pytest.mark.parametrize("others", [0, 1, 2])
def test_three_others(others: int) -> None:
    """C4: 50 of 54, all but two alike: the document admits three who are not."""
    population = house(lot(50 - others, 5), (others, [2] * others, {}), lot(4, [None]))
    document = release_of(population)
    assert document["items"][0]["state"] == "shown"
    assert audit(document, population.truth) == []
    printed = {band["id"]: band["percent"] for band in document["items"][0]["bands"]}
    assert printed["favorable"] == ">90"
