"""A score of the property that, with the points of its other questions, tells what all said.

T1  Printed as it is, it is found in the first proposal. Withholding it would say as much: with two
    others it is printed.
T2  Printed as the last score that leaves room for two others it tells nothing: whether anybody
    differs prints alike, every figure is kept, and neither of two auditors finds anything.
T3  Of a small property, of whose people (nearly) all said the worst to many questions, all is kept.
"""

from __future__ import annotations

import pytest

from survey.core.disclosure import scoring
from tests.attacks import careless_rules as careless
from tests.attacks.houses import population_of as population_of_people
from tests.attacks.telling_houses import LEVEL
from tests.bench.populations import population_of
from tests.support.asked import asking
from tests.support.populations import Person, Population
from tests.support.publishing import Document, release_of
from tests.support.second_auditor import HARD, audit
from tests.support.shapes import STRATUM

SMALL = 7143
"""A small property whose questions the points and one score together told (populations.py)."""

VARIED = [1] * 6 + [2] * 6 + [3] * 9 + [4] * 12 + [5] * 27
"""Sixty answers with 70 points on average, of whole percents."""


def _house(others: int) -> Population:
    """Sixty who all gave the best answer to the first question, but so many who gave a 3."""
    firsts = [3] * others + [5] * (60 - others)
    people = [
        Person(f"p{at}", {STRATUM: "s0"}, dict(zip(LEVEL, given, strict=True)))
        for at, given in enumerate(zip(firsts, VARIED, reversed(VARIED), strict=True))
    ]
    people += [Person(f"d{at}", {STRATUM: "s0"}, None) for at in range(60)]
    return population_of_people(people, asking(*LEVEL))


def _states(document: Document) -> set[str]:
    shown = [*document["items"], *document["levels"], *document["indices"]]
    return {one["state"] for one in shown} - {"not_asked"}


def test_t1_the_score_itself_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """T1: 80 is 79.5 and more, and two others would make it 79.4."""
    monkeypatch.setattr(scoring, "room_of_mean", careless.no_room)
    assert _states(release_of(_house(0))) == {"shown", "hidden"}
    assert _states(release_of(_house(2))) == {"shown"}


def test_t2_the_last_score_does_not() -> None:
    """T2"""
    documents = [release_of(_house(others)) for others in (0, 1, 2)]
    [level] = [one for one in documents[0]["levels"] if one["state"] == "shown"]
    assert level["score"] == 79
    assert documents[1:] == documents[:1] * 2
    assert [leak for leak in audit(documents[0], _house(0).people) if leak.kind in HARD] == []


def test_t3_a_small_property() -> None:
    """T3"""
    population, _ordinary = population_of(SMALL)
    document = release_of(population)
    assert _states(document) == {"shown"}
    leaks = audit(document, population.truth, seconds=20.0)
    assert [leak for leak in leaks if leak.kind in HARD] == []
