"""Repair hides strictly more each time, as little as it can, and ends.

V1 whichever loses fewer figures: one group for all items, or the items found; groups on ties
V2 participation is no longer said, and nothing else is lost
V3 a mask that tells closes the cut
V4 an item that the cuts of a finding do not reach is not split at all, then everything closes
V5 a contradiction leaves the property's own figures
V6 it always hides more, ends, and does not depend on the order of findings
V7 the share of figures kept
V8 what the property's own figures say together is answered by hiding a score, and only that
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.analysis.tabulation import Cut, Tabulation
from survey.core.disclosure.attacker.findings import KINDS, Finding
from survey.core.disclosure.plan import NOTHING_MORE, Plan
from survey.core.disclosure.protect import protect
from survey.core.disclosure.released import (
    Figures,
    Released,
    ReleasedCut,
    ReleasedItem,
    Split,
    State,
)
from survey.core.disclosure.repair import kept_share, repaired
from survey.core.disclosure.rules import Rules
from tests.unit.core.disclosure.population import crowd, questionnaire, tabulate_people

ITEMS = tuple(f"q{number}" for number in range(6))


def _cut(name: str, groups: str, *, hidden: str = "", unsplit: tuple[str, ...] = ()) -> ReleasedCut:
    shown = tuple((group, Figures()) for group in groups)
    splits = (
        Split(item, "hidden") if item in unsplit else Split(item, "shown", shown) for item in ITEMS
    )
    states: list[tuple[str, State]] = [(group, "shown") for group in groups]
    states += [(group, "hidden") for group in hidden]
    return ReleasedCut(name, tuple(states), tuple(splits) if groups else ())


def _released(*cuts: ReleasedCut) -> Released:
    items = tuple(
        ReleasedItem(item, "perceptual", "scale", "five", False, (4, 5), "shown") for item in ITEMS
    )
    return Released("released", items=items, cuts=cuts)


TWO = _released(_cut("size", "abc", hidden="de"), _cut("years", "xyz"))


def _found(item: str | None, *cuts: str, groups: tuple[tuple[str, str], ...] = ()) -> Finding:
    return Finding("exact", item, cuts, groups)


def test_v1_one_item_is_not_split() -> None:
    # 3 figures, against 6 of a group.
    plan = repaired(NOTHING_MORE, [_found("q1", "size")], TWO)
    assert plan == Plan(unsplit=frozenset({("size", "q1")}))


def test_v1_many_items_hide_a_group() -> None:
    findings = [_found(item, "size", groups=(("size", "b"), ("size", ""))) for item in ITEMS]
    assert repaired(NOTHING_MORE, findings, TWO) == Plan(hidden_groups=frozenset({("size", "b")}))
    # Nobody is named, so the last group gives way.
    findings = [_found(item, "size") for item in ITEMS]
    assert repaired(NOTHING_MORE, findings, TWO) == Plan(hidden_groups=frozenset({("size", "c")}))


def test_v1_on_ties_a_group() -> None:
    # Two items of three groups each: as many as a group of six items.
    findings = [_found(item, "size") for item in ITEMS[:2]]
    assert repaired(NOTHING_MORE, findings, TWO) == Plan(hidden_groups=frozenset({("size", "c")}))


def test_v1_a_group_takes_another_with_it_where_none_is_hidden() -> None:
    # Hiding one of "years" hides two, 12 figures, against 9 of three items.
    findings = [_found(item, "years") for item in ITEMS[:3]]
    plan = repaired(NOTHING_MORE, findings, TWO)
    assert plan == Plan(unsplit=frozenset(("years", item) for item in ITEMS[:3]))


def test_v1_the_cut_that_loses_less() -> None:
    small = _released(_cut("size", "abc", hidden="d"), _cut("years", "xy", hidden="z"))
    plan = repaired(NOTHING_MORE, [_found("q1", "size", "years")], small)
    assert plan == Plan(unsplit=frozenset({("years", "q1")}))


def test_v1_a_finding_about_no_item_hides_a_group() -> None:
    plan = repaired(NOTHING_MORE, [_found(None, "size", groups=(("size", "a"),))], TWO)
    assert plan == Plan(hidden_groups=frozenset({("size", "a")}))


def test_v2_participation() -> None:
    finding = Finding("participation", None, ("size",), (("size", "a"),))
    plan = repaired(NOTHING_MORE, [finding], TWO)
    assert plan == Plan(participation=False)
    again = repaired(plan, [finding], TWO)
    assert again is not None
    assert again.hidden_groups == {("size", "a")}


def test_v3_a_mask_closes_the_cut() -> None:
    masked = _released(_cut("size", "abc", unsplit=("q1",)), _cut("years", "xyz"))
    plan = repaired(NOTHING_MORE, [_found("q1", "size")], masked)
    assert plan == Plan(closed_cuts=frozenset({"size"}))
    # Where another cut takes part and does split it, that is tried first.
    plan = repaired(NOTHING_MORE, [_found("q1", "size", "years")], masked)
    assert plan == Plan(unsplit=frozenset({("years", "q1")}))


def test_v4_further_and_further() -> None:
    open_end = Finding("homogeneous", "q1", (), ())
    plan = repaired(NOTHING_MORE, [open_end], TWO)
    assert plan == Plan(unsplit=frozenset({("size", "q1"), ("years", "q1")}))
    unsplit = ("q1",)
    released = _released(
        _cut("size", "abc", unsplit=unsplit), _cut("years", "xyz", unsplit=unsplit)
    )
    plan = repaired(plan, [open_end], released)
    assert plan is not None
    assert plan.closed_cuts == {"size", "years"}
    closed = _released(_cut("size", "", hidden="abc"), _cut("years", "", hidden="xyz"))
    plan = repaired(plan, [open_end], closed)
    assert plan is not None
    assert plan.participation is False
    assert repaired(plan, [open_end], closed) is None


def test_v5_a_contradiction() -> None:
    plan = repaired(NOTHING_MORE, [Finding("contradiction", "q1", ("size",), ())], TWO)
    assert plan is not None
    assert plan.closed_cuts == {"size", "years"}


def test_v6_nothing_found_hides_nothing() -> None:
    assert repaired(NOTHING_MORE, [], TWO) is None


CUTS = (Cut("tenure", ("full", "lower")), Cut("years", ("under5", "over5")))
RULES = Rules(10, 400, limited_to_one=True)


@pytest.fixture(scope="module")
def tabulation() -> Tabulation:
    return tabulate_people(crowd(8, 160, skip=0.05), CUTS)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_v6_it_ends(tabulation: Tabulation, seed: int) -> None:
    draw = random.Random(seed)
    plan: Plan | None = NOTHING_MORE
    rounds = 0
    while plan is not None:
        released = protect(tabulation, questionnaire(), RULES, plan=plan)
        findings = [_any_finding(draw) for _ in range(draw.randint(1, 5))]
        mixed = draw.sample(findings, len(findings))
        new = repaired(plan, findings, released)
        assert new == repaired(plan, mixed, released)
        assert new is None or new.hides_more_than(plan)
        after = new and protect(tabulation, questionnaire(), RULES, plan=new)
        assert not after or (kept_share(after) or 0) <= (kept_share(released) or 0)
        plan, rounds = new, rounds + 1
    assert rounds <= 30


def _any_finding(draw: random.Random) -> Finding:
    cuts = tuple(draw.sample(["tenure", "years"], draw.randint(0, 2)))
    groups = tuple((cut, draw.choice(["full", "lower", "under5", ""])) for cut in cuts)
    item = draw.choice(["q1", "q2", "choice", "places", None])
    return Finding(draw.choice(KINDS), item, cuts, groups)


def test_v7_kept() -> None:
    assert kept_share(TWO) == pytest.approx(6 / 8)
    assert kept_share(_released(_cut("size", "ab", hidden="c", unsplit=("q1",)))) == 10 / 18
    assert kept_share(_released()) is None
    assert kept_share(Released("too_few")) is None
    assert kept_share(replace(TWO, cuts=(_cut("size", "", hidden="abc"),))) == 0


SCORES = {
    "pulse_relational": ("q0", "q1", "q2"),
    "trust": ("q0", "q1"),
    "voice": ("q3", "q4"),
    "ease": ("q1", "q5"),
}


@pytest.mark.parametrize(
    ("items", "hidden"),
    [
        (["q3"], {"voice"}),
        (["q2"], {"pulse_relational"}),
        (["q0"], {"trust"}),
        (["q0", "q2"], {"pulse_relational"}),
        (["q0", "q1", "q5"], {"trust", "ease"}),
        (["q3", "q5"], {"voice", "ease"}),
    ],
)
def test_a_score_that_tells_is_hidden(items: list[str], hidden: set[str]) -> None:
    """V8"""
    findings = [Finding("homogeneous", item, (), ()) for item in items]
    new = repaired(NOTHING_MORE, findings, TWO, SCORES)
    assert new is not None
    assert new == replace(NOTHING_MORE, hidden_scores=new.hidden_scores)
    assert new.hidden_scores == hidden
    assert new.hides_more_than(NOTHING_MORE)


def test_without_a_score_the_breakdowns_go() -> None:
    """V8: where no score has the item, what was done before is still done."""
    found = [Finding("homogeneous", "q5", (), ())]
    left = {name: SCORES[name] for name in ("trust", "voice")}
    new = repaired(NOTHING_MORE, found, TWO, left)
    assert new == repaired(NOTHING_MORE, found, TWO)
    assert new is not None
    assert new.hidden_scores == frozenset()


def test_protect_hides_a_score() -> None:
    """V8: everywhere, while all items stay."""
    tabulation = tabulate_people(crowd(8, 160, skip=0.05))
    shown = protect(tabulation, questionnaire(), RULES)
    names = [index.id for index in shown.indices if index.state == "shown"]
    levels = [level.id for level in shown.levels if level.state == "shown"]
    every = frozenset(table.id for table in tabulation.scores)
    assert names or levels
    bare = protect(
        tabulation, questionnaire(), RULES, plan=replace(NOTHING_MORE, hidden_scores=every)
    )
    assert bare.items == shown.items
    assert bare.cuts == shown.cuts
    assert {index.state for index in bare.indices} <= {"hidden"}
    assert {level.state for level in bare.levels} <= {"hidden", "not_asked"}
    assert all(index.score is None for index in bare.indices)
    assert all(level.score is None for level in bare.levels)
