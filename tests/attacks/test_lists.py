"""A list of several, of which one option is not shown: the others say how many chose it.

L1  twelve and twelve: "Gym" is shown, 2 and 6, and "Garden" is not. Everybody chose one of the two,
    so 10 and 6 at least chose the garden; of 19 in all only the first twelve can have nearly all,
    for an option is shown unless fewer than two are outside. No figure of the list is split then.
L2  where the others leave both groups open, the other option stays
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from survey.core.bank.own import add_own
from survey.core.disclosure.attacker import unit
from tests.attacks.houses import population_of
from tests.attacks.test_own_questions import SAID, own
from tests.support.asked import asking
from tests.support.populations import Person, Population
from tests.support.publishing import Document, release_of
from tests.support.shapes import STRATUM

GARDEN, GYM = "a1", "a2"
LISTED = replace(SAID, answers="several", scale="", options=("Garden", "Gym"))
ASKED = replace(add_own(asking(), [own("own_list", LISTED)]), indices=())


def _house(groups: Sequence[tuple[int, int, int]]) -> Population:
    """Of each group so many chose the garden alone, the gym alone, and both; ten are silent."""
    people = []
    for at, (garden, gym, both) in enumerate(groups):
        given = [[GARDEN]] * garden + [[GYM]] * gym + [[GARDEN, GYM]] * both
        answers: list[dict[str, object] | None] = [{"own_list": one} for one in given]
        answers += [None] * 10
        people += [
            Person(f"p{at}-{number}", {STRATUM: f"s{at}"}, one)
            for number, one in enumerate(answers)
        ]
    return population_of(people, ASKED)


def _split(document: Document) -> list[str]:
    """The options that are shown by group."""
    [cut] = document["cuts"]
    return sorted(
        {
            option["value"]
            for item in cut["items"]
            for group in item["groups"]
            for option in group["options"] or ()
        }
    )


ALIKE = _house([(10, 1, 1), (6, 4, 2)])
"""L1: 11 of 12 chose the garden, and 8 of 12; the gym 2 and 6."""


def test_l1_what_the_others_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """L1"""
    document = release_of(ALIKE)
    assert [item["state"] for item in document["items"]] == ["shown"]
    assert _split(document) == []
    with monkeypatch.context() as blind:
        blind.setattr(unit, "least_chosen", lambda *_: ())
        assert _split(release_of(ALIKE)) == [GYM]


def test_l2_open() -> None:
    """L2: with 5 and 6 for the gym it may have been the other group, or the other reason."""
    document = release_of(_house([(7, 1, 4), (6, 4, 2)]))
    assert _split(document) == [GYM]
