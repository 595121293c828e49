"""Which figures are hidden.

H1 fewer respondents than promised: too few, and no number anywhere
H2 the smallest set of groups is hidden, the same for all items (the optimum: test_optimum.py)
H3 nobody in a group is too small as well
H4 a unanimous property is shown with ends so open that it cannot be told from two others
H5 each option of several-of-a-list has open ends of its own; splits hide options one by one
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
    assert document["response"] == {"respondents": None, "rate": None, "participation": []}
    assert _numbers(document) == []
    assert _numbers(release(crowd(1, 10))) != []


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ((20, 20, 20, 20, 0), ("a", "b", "c", "d")),
        ((20, 20, 20, 20, 11), ("a", "b", "c", "d")),
        ((20, 20, 20, 20, 10), ("a", "b", "c")),  # one of the ten knows himself: nine are few
        ((20, 15, 20, 20, 9), ("a", "c", "d")),  # the remainder is short: the smallest goes
        ((20, 15, 20, 4, 0), ("a", "c")),
        ((20, 15, 20, 4, 7), ("a", "b", "c")),  # the small one hides among those in no group
        ((20, 15, 20, 4, 6), ("a", "c")),
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


def test_h4_a_unanimous_property_is_not_told_from_two_others() -> None:
    documents = []
    for others in (0, 1, 2):
        people = [
            _answers(q1=1 if at < others else 5, q2=1 + at % 5, q3=1 + at % 4) for at in range(40)
        ]
        documents.append(release(people, cuts=()))
    item = _find(documents[0]["items"], "q1")
    assert item["state"] == "shown"
    assert [band["percent"] for band in item["bands"]] == ["<10", "<10", ">90"]
    assert item["points"] is None
    assert documents[0]["items"] == documents[1]["items"] == documents[2]["items"]
    assert documents[0]["withheld"] is True


def test_h4_three_others_are_printed_like_them_or_exactly() -> None:
    people = [one(5) for _ in range(36)] + [one(1), one(1), one(1), one(1)]
    item = _find(release(people)["items"], "q1")
    assert [band["percent"] for band in item["bands"]] == [10, "<10", 90]
    assert len(item["points"]) == 5


def test_h4_all_in_the_middle_is_unanimous_too() -> None:
    people = [one(3) for _ in range(30)] + [one(1)]
    item = _find(release(people)["items"], "q1")
    assert [band["percent"] for band in item["bands"]] == ["<10", ">90", "<10"]


def test_h4_a_unanimous_item_is_never_split() -> None:
    people = [one(5, tenure="full" if at % 2 else "lower") for at in range(60)]
    cut = _find(release(people)["cuts"], "tenure")
    assert [group["state"] for group in cut["groups"]] == ["shown", "shown"]
    assert {split["state"] for split in cut["items"]} == {"hidden"}


def test_h4_a_score_at_an_end_would_say_it_and_neither_it_nor_its_absence_does() -> None:
    unanimous: dict[str, Any] = release([_answers(q1=5, q2=1, q3=5) for _ in range(40)])
    level = _find(unanimous["levels"], "perceptual")
    assert (level["state"], level["score"], level["high"]) == ("shown", 90, 100)
    two = [_answers(q1=1, q2=1, q3=5) for _ in range(2)]
    other: dict[str, Any] = release([_answers(q1=5, q2=1, q3=5) for _ in range(38)] + two)
    assert _find(other["levels"], "perceptual") == level
    assert _find(other["items"], "q1") == _find(unanimous["items"], "q1")
    mixed: dict[str, Any] = release([_answers(q1=5, q2=2, q3=4) for _ in range(40)])
    assert _find(mixed["levels"], "perceptual")["score"] == 83


def test_h4_equal_scores_look_like_those_of_two_who_differ() -> None:
    halves = [_answers(q1=5, q3=1) for _ in range(15)] + [_answers(q1=1, q3=5) for _ in range(15)]
    documents = [
        release(halves),
        release([_answers(q1=5, q3=2), _answers(q1=1, q3=4), *halves[1:-1]]),
    ]
    alike, two_differ = (_find(document["indices"], "belonging") for document in documents)
    assert alike["score"] == 50
    assert alike == two_differ
    assert alike["items"] == ["q1", "q3"]


def test_h5_each_option_is_a_question_of_its_own() -> None:
    people = [_answers(places=["gym"] if at % 2 else ["hall"]) for at in range(40)]
    item = _find(release(people)["items"], "places")
    assert item["state"] == "shown"
    assert item["options"] == [
        {"value": "gym", "percent": 50},
        {"value": "hall", "percent": 50},
        {"value": "none", "percent": "<10"},
    ]
    assert item["hidden_options"] == []


def test_h5_a_split_hides_options_one_by_one() -> None:
    people = [
        Person(
            {"places": ["gym"] if at % 4 < 2 else ["hall"]},
            {"tenure": "full" if at % 2 else "lower"},
        )
        for at in range(40)
    ]
    split = _find(_find(release(people)["cuts"], "tenure")["items"], "places")
    assert [one["value"] for one in split["groups"][0]["options"]] == ["gym", "hall"]
    assert split["groups"][0]["hidden_options"] == ["none"]


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
