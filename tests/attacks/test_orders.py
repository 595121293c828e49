"""Sort orders: what comes first must not depend on what was answered, or on who came first.

O1 the same people in another order give the same document, byte for byte
O2 the opposite answers give the same order of questions, groups, options and keys
O3 a careless list of groups, the best first, ranks the one whose figure is hidden
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from survey.core.canonical import canonical_json
from tests.support.asked import annual, asking
from tests.support.populations import Answers, Population, make_population
from tests.support.publishing import release_of
from tests.support.shapes import ordinary_shape

ASKED = asking("out_sat_01", "per_bel_01", "ctx_spa_01", "str_gov_01", "out_lad_01")


def _population(seed: int) -> Population:
    return make_population(seed, ordinary_shape(random.Random(seed)), questionnaire=ASKED)


def order_of(held: Any, place: str = "") -> Iterator[str]:
    """Every name of a document in the order in which it stands there, without any figure."""
    if isinstance(held, dict):
        for key, value in held.items():
            yield f"{place}/{key}"
            if key in ("id", "value"):
                yield f"{place}/{key}={value}"
            yield from order_of(value, f"{place}/{key}")
    elif isinstance(held, list):
        for value in held:
            yield from order_of(value, place)


def _turned(answers: Answers) -> Answers:
    """The opposite answer to every question."""
    found: dict[str, object] = {}
    for name, answer in answers.items():
        scale = annual().scale_of(annual().item(name))
        if scale.values:
            found[name] = scale.values[0] + scale.values[-1] - answer  # type: ignore[operator]
            continue
        options = [option.value for option in scale.options]
        if isinstance(answer, str):
            found[name] = options[-1 - options.index(answer)]
        else:
            found[name] = [one for one in options if one not in answer][:3]  # type: ignore[operator]
    return found


@pytest.mark.parametrize("seed", range(4))
def test_who_came_first(seed: int) -> None:
    """O1"""
    population = _population(seed)
    mixed = replace(
        population,
        people=tuple(random.Random(seed).sample(population.people, len(population.people))),
    )
    assert canonical_json(release_of(population)) == canonical_json(release_of(mixed))


@pytest.mark.parametrize("seed", range(4))
def test_opposite_answers(seed: int) -> None:
    """O2: the names that both documents have stand in the same order in both."""
    first = _population(seed)
    second = replace(
        first,
        people=tuple(
            person if person.answers is None else replace(person, answers=_turned(person.answers))
            for person in first.people
        ),
    )
    one, other = (list(order_of(release_of(each))) for each in (first, second))
    both = set(one) & set(other)
    assert len(both) > 40
    assert _firsts(one, both) == _firsts(other, both)


def _firsts(names: list[str], wanted: set[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name in wanted]


def test_a_careless_order() -> None:
    """O3: three groups by their favorable share; the middle one is hidden, and still ranked."""
    shares = {"s0": 71, "s1": 64, "s2": 38}
    printed = [
        (group, None if group == "s1" else share)
        for group, share in sorted(shares.items(), key=lambda pair: -pair[1])
    ]
    place = [group for group, _share in printed].index("s1")
    around = printed[place - 1][1], printed[place + 1][1]
    assert around == (71, 38)
    # In a release groups stand as the promise names them, whatever their shares are.
    for seed in range(4):
        population = _population(seed)
        promised = [list(cut.groups) for cut in population.cuts]
        document = release_of(population)
        assert [[group["id"] for group in cut["groups"]] for cut in document["cuts"]] == promised
        for cut in document["cuts"]:
            groups = [group["id"] for group in cut["groups"]]
            for split in cut["items"]:
                held = [group["id"] for group in split["groups"]]
                assert held == [group for group in groups if group in held]
