"""A score of the property that, with the points of one of its questions, tells what all said.

T1  The attacker finds it in the first proposal; the release withholds the score, keeps every
    question's own figures, and neither of two auditors finds anything in what is left.
"""

from __future__ import annotations

from tests.bench.populations import population_of
from tests.support.publishing import release_of
from tests.support.second_auditor import HARD, audit

TELLING = 7143
"""A small property whose questions the points and one score together tell (populations.py)."""


def test_the_score_is_withheld_and_nothing_else() -> None:
    """T1"""
    population, _ordinary = population_of(TELLING)
    document = release_of(population)
    assert {item["state"] for item in document["items"]} == {"shown"}
    scores = [*document["levels"], *document["indices"]]
    assert "hidden" in {score["state"] for score in scores}
    assert "shown" in {score["state"] for score in scores}
    leaks = audit(document, population.truth, seconds=20.0)
    assert [leak for leak in leaks if leak.kind in HARD] == []
