"""What is kept at opening.

1. Closed answers stay, demographics become chosen groups, comments go apart, the rest is dropped.
2. Whoever did not say, or is in no chosen group, is "other".
3. A group below the promised number becomes "other".
4. "Other" is empty or has at least the promised number: else the smallest group joins it.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.core.sealing.envelopes import Slip
from survey.responses.recoding import OTHER, Cut, Keeper, Kept, merge_small_groups
from tests.factories.answer_sets import answers_of, closed_answers_of, comment_of
from tests.factories.ballot_boxes import pulse

STRATUM = Cut("stratum", frozenset({"full_price", "lower_cost"}))
HOUSING = Cut("dem_ten", frozenset({"full_price", "lower_cost"}))
LANGUAGE = Cut("language", frozenset({"en", "es"}))
SLIP = Slip("lower_cost", "code", "ar", "0" * 16, "server")


def test_taken_apart() -> None:
    """1."""
    kept = Keeper(pulse(), [STRATUM, HOUSING]).keep(answers_of(2), SLIP)
    assert kept == Kept(
        closed_answers_of(2),
        {"stratum": "lower_cost", "dem_ten": "lower_cost"},
        (("opn_01", comment_of(2)),),
    )


def test_demographics_that_are_no_cut_are_dropped() -> None:
    """1."""
    kept = Keeper(pulse(), []).keep(answers_of(2), SLIP)
    assert (kept.answers, kept.groups) == (closed_answers_of(2), {})


@pytest.mark.parametrize("words", ["", "  \n "])
def test_no_comment(words: str) -> None:
    """1."""
    assert Keeper(pulse(), []).keep({"opn_01": words}, SLIP).comments == ()


@pytest.mark.parametrize("housing", ["pns", "not_sure", None])
def test_not_said(housing: str | None) -> None:
    """2."""
    answers = {} if housing is None else {"dem_ten": housing}
    kept = Keeper(pulse(), [HOUSING, LANGUAGE, STRATUM]).keep(answers, SLIP)
    assert kept.groups == {"dem_ten": OTHER, "language": OTHER, "stratum": "lower_cost"}


def test_slip_that_could_not_be_read() -> None:
    """2."""
    kept = Keeper(pulse(), [LANGUAGE, STRATUM]).keep({}, None)
    assert kept.groups == {"language": OTHER, "stratum": OTHER}


CASES = [
    ("all large", {"a": 10, "b": 12}, {"a": 10, "b": 12}),
    ("one small, nobody else", {"a": 30, "b": 3}, {OTHER: 33}),
    ("one small among three", {"a": 30, "b": 12, "c": 3}, {"a": 30, OTHER: 15}),
    ("one small beside many unsaid", {"a": 30, "b": 3, OTHER: 9}, {"a": 30, OTHER: 12}),
    ("few unsaid", {"a": 30, "b": 12, OTHER: 2}, {"a": 30, OTHER: 14}),
    ("many unsaid", {"a": 30, OTHER: 10}, {"a": 30, OTHER: 10}),
    ("all small", {"a": 2, "b": 3}, {OTHER: 5}),
    ("nobody", {}, {}),
]


@pytest.mark.parametrize(("name", "before", "after"), CASES, ids=[case[0] for case in CASES])
def test_small_groups(name: str, before: dict[str, int], after: dict[str, int]) -> None:
    """3 and 4."""
    rows = [(group,) for group, size in before.items() for _ in range(size)]
    merged = merge_small_groups(rows, min_group=10)
    assert Counter(group for (group,) in merged) == after


@given(st.lists(st.sampled_from(["a", "b", "c", "d", OTHER]), max_size=80), st.integers(5, 15))
def test_every_group_is_large_or_everybody_is_other(groups: list[str], least: int) -> None:
    """3 and 4. Nobody moves from one named group to another."""
    merged = [
        group for (group,) in merge_small_groups([(group,) for group in groups], min_group=least)
    ]
    assert all(size >= least for size in Counter(merged).values()) or set(merged) == {OTHER}
    assert all(now in (was, OTHER) for was, now in zip(groups, merged, strict=True))


def test_each_cut_by_itself() -> None:
    """3 and 4. What is small in one cut says nothing about the other; rows keep their order."""
    rows = [("a", "x")] * 6 + [("b", "x")] * 2 + [("b", "y")] * 4
    merged = merge_small_groups(rows, min_group=5)
    assert merged == [("a", OTHER)] * 6 + [("b", OTHER)] * 6


def test_no_cuts() -> None:
    """3."""
    assert merge_small_groups([(), ()], min_group=5) == [(), ()]
