"""Changes between two releases.

V1 levels: the finite population is taken out again; clear only if large and sure
V2 items: the favorable share with Wilson's interval; open ends count as their edge
V3 only the same words, answers and items are compared
V4 nothing to compare: no earlier release, one without figures, another kind of access
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

from survey.core.disclosure.comparison import compare_releases


def _document(**changes: Any) -> dict[str, Any]:
    item = {
        "id": "q1",
        "kind": "scale",
        "scale": "five",
        "reverse": False,
        "favorable": [4, 5],
        "state": "shown",
        "answered": 90,
        "bands": [{"id": "unfavorable", "percent": 50}, {"id": "favorable", "percent": 50}],
    }
    level = {"id": "perceptual", "state": "shown", "score": 60, "low": 57, "high": 63}
    return {
        "property": {"adults": 180},
        "wave": {"number": 1, "closes_on": "2026-05-24"},
        "promise": {"hash": "ab", "limited_to_one": True},
        "status": "released",
        "response": {"respondents": 90, "rate": "50"},
        "levels": [level | {"items": ["q1"]}],
        "items": [item],
        "wording": {"en": {"q1": "How?", "scale.five.4": "Much", "other": "x"}},
        **changes,
    }


def _with(path: str, value: object) -> dict[str, Any]:
    document = copy.deepcopy(_document())
    *steps, last = path.split(".")
    found: Any = document
    for step in steps:
        found = found[int(step) if step.isdigit() else step]
    found[int(last) if last.isdigit() else last] = value
    return document


def _now(score: int, favorable: object) -> dict[str, Any]:
    document = _document()
    document["levels"][0] |= {"score": score, "low": score - 3, "high": score + 3}
    document["items"][0]["bands"][1]["percent"] = favorable
    return document


def test_v1_levels() -> None:
    # 3 points at 90 of 180 adults are 3 / sqrt(0.5) = 4.24 without the frame; both: 6.0.
    change = compare_releases(_document(), _now(67, 50))
    assert change is not None
    assert change["since"] == {"number": 1, "hash": "ab", "closes_on": "2026-05-24"}
    assert change["levels"] == [
        {"id": "perceptual", "difference": 7, "low": 1, "high": 13, "verdict": "clear_rise"}
    ]
    for score, word in ((66, "no_clear_change"), (64, "no_clear_change"), (53, "clear_fall")):
        found = compare_releases(_document(), _now(score, 50))
        assert found is not None
        assert found["levels"][0]["verdict"] == word


def test_v1_without_a_frame_nothing_is_taken_out() -> None:
    free = {"response": {"respondents": 90, "rate": None}}
    now = _now(65, 50) | free
    change = compare_releases(_document(**free), now)
    assert change is not None
    assert (change["levels"][0]["low"], change["levels"][0]["high"]) == (0, 10)


def test_v1_nearly_everybody() -> None:
    nearly = {"response": {"respondents": None, "rate": "90+"}}
    change = compare_releases(_document(**nearly), _now(70, 50) | nearly)
    assert change is not None
    # 3 / sqrt(0.1) = 9.49 each, 13.4 together.
    assert (change["levels"][0]["low"], change["levels"][0]["high"]) == (-4, 24)
    assert change["levels"][0]["verdict"] == "no_clear_change"


@pytest.mark.parametrize(
    ("favorable", "difference", "word"),
    [
        (58, 8, "no_clear_change"),
        (70, 20, "clear_rise"),
        (">95", 45, "clear_rise"),
        ("<5", -45, "clear_fall"),
    ],
)
def test_v2_items(favorable: object, difference: int, word: str) -> None:
    change = compare_releases(_document(), _now(60, favorable))
    assert change is not None
    assert (change["items"][0]["difference"], change["items"][0]["verdict"]) == (difference, word)


def test_v2_few_answers_or_hidden() -> None:
    few = compare_releases(_document(), _with("items.0.answered", 25))
    hidden = compare_releases(_document(), _with("items.0.state", "hidden"))
    assert few is not None
    assert hidden is not None
    assert few["items"][0]["verdict"] == "too_few_to_tell"
    assert hidden["items"][0] == {
        "id": "q1",
        "difference": None,
        "low": None,
        "high": None,
        "verdict": "too_few_to_tell",
    }


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("wording.en.q1", "How much?"),
        ("wording.en.scale.five.4", "A lot"),
        ("items.0.reverse", True),
        ("items.0.scale", "six"),
        ("wording", {"es": {}}),
        ("items", []),
    ],
)
def test_v3_another_question_is_not_compared(path: str, value: object) -> None:
    now = _document() if path == "wording.en.scale.five.4" else _with(path, value)
    if path == "wording.en.scale.five.4":
        now["wording"]["en"]["scale.five.4"] = value
    change = compare_releases(_document(), now)
    assert change is not None
    assert (change["levels"], change["items"]) == ([], [])


def test_v3_a_level_of_other_items_is_not_compared() -> None:
    change = compare_releases(_document(), _with("levels.0.items", ["q1", "q2"]))
    assert change is not None
    assert change["levels"] == []
    assert len(change["items"]) == 1


def test_v3_other_words_do_not_matter() -> None:
    change = compare_releases(_document(), _with("wording.en.other", "y"))
    assert change is not None
    assert len(change["items"]) == 1


def test_v4_nothing_to_compare() -> None:
    assert compare_releases(None, _document()) is None
    assert compare_releases(_document(status="too_few"), _document()) is None
    assert compare_releases(_document(), _document(status="too_few")) is None
    assert compare_releases(_document(), _with("promise.limited_to_one", False)) is None
