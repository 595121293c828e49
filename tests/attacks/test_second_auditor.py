"""The second auditor is able, and true: what it says is what counting every world says.

A1 on small systems its ends are those of all worlds, one by one
A2 it finds what is planted in careless reports: small groups, differences, unanimity
A3 the real world keeps every row that it reads from a release
A4 a figure that is wrong is a contradiction
A5 out of time is undecided, never safe
"""

from __future__ import annotations

import random
from copy import deepcopy
from itertools import product
from math import inf

import pytest

from tests.attacks.houses import Lot, house, lot
from tests.attacks.unprotected import careless_release
from tests.support import second_system
from tests.support.asked import asking
from tests.support.populations import make_population
from tests.support.publishing import release_of
from tests.support.second_auditor import Leak, Target, audit, search
from tests.support.second_reading import Reader
from tests.support.second_roster import roster_of
from tests.support.second_scores import say_scores, tied_items
from tests.support.second_system import System
from tests.support.shapes import ordinary_shape


@pytest.mark.parametrize("seed", range(30))
def test_all_worlds(seed: int) -> None:
    """A1: random rows over four numbers up to four."""
    draw = random.Random(seed)
    system = System()
    names = [("x", place) for place in range(4)]
    for name in names:
        system.add(name, 4, draw.randint(0, 4))
    for _ in range(3):
        terms = {name: float(draw.randint(-2, 3)) for name in names}
        truth = system.value(terms)
        system.say(terms, truth - draw.randint(0, 2), truth + draw.randint(0, 2), "row")
    system.moves = [{name: step} for name in names for step in (1.0, -1.0)]
    worlds = [
        dict(zip(names, values, strict=True))
        for values in product(range(5), repeat=4)
        if all(
            row.low <= sum(times * values[name[1]] for name, times in row.terms.items()) <= row.high
            for row in system.rows
        )
    ]
    for name in names:
        truth = system.truth[name]
        leak = Leak("exact", "x", (), str(name))
        found = search(system, [Target(leak, {name: 1.0}, truth)], seconds=10)
        assert found == ([] if any(world[name] != truth for world in worlds) else [leak])
        few = Leak("provable_share", "x", (), str(name))
        found = search(system, [Target(few, {name: 1.0}, 1)], seconds=10)
        assert found == ([] if any(world[name] <= 1 for world in worlds) else [few])
        alike = Leak("homogeneous", "x", (), str(name))
        found = search(system, [Target(alike, {name: 1.0}, 3, largest=True)], seconds=10)
        assert found == ([] if any(world[name] >= 3 for world in worlds) else [alike])


def test_planted() -> None:
    """A2"""

    def found(*lots: Lot) -> set[str]:
        population = house(*lots)
        document = careless_release(population)
        return {
            leak.kind
            for leak in audit(
                document, population.truth, knows_who_answered=True, knows_rules=False
            )
        }

    los = {"dem_los": "over5"}
    silent = lot(60, [None], stratum="s0")
    nested = (lot(30, **los), lot(3, 1, stratum="s1", **los), lot(25, stratum="s1"))
    assert {"exact", "provable_share"} <= found(*nested, silent)
    assert "homogeneous" in found(lot(30), lot(20, 5, stratum="s1"), silent)
    assert {"exact", "provable_share"} <= found(lot(30), lot(3, 1, stratum="s1"), silent)
    assert found(lot(30), lot(20, stratum="s1"), silent) == set()


@pytest.mark.parametrize("seed", range(6))
def test_the_real_world(seed: int) -> None:
    """A3: with questions that a score ties together."""
    shape = ordinary_shape(random.Random(seed))
    asked = asking("per_bel_01", "per_val_01", "per_tru_01", "ctx_spa_01")
    population = make_population(seed, shape, questionnaire=asked)
    document = release_of(population)
    assert any(level["state"] == "shown" for level in document["levels"])
    people = population.truth
    reader = Reader(document, roster_of(document, people, knows_who_answered=True), people)
    for block in tied_items(document):
        system = System()
        reader.enter_people(system)
        held = {item: reader.kinds(item)[0] for item in block}
        for item, bins in held.items():
            reader.enter(system, item, bins)
        say_scores(system, reader, held)
        assert len(system.rows) > 10
        assert system.untrue() == []


def test_a_wrong_figure() -> None:
    """A4"""
    shape = ordinary_shape(random.Random(1))
    population = make_population(1, shape, questionnaire=asking("out_sat_01"))
    document = deepcopy(release_of(population))
    assert audit(document, population.truth) == []
    band = next(band for band in document["items"][0]["bands"] if isinstance(band["percent"], int))
    band["percent"] += 7
    assert {leak.kind for leak in audit(document, population.truth)} == {"contradiction"}


def test_out_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A5"""
    system = System()
    names = [("x", place) for place in range(30)]
    for name in names:
        system.add(name, 40, 20)
    terms = {name: 7.0 + 2 * place for place, name in enumerate(names)}
    system.say(terms, system.value(terms), system.value(terms), "row")
    target = Target(Leak("exact", "x", ()), {names[0]: 1.0}, 20)
    monkeypatch.setattr(second_system, "MOST_STEPS", 0)
    found = search(system, [target], seconds=1e-9)
    assert {leak.kind for leak in found} <= {"undecided"}
    assert system.solver.find(system.solver.vectors([{names[0]: 1.0}])[0], 41, inf, seconds=10) in (
        "none",
        "undecided",
    )
