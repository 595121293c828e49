"""Which figures are hidden.

H1 fewer respondents than promised: too few, and no number anywhere
H2 the smallest set of groups is hidden, the same for all items
H3 nobody in a group is too small as well
H4 a unanimous property hides the item, and the scores that rest on it
H5 options of several-of-a-list are hidden one by one
H6 a level left out is "not asked", not hidden; what is hidden sets "withheld"
H7 near-complete response asks for one more outsider
H8 stricter rules never show more
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.core.analysis.tabulation import REST, Cut
from survey.core.disclosure.rules import Rules, outsiders_needed
from survey.core.disclosure.suppression import shown_groups
from tests.unit.core.disclosure.population import CUTS, Person, crowd, one, release

RULES = Rules(10, 400, limited_to_one=True)
FOUR = Cut("cut", ("a", "b", "c", "d"))


def _numbers(value: object) -> list[object]:
    """Every number or open end in a document."""
    if isinstance(value, dict):
        return [found for held in value.values() for found in _numbers(held)]
    if isinstance(value, list):
        return [found for held in value for found in _numbers(held)]
    plain = isinstance(value, int) and not isinstance(value, bool)
    return [value] if plain or value in ("<5", ">95") else []


def _find(records: Any, name: str) -> Any:
    return next(record for record in records if record["id"] == name)


def test_h1_too_few() -> None:
    document = release(crowd(1, 9))
    assert document["status"] == "too_few"
    assert document["response"] == {"respondents": None, "rate": None}
    assert _numbers(document) == []
    assert _numbers(release(crowd(1, 10))) != []


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ((20, 20, 20, 20, 0), ("a", "b", "c", "d")),
        ((20, 20, 20, 20, 10), ("a", "b", "c", "d")),
        ((20, 15, 20, 20, 9), ("a", "c", "d")),  # the remainder is short: the smallest goes
        ((20, 15, 20, 4, 0), ("a", "c")),
        ((20, 15, 20, 4, 6), ("a", "b", "c")),  # the small one hides among those in no group
        ((20, 5, 20, 6, 0), ("a", "c")),  # two small ones hide each other
        ((20, 15, 20, 0, 0), ("a", "c")),  # H3
        ((20, 15, 15, 3, 0), ("a", "b")),
        ((20, 3, 0, 0, 0), ()),
    ],
)
def test_h2_groups(sizes: tuple[int, ...], shown: tuple[str, ...]) -> None:
    named = dict(zip((*FOUR.groups, REST), sizes, strict=True))
    assert shown_groups(FOUR, named, RULES) == shown


@given(st.lists(st.integers(0, 60), min_size=5, max_size=5))
def test_h2_nothing_shown_is_small_and_nothing_left_is(sizes: list[int]) -> None:
    named = dict(zip((*FOUR.groups, REST), sizes, strict=True))
    shown = shown_groups(FOUR, named, RULES)
    left = sum(sizes) - sum(named[group] for group in shown)
    assert all(named[group] >= 10 for group in shown)
    assert not shown or left == 0 or left >= 10


def test_h2_a_cut_of_hidden_groups_has_no_items() -> None:
    people = [one(1 + at % 5, tenure="full") for at in range(30)]
    people += [one(1 + at % 5, tenure="lower") for at in range(5)]
    cut = _find(release(people)["cuts"], "tenure")
    assert [group["state"] for group in cut["groups"]] == ["hidden", "hidden"]
    assert cut["items"] == []


def test_h4_a_unanimous_property_hides_item_and_scores() -> None:
    people = [_answers(q1=5, q2=1 + at % 5, q3=1 + at % 4) for at in range(40)]
    document: dict[str, Any] = release(people)
    item = _find(document["items"], "q1")
    assert (item["state"], item["bands"], item["low"], item["points"]) == ("hidden", [], None, None)
    assert _find(document["items"], "q3")["state"] == "shown"
    level = _find(document["levels"], "perceptual")
    assert (level["state"], level["score"]) == ("hidden", None)
    assert _find(document["indices"], "belonging")["state"] == "hidden"
    assert document["withheld"] is True


def test_h4_two_others_are_enough() -> None:
    people = [one(5) for _ in range(38)] + [one(1), one(3)]
    assert _find(release(people)["items"], "q1")["state"] == "shown"
    assert _find(release(people[:-1])["items"], "q1")["state"] == "hidden"


def test_h4_all_in_the_middle_is_unanimous_too() -> None:
    people = [one(3) for _ in range(30)] + [one(1)]
    assert _find(release(people)["items"], "q1")["state"] == "hidden"


def test_h4_equal_scores_are_hidden_though_the_items_are_not() -> None:
    halves = [_answers(q1=5, q3=1) for _ in range(15)] + [_answers(q1=1, q3=5) for _ in range(15)]
    document = release(halves)
    assert _find(document["items"], "q1")["state"] == "shown"
    assert _find(document["indices"], "belonging")["score"] is None


def test_h5_options_one_by_one() -> None:
    people = [_answers(places=["gym"] if at % 2 else ["hall"]) for at in range(40)]
    item = _find(release(people)["items"], "places")
    assert item["state"] == "shown"
    assert item["options"] == [
        {"value": "gym", "percent": 50},
        {"value": "hall", "percent": 50},
    ]
    assert item["hidden_options"] == ["none"]


def test_h6_not_asked_is_not_hidden() -> None:
    people = [
        Person({"q1": 1 + at % 5, "q2": 1 + at % 4, "q3": 1 + at % 3}, {}) for at in range(40)
    ]
    document: dict[str, Any] = release(people, cuts=())
    assert [(level["id"], level["state"]) for level in document["levels"]] == [
        ("perceptual", "shown"),
        ("relational", "not_asked"),
        ("structural", "not_asked"),
    ]
    assert _find(document["items"], "ladder")["state"] == "hidden"  # nobody answered it


@pytest.mark.parametrize(
    ("respondents", "frame", "groups", "needed"),
    [
        (50, 100, {}, 2),
        (90, 100, {}, 3),
        (50, 100, {("cut", "a"): 22}, 3),
        (50, 100, {("cut", "a"): 23}, 2),
        (120, 100, {}, 2),  # more than the frame has: it says nothing
    ],
)
def test_h7_near_complete(
    respondents: int, frame: int, groups: dict[tuple[str, str], int], needed: int
) -> None:
    rules = Rules(10, frame, limited_to_one=True, frame_groups=groups)
    assert outsiders_needed({("cut", "a"): 20}, respondents, rules) == needed


@given(st.integers(0, 2**32), st.integers(20, 120))
def test_h8_stricter_never_shows_more(seed: int, size: int) -> None:
    people = crowd(seed, size)
    loose: dict[str, Any] = release(people, CUTS, min_group=10)
    strict: dict[str, Any] = release(people, CUTS, min_group=15)
    if strict["status"] == "too_few":
        return
    shown = {item["id"] for item in strict["items"] if item["state"] == "shown"}
    assert shown <= {item["id"] for item in loose["items"] if item["state"] == "shown"}


def _answers(**answers: object) -> Person:
    return Person(answers, {})
