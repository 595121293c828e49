"""Printed scores: which there are, of which items, and whether the truth prints as this.

S1 every shown level and index is read, hidden ones and those of no index are not
S2 a score agrees with the true mean, halves upward, and with no other
S3 with weights it is the weighted mean
S4 an interval follows from the printed score and a spread in steps of five, or it tells the mean
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from survey.core.analysis.tabulation import Cut, Tabulation
from survey.core.disclosure.attacker.printed import Reading, read_document
from survey.core.disclosure.attacker.roster import Roster, roster_of
from survey.core.disclosure.attacker.scores import PrintedScore, scores_of
from survey.core.disclosure.attacker.weights import weighting_from
from survey.core.disclosure.margins import footing, score_margins
from survey.core.disclosure.rules import Rules
from survey.core.disclosure.tallies import EVEN, unevenness
from tests.unit.core.disclosure.population import Person, tabulate_people

GROUPS = ("full", "lower")

Printed = Sequence[Mapping[str, Any]]


def _reading(levels: Printed = (), indices: Printed = (), *, weighted: bool = False) -> Reading:
    return read_document(
        {
            "promise": {"min_group": 10, "limited_to_one": False},
            "property": {"adults": 9},
            "response": {},
            "method": {"weighting": {"used": weighted}},
            "levels": levels,
            "indices": indices,
            "items": [],
            "cuts": [],
        },
        (),
    )


def _counted(*answers: tuple[int, str]) -> Tabulation:
    """Everybody gives q1, q2 and q3 the answer, except that q2 is the reversed question."""
    people = [
        Person({"q1": value, "q2": 6 - value, "q3": value}, {"tenure": group})
        for value, group in answers
    ]
    return tabulate_people(people, (Cut("tenure", GROUPS),))


def _printed(truth: Tabulation, score: int, *, weighted: bool = False) -> PrintedScore:
    level = {"id": "perceptual", "state": "shown", "score": score}
    [found] = scores_of([_reading([level], weighted=weighted)], truth)
    return found


def _roster(truth: Tabulation) -> Roster:
    return roster_of(truth, [_reading()])


def test_s1_which() -> None:
    """S1: a level by its composite, an index by its own name; of every document."""
    truth = _counted((5, "full"), (4, "lower"))
    levels: Printed = [
        {"id": "perceptual", "state": "shown", "score": 88},
        {"id": "structural", "state": "not_asked", "score": None},
    ]
    indices: Printed = [
        {"id": "belonging", "state": "shown", "score": 87},
        {"id": "unknown", "state": "shown", "score": 1},
    ]
    hidden: Printed = [{"id": "belonging", "state": "hidden", "score": None}]
    readings = [
        _reading(levels, indices),
        _reading(indices=hidden, weighted=True),
        _reading(levels),
    ]
    found = scores_of(readings, truth)
    assert [(one.items, one.score) for one in found] == [
        (("q1", "q2", "q3"), 88),
        (("q1", "q3"), 87),
        (("q1", "q2", "q3"), 88),
    ]
    assert not any(one.weighted for one in found)


@pytest.mark.parametrize(
    ("answers", "scores"),
    [((5, 5), {100}), ((1, 2, 2), {17}), ((3, 3), {50}), ((5, 4), {87, 88})],
)
def test_s2_agrees(answers: tuple[int, ...], scores: set[int]) -> None:
    """S2: 0, 25 and 25 are 16.7. At a half, as 87.5, a float may have strayed to either side."""
    truth = _counted(*((value, "full") for value in answers))
    weighting = weighting_from(np.ones(1, dtype=np.int64))
    agreeing = {
        printed
        for printed in range(101)
        if _printed(truth, printed).agrees(weighting, _roster(truth))
    }
    assert agreeing == scores


def test_s3_weights() -> None:
    """S3: 100 for three of a light class, 0 for one of a heavy one: 75, or by weight 50."""
    truth = _counted((5, "full"), (5, "full"), (5, "full"), (1, "lower"))
    roster = _roster(truth)
    weighting = weighting_from(np.array([1, 3], dtype=np.int64))
    assert list(roster.atoms) == [("full",), ("lower",)]
    told = {
        weighted: [
            score
            for score in range(101)
            if _printed(truth, score, weighted=weighted).agrees(weighting, roster)
        ]
        for weighted in (False, True)
    }
    assert told == {False: [75], True: [50]}


def test_s2_nobody() -> None:
    """S2: a score that nobody has is wrong, whatever it says."""
    truth = tabulate_people([Person({"q1": 5}, {"tenure": "full"})], (Cut("tenure", GROUPS),))
    weighting = weighting_from(np.ones(1, dtype=np.int64))
    assert not _printed(truth, 100).agrees(weighting, _roster(truth))


@pytest.mark.parametrize("size", [20, 90])
@pytest.mark.parametrize("weights", [(1, 1), (1, 3)])
def test_s4_follows(size: int, weights: tuple[int, int]) -> None:
    """S4: what the protector prints follows; one point to either side does not."""
    truth = _counted(*((1 + at % 5, GROUPS[at % 2]) for at in range(size)))
    table = next(one for one in truth.scores if one.composite)
    weight = {atom: Fraction(one) for (atom, _size), one in zip(truth.sizes, weights, strict=True)}
    even = weights[0] == weights[1]
    uneven = unevenness([(cell.atom, cell.answered) for cell in table.cells], weight)
    under = footing(size, size, Rules(10, 200, limited_to_one=True), EVEN if even else uneven)
    score, ends = score_margins(table, truth, under, 2, None if even else weight)
    weighting = weighting_from(np.array(weights, dtype=np.int64))
    printed = PrintedScore(table.items, score, table, not even, ends, 200)
    roster = _roster(truth)
    assert printed.follows(weighting, roster)
    for low, high in ((-1, 0), (0, 1), (1, 1)):
        shifted = replace(printed, ends=(ends[0] + low, ends[1] + high))
        assert not shifted.follows(weighting, roster)
