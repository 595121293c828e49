"""Which groups are hidden is the exact optimum, and stays so between waves.

G1 nobody can hide fewer people: checked against trying every set one by one
G2 ties: fewer groups, then later ones
G3 rows and columns of a table, children of a parent
G4 a hidden group comes back only when it has grown by three
G5 a plan's groups and cuts are hidden, and nothing shows through for it
G6 a cut that isolates people together with an earlier one hides as little more as it can
G7 20 groups are no problem, more are refused
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.tabulation import REST, Cut
from survey.core.disclosure.hiding import Margin, smallest_hiding
from survey.core.disclosure.plan import Plan
from survey.core.disclosure.protect import protect
from survey.core.disclosure.released import Released
from survey.core.disclosure.rules import Rules
from survey.core.disclosure.suppression import plan_cuts, shown_groups, still_hidden
from tests.unit.core.disclosure.population import (
    CUTS,
    Person,
    crowd,
    one,
    questionnaire,
    tabulate_people,
)

RULES = Rules(10, 400, limited_to_one=True)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _shows_nothing_it_must_not(hidden: frozenset[str], sizes: Mapping[str, int], rest: int) -> bool:
    """The conditions of 8.3, word by word."""
    small = {group for group, people in sizes.items() if people < 10}
    if not small <= hidden:
        return False
    if hidden == sizes.keys():
        return True
    together = sum(sizes[group] for group in hidden) + rest
    number = len(hidden) + (rest > 0)
    if not hidden:
        return rest == 0 or rest >= 11
    return number >= 2 and together >= 11


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from([0, 1, 4, 9, 10, 11, 12, 20, 35]), min_size=1, max_size=6),
    st.sampled_from([0, 1, 9, 10, 11, 30]),
)
def test_g1_nobody_can_hide_fewer(people: list[int], rest: int) -> None:
    sizes = dict(zip(LETTERS, people, strict=False))
    cut = Cut("cut", tuple(sizes))
    shown = shown_groups(cut, {**sizes, REST: rest}, RULES)
    found = frozenset(sizes) - frozenset(shown)
    assert _shows_nothing_it_must_not(found, sizes, rest)
    every = chain.from_iterable(combinations(sizes, number) for number in range(len(sizes) + 1))
    allowed = [one for one in map(frozenset, every) if _shows_nothing_it_must_not(one, sizes, rest)]
    assert _people(found, sizes) == min(_people(one, sizes) for one in allowed)


def _people(groups: frozenset[str], sizes: Mapping[str, int]) -> int:
    return sum(sizes[group] for group in groups)


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ((20, 15, 15, 3), "cd"),  # the later of two that are as large
        ((12, 24, 12, 3, 4), "cde"),
        ((30, 12, 12, 4, 4, 3), "def"),
    ],
)
def test_g2_ties(sizes: tuple[int, ...], hidden: str) -> None:
    named = dict(zip(LETTERS, sizes, strict=False))
    small = [group for group, people in named.items() if people < 10]
    margins = [Margin(tuple(named))]
    assert smallest_hiding(named, small, margins, min_hidden=11) == frozenset(hidden)


def test_g3_rows_and_columns() -> None:
    # One small cell of a table of 2 x 3: another in its row, another in its column, and the
    # one that closes both. 9 of 20 and 14 are cheaper than 9 of 30 and 12.
    sizes = {"a1": 4, "a2": 20, "a3": 30, "b1": 14, "b2": 25, "b3": 12}
    margins = [
        Margin(("a1", "a2", "a3")),
        Margin(("b1", "b2", "b3")),
        Margin(("a1", "b1")),
        Margin(("a2", "b2")),
        Margin(("a3", "b3")),
    ]
    hidden = smallest_hiding(sizes, {"a1"}, margins, min_hidden=11)
    assert hidden == {"a1", "b1", "a3", "b3"}
    others = (set(one) for one in combinations(sizes, 3) if "a1" in one)
    assert not any(
        all(len(one & set(margin.groups)) in (0, 2, 3) for margin in margins) for one in others
    )


def test_g3_children_of_a_parent() -> None:
    sizes = {"north.1": 6, "north.2": 20, "south.1": 12, "south.2": 30}
    margins = [Margin(("north.1", "north.2")), Margin(("south.1", "south.2"))]
    hidden = smallest_hiding(sizes, {"north.1"}, margins, min_hidden=11)
    assert hidden == {"north.1", "north.2"}


def _before(**states: str) -> dict[str, Any]:
    groups = [{"id": group, "state": state} for group, state in states.items()]
    return {"cuts": [{"id": "cut", "groups": groups}, {"id": "other", "groups": []}]}


@pytest.mark.parametrize(("people", "stays"), [(10, True), (12, True), (13, False)])
def test_g4_hysteresis(people: int, stays: bool) -> None:
    cut = Cut("cut", ("a", "b", "c"))
    sizes = {"a": 30, "b": people, "c": 20, REST: 0}
    before = (_before(a="shown", b="hidden", c="shown"),)
    assert still_hidden(cut, sizes, RULES, before) == ({"b"} if stays else frozenset())
    assert still_hidden(Cut("third", ("b",)), sizes, RULES, before) == frozenset()
    assert still_hidden(cut, sizes, RULES, ()) == frozenset()
    asked_nothing: dict[str, Any] = {"cuts": []}
    grown = _before(a="shown", b="shown", c="shown")
    longer = (asked_nothing, *before, grown)
    assert still_hidden(cut, sizes, RULES, longer) == ({"b"} if stays else frozenset())
    assert still_hidden(cut, sizes, RULES, (asked_nothing, grown, *before)) == frozenset()


def test_g4_through_protect() -> None:
    people = crowd(5, 80, skip=0)
    shown = _protect(people)
    hidden = [{"id": "full", "state": "hidden"}]
    before = {"cuts": [{"id": "tenure", "groups": hidden}]}
    assert [state for _, state in shown.cuts[0].groups] == ["shown", "shown"]
    assert _protect(people, before=before) == shown  # it has grown
    few = [*_some(12, tenure="full"), *_some(40, tenure="lower")]
    assert [state for _, state in _protect(few).cuts[0].groups] == ["shown", "shown"]
    released = _protect(few, before=before)
    assert [state for _, state in released.cuts[0].groups] == ["hidden", "hidden"]
    assert released.cuts[0].items == ()


def test_g5_a_plan() -> None:
    people = crowd(6, 120, skip=0)
    cuts = (Cut("tenure", ("full", "lower")), Cut("years", ("under5", "over5")))
    groups = frozenset({("tenure", "full")})
    released = _protect(people, plan=Plan(hidden_groups=groups), cuts=cuts)
    assert {state for _, state in released.cuts[0].groups} == {"hidden"}  # two, so both
    assert {state for _, state in released.cuts[1].groups} == {"shown"}
    closed = _protect(people, plan=Plan(closed_cuts=frozenset({"years"})))
    assert {state for _, state in closed.cuts[1].groups} == {"hidden"}
    unsplit = _protect(people, plan=Plan(unsplit=frozenset({("tenure", "q1")})))
    states = {split.item: split.state for split in unsplit.cuts[0].items}
    assert states["q1"] == "hidden"
    assert states["q2"] == "shown"


def test_g6_a_clash_hides_no_more_than_it_must() -> None:
    # Everybody of "b" is of "x" but three, who would be had by subtracting.
    people = [
        *_some(30, first="a", second="z"),
        *_some(30, first="a", second="y"),
        *_some(20, first="b", second="x"),
        *_some(3, first="b", second="z"),
        *_some(20, first="c", second="w"),
    ]
    cuts = (Cut("first", ("a", "b", "c")), Cut("second", ("w", "x", "y", "z")))
    planned = plan_cuts(tabulate_people(people, cuts), RULES)
    assert planned[0].shown == ("a", "b", "c")
    # With x in hiding the three cannot be had; y is hidden with it, as one group is not enough.
    assert planned[1].shown == ("w", "z")


def test_g7_many_groups() -> None:
    sizes = {f"g{at:02}": 11 + at % 7 for at in range(20)}
    sizes["g19"] = 3
    found = smallest_hiding(sizes, {"g19"}, [Margin(tuple(sizes))], min_hidden=11)
    assert found == {"g14", "g19"}
    more = {f"g{at:02}": 20 for at in range(21)}
    with pytest.raises(ValueError, match="at most 20"):
        smallest_hiding(more, (), [Margin(tuple(more))], min_hidden=11)


def _some(number: int, **groups: str) -> list[Person]:
    return [one(1 + place % 5, **groups) for place in range(number)]


def _protect(
    people: list[Person],
    *,
    before: dict[str, Any] | None = None,
    plan: Plan | None = None,
    cuts: tuple[Cut, ...] = CUTS,
) -> Released:
    tabulation = tabulate_people(people, cuts)
    waves = () if before is None else (before,)
    return protect(tabulation, questionnaire(), RULES, before=waves, plan=plan or Plan())
