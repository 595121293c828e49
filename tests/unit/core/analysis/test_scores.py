"""Points, bins, indices and counting.

P1 reversal first, then 0 to 100
P2 bins: mirrored, without a middle where the scale has none
P3 an index needs enough answers; "na" and "pns" are missing, never the middle
P4 counting: by value and group, whoever is in no group is the rest
P5 the order of the answer sets changes nothing
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.core.analysis.estimates import Refusal
from survey.core.analysis.scores import bins_of, index_score, percent_favorable, points_of
from survey.core.analysis.tabulation import REST, Cut, tabulate
from survey.core.bank.model import Index, Scale
from tests.unit.core.disclosure.population import (
    CUTS,
    INDICES,
    SCALES,
    Person,
    crowd,
    item,
    questionnaire,
    tabulate_people,
)

FIVE = SCALES["five"]
PULSE = INDICES[0]


@pytest.mark.parametrize(
    ("reverse", "answer", "points"),
    [(False, 1, 0.0), (False, 4, 75.0), (True, 1, 100.0), (True, 4, 25.0), (False, "na", None)],
)
def test_p1_points(reverse: bool, answer: object, points: float | None) -> None:
    assert points_of(item("q", "five", reverse=reverse), FIVE, answer) == points


def test_p1_ladder_and_lists() -> None:
    assert points_of(item("q", "ladder"), SCALES["ladder"], 7) == 70.0
    assert points_of(item("q", "yesno"), SCALES["yesno"], "yes") is None
    assert points_of(item("q", "five"), FIVE, True) is None
    assert points_of(item("q", "five"), FIVE, 6) is None


@pytest.mark.parametrize(
    ("values", "favorable", "reverse", "expected"),
    [
        (range(1, 6), (4, 5), False, ({1, 2}, {3}, {4, 5})),
        (range(1, 6), (4, 5), True, ({4, 5}, {3}, {1, 2})),
        (range(1, 6), (3, 4, 5), False, ({1, 2}, set(), {3, 4, 5})),
        (range(1, 6), (3, 4, 5), True, ({4, 5}, set(), {1, 2, 3})),
        (range(1, 5), (3, 4), False, ({1, 2}, set(), {3, 4})),
        (range(11), (7, 8, 9, 10), False, ({0, 1, 2, 3}, {4, 5, 6}, {7, 8, 9, 10})),
    ],
)
def test_p2_bins(
    values: range, favorable: tuple[int, ...], reverse: bool, expected: tuple[set[int], ...]
) -> None:
    scale = Scale(
        id="s", kind="numeric", minimum=values[0], maximum=values[-1], favorable=favorable
    )
    bins = bins_of(item("q", "s", reverse=reverse), scale)
    assert bins is not None
    assert (set(bins.unfavorable), set(bins.middle), set(bins.favorable)) == expected
    assert bins_of(item("q", "yesno"), SCALES["yesno"]) is None


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ({"q1": 5, "q2": 1, "q3": 3}, (100 + 100 + 50) / 3),  # q2 is reversed
        ({"q1": 5, "q3": 3}, 75.0),
        ({"q1": 5, "q2": "na", "q3": 3}, 75.0),
        ({"q1": 5, "q2": "pns"}, None),
        ({}, None),
    ],
)
def test_p3_index(answers: dict[str, object], score: float | None) -> None:
    asked = {one.id: one for one in questionnaire().items}
    assert index_score(PULSE, asked, SCALES, answers) == score


def test_p3_percent_favorable() -> None:
    assert percent_favorable(3, 12) == 25.0
    assert percent_favorable(0, 0) == Refusal("no_answers", needed=1, found=0)
    assert percent_favorable(4, 3) == Refusal("contradiction")


def test_p3_index_of_items_not_asked() -> None:
    lonely = Index(
        id="x",
        level="perceptual",
        label="",
        model="composite",
        items=("q9",),
        min_answered=0,
        direction="higher_is_better",
    )
    assert index_score(lonely, {}, SCALES, {"q9": 3}) is None


def test_p4_counting() -> None:
    people = [
        Person({"q1": 4, "places": ["gym", "hall"]}, {"tenure": "full"}),
        Person({"q1": 4, "places": ["none"]}, {"tenure": "elsewhere"}),
        Person({"q1": "na", "choice": "no"}, {"tenure": "full"}),
    ]
    table = tabulate_people(people, (Cut("tenure", ("full", "lower")),))
    assert table.respondents == 3
    assert table.sizes == (((REST,), 1), (("full",), 2))
    named = {one.id: one for one in table.items}
    assert "words" not in named
    assert [(cell.atom, cell.counts) for cell in named["q1"].cells] == [
        ((REST,), (0, 0, 0, 1, 0)),
        (("full",), (0, 0, 0, 1, 0)),
    ]
    assert [(cell.answered, cell.counts) for cell in named["places"].cells] == [
        (1, (0, 0, 1)),
        (1, (1, 1, 0)),
    ]
    assert named["choice"].answered == 1
    assert named["ladder"].cells == ()


def test_p4_each_answer_set_needs_its_groups() -> None:
    with pytest.raises(ValueError, match="groups"):
        tabulate(questionnaire(), [{}], [], CUTS)


@given(st.integers(0, 2**32))
def test_p5_order_free(seed: int) -> None:
    people = crowd(seed, 40)
    shuffled = random.Random(seed).sample(people, len(people))
    assert tabulate_people(shuffled) == tabulate_people(people)


def test_p5_nobody() -> None:
    table = tabulate_people([])
    assert (table.respondents, table.sizes) == (0, ())
    assert [(score.mean, score.deviation, score.alike) for score in table.scores] == [
        (None, None, 0),
        (None, None, 0),
    ]
