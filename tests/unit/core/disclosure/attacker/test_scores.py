"""Printed scores: which there are, of which items, and whether the truth prints as this.

S1 every shown level and index is read, hidden ones and those of no index are not
S2 a score agrees with the true mean, halves upward, and with no other
S3 with weights it is the weighted mean
S4 an interval follows from the printed score and its items' shares, or it tells the mean
S5 what is closer to an end than open ends are prints as the last score
S6 the spread that shares allow, and the room that they leave, are those of the protector
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.tabulation import Cut, Tabulation
from survey.core.disclosure.attacker.printed import Reading, read_document
from survey.core.disclosure.attacker.roster import Roster, roster_of
from survey.core.disclosure.attacker.scores import PrintedScore, scores_of
from survey.core.disclosure.attacker.spreads import room_said, spread_said
from survey.core.disclosure.attacker.units import units_of
from survey.core.disclosure.attacker.weights import weighting_from
from survey.core.disclosure.document import figures_document
from survey.core.disclosure.margins import footing, mean_of, score_margins
from survey.core.disclosure.protect import protect
from survey.core.disclosure.released import ReleasedItem
from survey.core.disclosure.rounding import score_points
from survey.core.disclosure.rules import Rules
from survey.core.disclosure.spreads import printed_spread, room_of_mean
from survey.core.disclosure.tallies import EVEN, unevenness
from tests.unit.core.disclosure.population import Person, questionnaire, tabulate_people

GROUPS = ("full", "lower")
SPREAD = 27.5

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
    [found] = scores_of([_reading([level], weighted=weighted)], truth, [2], ())
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
    found = scores_of(readings, truth, [2, 2, 2], ())
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
    score = score_points(mean_of(table, None if even else weight))
    ends = score_margins(score, 0, SPREAD, under)
    weighting = weighting_from(np.array(weights, dtype=np.int64))
    printed = PrintedScore(table.items, score, table, not even, ends, 200, spread=SPREAD)
    roster = _roster(truth)
    assert printed.follows(weighting, roster)
    for low, high in ((-1, 0), (0, 1), (1, 1)):
        shifted = replace(printed, ends=(ends[0] + low, ends[1] + high))
        assert not shifted.follows(weighting, roster)


@pytest.mark.parametrize(
    ("answer", "score", "agrees"), [(5, 90, True), (5, 91, False), (1, 10, True), (1, 9, False)]
)
def test_s5_the_last_score(answer: int, score: int, *, agrees: bool) -> None:
    """S5: of thirty, of whom two must fit, 100 prints as 90; what prints closer says just that."""
    truth = _counted(*((answer, "full") for _at in range(30)))
    roster, weighting = _roster(truth), weighting_from(np.ones(1, dtype=np.int64))
    printed = replace(_printed(truth, score), outsiders=2)
    assert printed.agrees(weighting, roster) is agrees
    far = 100 if answer == 5 else 0
    assert (far in printed.means(weighting, roster)) is agrees


@settings(max_examples=25)
@given(st.lists(st.tuples(*[st.sampled_from([1, 5, 5, 5, 5, 5, 4])] * 3), min_size=30, max_size=80))
def test_s6_the_same_spread(answers: list[tuple[int, int, int]]) -> None:
    """S6: of points and of bands, whatever was answered."""
    people = [Person(dict(zip(("q1", "q2", "q3"), one, strict=True)), {}) for one in answers]
    truth = tabulate_people(people, ())
    released = protect(truth, questionnaire(), Rules(10, 200, limited_to_one=True))
    document = figures_document(released)
    units = {unit.item: unit for unit in units_of(truth.items, [document])}
    tables = {table.id: table for table in truth.items}
    shown: list[ReleasedItem] = [item for item in released.items if item.id in units]
    assert {"q1", "q2", "q3"} <= {item.id for item in shown}
    said = {item["id"]: item for item in document["items"]}
    scored = [item for item in shown if item.id.startswith("q")]
    for item in scored:
        taken = printed_spread([(tables[item.id], item)])
        assert spread_said(said[item.id], units[item.id]) == pytest.approx(taken)
    room = room_of_mean([(tables[item.id], item) for item in scored], 0.1)
    found = room_said([said[one.id] for one in scored], [units[one.id] for one in scored])
    assert (found is None) == (room is None)
    if found is not None:
        ends = found.low_at + 0.1 * found.low_by, found.high_at + 0.1 * found.high_by
        assert ends == pytest.approx(room)
