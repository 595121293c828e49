"""Own questions that only some are asked: how many answered one says what they said before it.

K1 (nearly) all answered what only those were asked who gave one answer: the attacks are able
K2 the release withholds such a question, and what its absence tells is what open ends tell anyway
K3 it is split by no breakdown, and what is printed of it gives nobody away, in random places
K4 two that start from different answers of one question are added up
K5 what was answered against the condition stops the release, instead of being printed
K6 a question of the bank with a condition is treated alike; one after any of several tells nothing
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from survey.core.bank.model import Term
from survey.core.bank.own import OwnWording, add_own, make_own_item
from survey.core.bank.questionnaire import Questionnaire
from survey.core.disclosure.attacker.release import audit_release
from survey.core.disclosure.routing import routes_of
from survey.core.flow import check_answers
from tests.attacks.houses import HAPPY, house, lot
from tests.attacks.unprotected import careless_release
from tests.support.asked import asking, bank
from tests.support.populations import Population, make_population
from tests.support.publishing import release_of
from tests.support.second_auditor import audit
from tests.support.shapes import ordinary_shape

AFTER = "own_after"
SCORED = ("per_bel_01", "per_val_01", "per_tru_01")


def leading(name: str, *answers: int | str, several: bool = False) -> Questionnaire:
    """The scored questions and one that is asked of those who gave one of some answers."""
    terms = tuple(Term(name, "includes" if several else "eq", answer) for answer in answers)
    said = OwnWording(
        text="How much did that matter to you?",
        level="context",
        answers="scale",
        scale="degree5",
        why="We ask this house only.",
        asked_if=terms,
    )
    listed = replace(
        said, answers="several", scale="", options=("Rent", "Repairs", "Rules"), asked_if=()
    )
    made = [make_own_item("own_list", listed, bank().scales) if several else None]
    made.append(make_own_item(AFTER, said, bank().scales))
    return add_own(asking(*SCORED, HAPPY), [one for one in made if one is not None])


def routed(population: Population) -> Population:
    """The same people, without answers to what they were not asked."""
    people = [
        person
        if person.answers is None
        else replace(
            person,
            answers=check_answers(population.questionnaire, person.answers, wave_number=1).answers,
        )
        for person in population.people
    ]
    return replace(population, people=tuple(people))


def alike(others: int, people: int = 60) -> Population:
    """All but a few said "very much" and were asked the other question, too."""
    asked = leading(HAPPY, 4, 5)
    lots = [lot(people - others, 5), lot(others, 1), lot(people, [None])]
    return routed(house(*[one for one in lots if one[0]], asked=asked))


def entry(document: dict[str, Any], name: str = AFTER) -> dict[str, Any]:
    return next(item for item in document["items"] if item["id"] == name)


def telling(population: Population) -> dict[str, Any]:
    """The release of these answers, but with the question that only some were asked."""
    document = release_of(population)
    careless = entry(careless_release(population))
    asked_after = {"id": HAPPY, "answers": [4, 5]}
    shown = entry(document) | careless | {"asked_after": asked_after}
    items = [shown if item["id"] == AFTER else item for item in document["items"]]
    return document | {"items": items}


@pytest.mark.parametrize("others", [0, 1])
def test_attacks_are_able(others: int) -> None:
    """K1: the second auditor from the printed number, the gate from the number as it is."""
    population = alike(others)
    leaks = audit(telling(population), population.truth)
    assert ("homogeneous", HAPPY) in {(leak.kind, leak.item) for leak in leaks}
    found = audit_release(telling(population), truth=population.tabulation)
    assert ("homogeneous", HAPPY) in {(one.kind, one.item) for one in found}


@pytest.mark.parametrize("others", [0, 1, 2, 3, 9])
def test_release_withholds_it(others: int) -> None:
    """K2: hidden exactly where the share of those who led there reads as an open upper end."""
    population = alike(others)
    document = release_of(population)
    good = next(band for band in entry(document, HAPPY)["bands"] if band["id"] == "favorable")
    open_end = isinstance(good["percent"], str)
    assert entry(document)["state"] == ("hidden" if open_end else "shown")
    assert entry(document)["asked_after"] == {"id": HAPPY, "answers": [4, 5]}
    assert audit(document, population.truth) == []
    assert open_end is (others < 3)


@pytest.mark.parametrize("seed", range(3))
def test_random_places(seed: int) -> None:
    """K3"""
    for asked in (
        leading(HAPPY, 3, 4, 5),
        leading("per_val_01", 2, 4),
        leading("own_list", "a1", "a3", several=True),
    ):
        shape = ordinary_shape(random.Random(seed))
        population = routed(make_population(seed, shape, questionnaire=asked))
        document = release_of(population)
        assert audit(document, population.truth) == []
        assert entry(document)["state"] == "shown"
        splits = [one for cut in document["cuts"] for one in cut["items"]]
        assert {one["state"] for one in splits if one["id"] == AFTER} <= {"hidden"}
        assert "shown" in {one["state"] for one in splits}
        base = sum(AFTER in (person.answers or {}) for person in population.respondents)
        assert entry(document)["answered"] == base // 5 * 5
        assert base < len(population.respondents)


@pytest.mark.parametrize(("low", "kept"), [(0, 1), (2, 1), (3, 2), (12, 2)])
def test_added_up(low: int, kept: int) -> None:
    """K4: 30 who said 4 and as many who said 5 are (nearly) all, though each is only half."""
    asked = leading(HAPPY, 4)
    said = OwnWording(
        text="How fair was that?",
        level="context",
        answers="scale",
        scale="degree5",
        why="We ask this house only.",
        asked_if=(Term(HAPPY, "eq", 5),),
    )
    made = [make_own_item(name, one, bank().scales) for name, one in (("own_other", said),)]
    both = replace(asked, items=(*asked.items, *(one.item for one in made if one is not None)))
    lots = [lot(30, 4), lot(30 - low, 5), lot(low, 1), lot(60, [None])]
    population = routed(house(*[one for one in lots if one[0]], asked=both))
    document = release_of(population)
    states = [entry(document, name)["state"] for name in (AFTER, "own_other")]
    assert states == ["shown", *(["hidden"] if kept == 1 else ["shown"])]
    assert audit(document, population.truth) == []
    if kept == 1:
        careless = entry(careless_release(population), "own_other")
        shown = careless | {"asked_after": {"id": HAPPY, "answers": [5]}}
        items = [shown if one["id"] == "own_other" else one for one in document["items"]]
        telling = document | {"items": items}
        kinds = {("homogeneous", HAPPY)} if low < 2 else set()
        assert {(one.kind, one.item) for one in audit(telling, population.truth)} >= kinds
        found = audit_release(telling, truth=population.tabulation)
        assert {(one.kind, one.item) for one in found} >= kinds


def test_answers_against_the_condition() -> None:
    """K5"""
    asked = leading(HAPPY, 5)
    population = house(lot(40, 2), lot(20, 5), lot(60, [None]), asked=asked)
    told = set(random.Random(1).sample(range(60), 45))
    wrong = [
        replace(
            one,
            answers={
                name: answer
                for name, answer in (one.answers or {}).items()
                if name != AFTER or place in told
            }
            or None,
        )
        for place, one in enumerate(population.people)
    ]
    document = release_of(replace(population, people=tuple(wrong)))
    assert {item["state"] for item in document["items"]} == {"hidden"}


def of_the_bank(*names: str) -> Questionnaire:
    """The scored questions and these of the bank."""
    items = tuple(bank().items[name] for name in (*SCORED, *names))
    return replace(asking(*SCORED), items=items, scales=bank().scales)


@pytest.mark.parametrize("others", [0, 1, 5])
def test_of_the_bank(others: int) -> None:
    """K6: (nearly) all have heard of the agreement, and so were asked how it is followed."""
    asked = of_the_bank("ctx_cov_01", "ctx_cov_02")
    knowing, leading_on = {"ctx_cov_01": 3, "ctx_cov_02": 4}, {"ctx_cov_01": 1, "ctx_cov_02": None}
    people = house(lot(60 - others, 4), lot(others, 1), lot(60, [None]), asked=asked)
    told = [
        person
        if person.answers is None
        else replace(
            person,
            answers={
                name: answer
                for name, answer in {
                    **person.answers,
                    **(knowing if person.answers[SCORED[0]] == 4 else leading_on),
                }.items()
                if answer is not None
            },
        )
        for person in people.people
    ]
    population = replace(people, people=tuple(told))
    document = release_of(population)
    after = entry(document, "ctx_cov_02")
    assert after["asked_after"] == {"id": "ctx_cov_01", "answers": [2, 3, 4]}
    assert after["state"] == ("shown" if others == 5 else "hidden")
    assert audit(document, population.truth) == []
    split = {
        item["id"] for cut in document["cuts"] for item in cut["items"] if item["state"] == "shown"
    }
    assert "ctx_cov_02" not in split


def test_after_any_of_several() -> None:
    """K6: of four questions none is told of, of one that is there alone it is."""
    assert routes_of(of_the_bank("rel_dis_01", "rel_dis_02", "rel_dis_05")) == {}
    [route] = routes_of(of_the_bank("rel_dis_01", "rel_dis_05")).values()
    assert (route.name, route.after) == ("rel_dis_05", "rel_dis_01")
    assert 1 not in route.answers
    assert 2 in route.answers
