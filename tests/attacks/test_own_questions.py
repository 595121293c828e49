"""Questions that a community adds: no way around disclosure control, whatever they ask.

J1 a careless report of one gives people away, as of any question: the attack is able
J2 the release of the same answers does not, and names the question as own
J3 nor do releases of random properties, for a scale and for a list, beside the bank's questions
J4 one whom only a few answered is hidden, and shows nothing of itself in levels or indices
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from survey.core.bank.model import is_own
from survey.core.bank.own import OwnItem, OwnWording, add_own, make_own_item
from survey.core.bank.questionnaire import Questionnaire
from tests.attacks.houses import house, lot
from tests.attacks.unprotected import careless_release
from tests.support.asked import asking, bank
from tests.support.populations import Population, make_population
from tests.support.publishing import release_of
from tests.support.second_auditor import audit
from tests.support.shapes import ordinary_shape

SAID = OwnWording(
    text="How fair is the landlord to you?",
    level="perceptual",
    answers="scale",
    scale="degree5",
    why="We ask this house only.",
)


def own(own_id: str, said: OwnWording = SAID) -> OwnItem:
    made = make_own_item(own_id, said, bank().scales)
    assert made is not None
    return made


def only_own() -> Questionnaire:
    """A survey with nothing but one question of a community's own."""
    return replace(add_own(asking(), [own("own_fair")]), indices=())


def nested() -> Population:
    """Three of the lower-cost homes, all of them content, in a group of their own."""
    los = {"dem_los": "over5"}
    return house(
        lot(30, **los),
        lot(3, 1, stratum="s1", **los),
        lot(25, stratum="s1"),
        lot(60, [None], stratum="s0"),
        asked=only_own(),
    )


def test_careless() -> None:
    """J1"""
    population = nested()
    leaks = audit(
        careless_release(population),
        population.truth,
        knows_who_answered=True,
        knows_rules=False,
    )
    assert {"exact", "provable_share"} <= {leak.kind for leak in leaks}
    assert {leak.item for leak in leaks} == {"own_fair"}


def test_released() -> None:
    """J2"""
    population = nested()
    document = release_of(population)
    assert [(item["id"], item["state"], item["own"]) for item in document["items"]] == [
        ("own_fair", "shown", True)
    ]
    assert audit(document, population.truth) == []


@pytest.mark.parametrize("seed", range(4))
def test_random_properties(seed: int) -> None:
    """J3"""
    listed = replace(SAID, answers="several", scale="", options=("Rent", "Repairs", "Rules"))
    asked = add_own(
        asking("per_bel_01", "per_val_01", "per_tru_01"),
        [own("own_fair"), own("own_list", listed), own("own_yes", replace(SAID, scale="yesno"))],
    )
    shape = ordinary_shape(random.Random(seed))
    population = make_population(seed, shape, questionnaire=asked)
    document = release_of(population)
    shown = {item["id"] for item in document["items"] if item["state"] == "shown"}
    assert {"own_fair", "own_list", "own_yes"} <= shown
    assert audit(document, population.truth) == []


def test_few_answers() -> None:
    """J4"""
    asked = add_own(asking("per_bel_01", "per_val_01", "per_tru_01"), [own("own_fair")])
    whole = make_population(3, ordinary_shape(random.Random(3)), questionnaire=asked)
    few = {person.name for person in whole.respondents[:4]}
    people = [
        person
        if person.answers is None or person.name in few
        else replace(
            person,
            answers={name: given for name, given in person.answers.items() if not is_own(name)},
        )
        for person in whole.people
    ]
    document = release_of(replace(whole, people=tuple(people)))
    hidden = next(item for item in document["items"] if item["id"] == "own_fair")
    assert (hidden["state"], hidden["bands"], hidden["answered"]) == ("hidden", [], None)
    bare = asking("per_bel_01", "per_val_01", "per_tru_01")
    without = release_of(replace(whole, questionnaire=bare))
    assert (document["levels"], document["indices"]) == (without["levels"], without["indices"])
    assert not any(is_own(name) for level in document["levels"] for name in level["items"])
