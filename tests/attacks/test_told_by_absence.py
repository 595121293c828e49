"""What is said by what is printed otherwise, or not at all: a score, an end, a weight, a group.

A score that is withheld because it is extreme says that it is extreme, and open ends that are wider
because nearly all of a group answered say how many of a group of three did.

E1  whether all gave the best answer or two the worst one to a question, a release is the same
E2  the interval of a score is the same however the answers to its questions hang together
E3  whether one of three in a group of the frame answered or none, nothing printed says
E4  nor does which groups are hidden: k and one person together, or all of a group and a neighbor
E5  nor that no group is, where the frame counts some who are in none
E6  weights that only all of a group can have called for are not used
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from survey.core.disclosure.weighting import choose_weighting
from tests.attacks.houses import house, lot, population_of
from tests.attacks.telling_houses import LEVEL, SILENT
from tests.support.asked import asking
from tests.support.populations import Person, Population
from tests.support.publishing import release_of
from tests.support.second_auditor import HARD, audit
from tests.support.shapes import STRATUM

ASKED = asking(*LEVEL)


def _of(answers: Sequence[Sequence[int]], silent: int = 60) -> Population:
    """These answers to the three questions of a level, and so many who are silent."""
    people = [
        Person(f"p{at}", {STRATUM: "s0"}, dict(zip(LEVEL, given, strict=True)))
        for at, given in enumerate(answers)
    ]
    people += [Person(f"d{at}", {STRATUM: "s0"}, None) for at in range(silent)]
    return population_of(people, ASKED)


def _figures(population: Population) -> dict[str, Any]:
    """Everything that a release prints, but for the number of its check."""
    document = release_of(population)
    return document | {"method": document["method"] | {"reference": None}}


@pytest.mark.parametrize(("people", "last"), [(30, 90), (60, 95)])
def test_e1_all_alike_or_two_others(people: int, last: int) -> None:
    """E1: a score that was missing told of every one of sixty that they were content."""
    best = [5, 5, 5]
    alike = _of([best] * people)
    others = [_of([best] * (people - some) + [[5, 1, 5]] * some) for some in (1, 2)]
    document = _figures(alike)
    assert [item["bands"][-1]["percent"][0] for item in document["items"]] == [">"] * 3
    [level] = [one for one in document["levels"] if one["state"] != "not_asked"]
    assert (level["score"], level["high"], level["certain_high"]) == (last, 100, 100)
    assert [_figures(other) for other in others] == [document] * 2
    leaks = audit(document, alike.people, seconds=20.0)
    assert [leak for leak in leaks if leak.kind in HARD] == []


def test_e2_how_answers_hang_together() -> None:
    """E2: a hundred of one mind each, and a hundred who are of two minds, print alike."""
    ones = [1 + at % 5 for at in range(100)]
    of_one_mind = _of([[one, one, one] for one in ones])
    of_two = _of([[one, 6 - one, ones[(at + 2) % 100]] for at, one in enumerate(ones)])
    assert _figures(of_one_mind) == _figures(of_two)


def test_e3_nobody_or_somebody_of_three() -> None:
    """E3: sixty answered; the three of the second group are new, and everybody knows them."""
    answers = [5] * 29 + [4] * 25 + [2] * 3 + [1] * 3
    printed = [
        _figures(
            house(
                lot(60 - some, answers[some:], stratum="s0"),
                lot(37 + some, SILENT, stratum="s0"),
                *([lot(some, 5, stratum="s1")] if some else []),
                lot(3 - some, SILENT, stratum="s1"),
            )
        )
        for some in range(3)
    ]
    assert printed[0]["items"][0]["bands"][1]["percent"] == "<5"
    assert printed[1:] == printed[:1] * 2


def _states(document: Mapping[str, Any]) -> dict[str, str]:
    [cut] = document["cuts"]
    return {group["id"]: group["state"] for group in cut["groups"]}


def test_e4_eleven_are_hidden_together() -> None:
    """E4: of ten in one group and one in another all answered; fewer would not be hidden alone."""
    everybody = house(
        lot(50, stratum="s0"),
        lot(40, SILENT, stratum="s0"),
        lot(10, stratum="s1"),
        lot(1, 5, stratum="s2"),
    )
    assert set(_states(release_of(everybody)).values()) == {"hidden"}
    # With four more who were silent nothing follows about any of them.
    some = house(
        *[(40, [None] * 40, {"stratum": "s0"}), lot(50, stratum="s0")],
        lot(10, stratum="s1"),
        lot(4, SILENT, stratum="s1"),
        lot(1, 5, stratum="s2"),
    )
    assert _states(release_of(some)) == {"s0": "shown", "s1": "hidden", "s2": "hidden"}


def test_e5_three_in_no_group() -> None:
    """E5: were one of the three who are in no group among the answers, a group would be hidden."""
    silent = (lot(20, SILENT, stratum="s0"), lot(20, SILENT, stratum="s1"))
    counted = house(lot(40, stratum="s0"), lot(30, stratum="s1"), *silent)
    assert set(_states(release_of(counted)).values()) == {"shown"}
    others = house(
        lot(40, stratum="s0"), lot(30, stratum="s1"), *silent, lot(3, SILENT, stratum="x")
    )
    others = replace(others, strata=others.strata[:2], cuts=counted.cuts)
    assert others.rules.frame_adults == 113
    assert set(_states(release_of(others)).values()) == {"hidden"}


def test_e6_weights_that_only_all_ten_call_for() -> None:
    """E6: ten of two hundred are five points off of a hundred answers only if all ten are there."""
    everybody = house(lot(90, stratum="s0"), lot(100, SILENT, stratum="s0"), lot(10, stratum="s1"))
    nine = house(
        lot(91, stratum="s0"),
        lot(99, SILENT, stratum="s0"),
        lot(9, stratum="s1"),
        lot(1, SILENT, stratum="s1"),
    )
    assert choose_weighting(everybody.tabulation, everybody.rules).reason == "used"
    told, other = release_of(everybody), release_of(nine)
    assert told["method"]["weighting"]["reason"] == "few_answers"
    assert other["method"]["weighting"]["reason"] == "margins_close"
    assert _states(told) == _states(other) == {"s0": "hidden", "s1": "hidden"}
    assert told["items"][0]["state"] == "shown"
