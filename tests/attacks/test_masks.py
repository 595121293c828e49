"""Masks that tell: what is hidden, and why, says what is behind.

K1 a mask on unanimous groups alone says that they are unanimous
K2 ours: if a question is not split, there are several reasons left that it may be
K3 ours: that a breakdown is hidden does not say for which question
K4 groups are hidden for how many answered, never for what they answered
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import inf
from typing import Any

import pytest

from tests.attacks.houses import MIXED, lot, population_of
from tests.attacks.houses import house as house_of
from tests.support.asked import asking
from tests.support.populations import Person, Population, make_population
from tests.support.publishing import release_of
from tests.support.second_reading import Reader
from tests.support.second_roster import Bins, Class, roster_of
from tests.support.second_system import System, Terms
from tests.support.shapes import ordinary_shape

Document = Mapping[str, Any]
Reason = tuple[str, str]
"""The people whose answers are (nearly) alike, and their answer."""


def reasons_left(document: Document, population: Population, item: str, cut: str) -> set[Reason]:
    """Why a question may not be split by a cut whose groups are shown, for all a reader knows."""
    people = population.truth
    known = document["response"]["rate"] == "90+"
    reader = Reader(document, roster_of(document, people, knows_who_answered=known), people)
    left = set()
    for bins in reader.kinds(item):
        system = System()
        reader.enter_people(system)
        reader.enter(system, item, bins)
        for reason, terms, most in _reasons(reader, document, item, cut, bins):
            (aim,) = system.solver.vectors([terms])
            found = system.solver.find(aim, -inf, most, seconds=5)
            if not isinstance(found, str):
                left.add(reason)
    return left


def _reasons(
    reader: Reader, document: Document, item: str, cut: str, bins: Bins
) -> Iterator[tuple[Reason, Terms, int]]:
    states = next(held["groups"] for held in document["cuts"] if held["id"] == cut)
    shown = [group["id"] for group in states if group["state"] == "shown"]
    sets: dict[str, list[Class]] = {
        group: list(reader.roster.inside(cut, [group])) for group in shown
    }
    named = reader.roster.inside(cut, shown)
    sets["the rest"] = [held for held in reader.roster.adults if held not in named]
    for name, classes in sets.items():
        if not sum(reader.roster.answered[held] for held in classes):
            continue
        yield (name, "too few"), reader.part(item, classes, bins), reader.smallest - 1
        for answer in bins:
            outside = [other for other in bins if other != answer]
            yield (name, answer), reader.part(item, classes, outside), reader.others - 1


def _one_group_alike(answer: int, silent: int) -> Population:
    return house_of(
        lot(40, MIXED, stratum="s0"),
        lot(20, answer, stratum="s1"),
        lot(2 * silent, [None], stratum="s0"),
        lot(silent, [None], stratum="s1"),
    )


def _masked(document: Document) -> Document:
    """The same, with a breakdown whose groups are shown, and not for the question."""
    groups = [{"id": name, "state": "shown"} for name in ("s0", "s1")]
    split = {"id": "out_sat_01", "state": "hidden", "groups": []}
    return {**document, "cuts": [{"id": "stratum", "groups": groups, "items": [split]}]}


@pytest.mark.parametrize("answer", [1, 5])
def test_a_careless_mask(answer: int) -> None:
    """K1: nearly all answered, and one reason is left, which is the truth; ours shows no group."""
    population = _one_group_alike(answer, silent=1)
    document = release_of(population)
    kind = "favorable" if answer == 5 else "unfavorable"
    left = reasons_left(_masked(document), population, "out_sat_01", "stratum")
    assert left == {("s1", kind)}
    assert {group["state"] for group in document["cuts"][0]["groups"]} == {"hidden"}


@pytest.mark.parametrize("answer", [1, 5])
def test_who_answered_is_not_known(answer: int) -> None:
    """K1: with half of the adults silent, a group of unknown size may as well be too small."""
    population = _one_group_alike(answer, silent=20)
    document = release_of(population)
    states = {group["state"] for group in document["cuts"][0]["groups"]}
    if states == {"shown"}:
        left = reasons_left(document, population, "out_sat_01", "stratum")
        assert ("s1", "too few") in left
        assert len(left) > 2


@pytest.mark.parametrize("seed", range(16))
def test_several_reasons(seed: int) -> None:
    """K2"""
    draw = random.Random(seed)
    shape = replace(
        ordinary_shape(draw),
        adults=draw.randint(60, 160),
        cuts=("stratum",),
        lean=draw.choice((-1.6, 1.6)),
    )
    asked = asking("out_sat_01", "per_bel_01", "per_val_01", "str_fai_02")
    population = make_population(seed, shape, questionnaire=asked)
    document = release_of(population)
    for cut in document["cuts"]:
        if "shown" not in {group["state"] for group in cut["groups"]}:
            continue
        for split in cut["items"]:
            if split["state"] == "hidden":
                left = reasons_left(document, population, split["id"], cut["id"])
                assert len({group for group, _answer in left}) != 1


def _two_questions(alike: str, mixed: str) -> Population:
    """One question is unanimous in the second housing type, the other one is spread."""
    people = []
    for place in range(80):
        stratum = "s1" if place >= 60 else "s0"
        answers: dict[str, object] = {
            alike: 5 if place >= 60 else MIXED[place % 5],
            # The same answers, so that the property's own figures are those of the other one.
            mixed: 5 if place % 4 == 3 else MIXED[place // 4 * 3 % 5 if place < 60 else place % 5],
        }
        people.append(Person(f"p{place}", {"stratum": stratum}, answers))
    values = sorted(person.answers[alike] for person in people if person.answers)  # type: ignore[type-var]
    spread = random.Random(1).sample(values, len(values))
    people = [
        replace(person, answers={**(person.answers or {}), mixed: value})
        for person, value in zip(people, spread, strict=True)
    ]
    silent = [Person(f"q{place}", {"stratum": f"s{place % 2}"}, None) for place in range(100)]
    return population_of([*people, *silent], asking("per_bel_01", "per_val_01"))


def test_which_question() -> None:
    """K3: it may have been the one question or the other, for both documents are the same."""
    documents = [
        release_of(_two_questions(*pair))
        for pair in (("per_bel_01", "per_val_01"), ("per_val_01", "per_bel_01"))
    ]
    assert documents[0]["items"][0]["state"] == "shown"
    assert documents[0]["cuts"] == documents[1]["cuts"]


def test_how_many_and_not_what() -> None:
    """K4: with other answers of the same people, the same groups are hidden or all are."""
    for seed in range(5):
        first = make_population(seed, replace(ordinary_shape(random.Random(seed)), skip=0.0))
        turned = [
            person
            if person.answers is None
            else replace(person, answers=dict.fromkeys(person.answers, 3))
            for person in first.people
        ]
        second = replace(first, people=tuple(turned))
        for one, other in zip(release_of(first)["cuts"], release_of(second)["cuts"], strict=True):
            hidden = {group["id"] for group in other["groups"] if group["state"] == "hidden"}
            assert {g["id"] for g in one["groups"] if g["state"] == "hidden"} <= hidden
