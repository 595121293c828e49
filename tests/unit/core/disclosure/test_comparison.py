"""Changes between two releases.

V1 levels: the finite population is taken out again; clear only if large and sure
V2 items: the favorable share with Wilson's interval; open ends count as what is closest
V3 only the same words, answers and items are compared
V4 nothing to compare: no earlier release, one without figures, another kind of access
V5 several at once: Holm over the levels, Benjamini and Hochberg over the items; hidden ones out
V6 weights widen, and so does not knowing by how much
V7 warnings
V8 swapping the releases turns every change around
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import pytest

from survey.core.disclosure.comparison import compare_releases


def _method(**changes: Any) -> dict[str, Any]:
    weighting = {"used": False, "reason": "margins_close", "by": [], "design_effect": None}
    return {"finite_population": True, "base": "answered", "weighting": weighting | changes}


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
        "schema": 2,
        "property": {"adults": 180},
        "wave": {"number": 1, "closes_on": "2026-05-24"},
        "promise": {"hash": "ab", "limited_to_one": True, "languages": ["en"]},
        "status": "released",
        "method": _method(),
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
        {
            "id": "perceptual",
            "difference": 7,
            "low": 1,
            "high": 13,
            "verdict": "clear_rise",
            "smallest": 7,
            "no_change": False,
        }
    ]
    for score, word in ((66, "no_clear_change"), (64, "no_clear_change"), (53, "clear_fall")):
        found = compare_releases(_document(), _now(score, 50))
        assert found is not None
        assert found["levels"][0]["verdict"] == word


def test_v1_without_a_frame_nothing_is_taken_out() -> None:
    method = _method() | {"finite_population": False}
    free = {"response": {"respondents": 90, "rate": None}, "method": method}
    now = _now(65, 50) | free
    change = compare_releases(_document(**free), now)
    assert change is not None
    # 3 * sqrt(2) = 4.24, times 1.9733 / 1.9870 for the larger number of degrees of freedom.
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
        ("<15", -35, "clear_fall"),
        ("<55", 0, "no_clear_change"),
        (">40", 0, "no_clear_change"),
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
        "smallest": None,
        "no_change": False,
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


def _several(scores: Sequence[int | None], favorable: Sequence[int | None]) -> dict[str, Any]:
    """Levels l0, l1, ... and items q1, i0, i1, ...; None is hidden."""
    document = _document()
    level, item = document["levels"][0], document["items"][0]
    hidden = {"state": "hidden"}
    document["levels"] = [
        level
        | {"id": f"l{place}"}
        | (hidden if score is None else {"score": score, "low": score - 3, "high": score + 3})
        for place, score in enumerate(scores)
    ]
    document["wording"]["en"] |= {f"i{place}": "How?" for place in range(len(favorable))}
    document["items"] = [item] + [
        item
        | {"id": f"i{place}"}
        | (hidden if share is None else {"bands": [{"id": "favorable", "percent": share}]})
        for place, share in enumerate(favorable)
    ]
    return document


def _verdicts(before: dict[str, Any], now: dict[str, Any], kind: str) -> list[str]:
    change = compare_releases(before, now)
    assert change is not None
    return [entry["verdict"] for entry in change[kind]]


def test_v5_levels_are_judged_together() -> None:
    # Alone 7 points are clear (p = 0.022); among three, two of which did not move, they are not.
    alone = _verdicts(_several([60], []), _several([67], []), "levels")
    three = _verdicts(_several([60, 60, 60], []), _several([67, 60, 61], []), "levels")
    assert alone == ["clear_rise"]
    assert three == ["no_clear_change"] * 3


def test_v5_hidden_levels_do_not_count() -> None:
    now = _several([67, None, None], [])
    found = _verdicts(_several([60, 60, None], []), now, "levels")
    assert found == ["clear_rise", "too_few_to_tell", "too_few_to_tell"]


def test_v5_items_are_judged_together() -> None:
    # 50 to 66 of 90: z = 2.18, p = 0.029; beside seven that did not move, 0.029 * 8 > 0.10.
    alone = _verdicts(_several([60], [50]), _several([60], [66]), "items")
    crowd = _verdicts(_several([60], [50] * 7), _several([60], [66] + [50] * 6), "items")
    assert alone[1] == "clear_rise"
    assert set(crowd) == {"no_clear_change"}


def test_v5_items_worded_in_both_directions_need_more() -> None:
    def held(share: int, *, reverse: bool) -> dict[str, Any]:
        document = _several([60], [share, 50])
        document["items"][2] |= {"reverse": reverse}
        return document

    # p = 0.015 times 3 is 0.045; times 1 + 1/2 + 1/3 more it is 0.083; for 66, 0.087 and 0.16.
    assert _verdicts(held(50, reverse=False), held(66, reverse=False), "items")[1] == "clear_rise"
    mixed = _verdicts(held(50, reverse=True), held(66, reverse=True), "items")
    assert mixed[1] == "no_clear_change"


def test_v6_weights_widen() -> None:
    def low(**weighting: Any) -> int:
        before, now = _document(), _now(60, 70)
        before["method"] = now["method"] = _method(used=True, **weighting)
        change = compare_releases(before, now)
        assert change is not None
        found: int = change["items"][0]["low"]
        return found

    plain = compare_releases(_document(), _now(60, 70))
    assert plain is not None
    assert plain["items"][0]["low"] > low(design_effect=1.2) > low(design_effect=None)


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("response.rate", "60", "response_differs"),
        ("response.rate", "90+", "response_differs"),
        ("wave.closes_on", "2026-08-24", "season_differs"),
        ("promise.languages", ["en", "es"], "languages_differ"),
        ("promise.codes_listed", True, "access_differs"),
        ("method.weighting.used", True, "weighting_differs"),
    ],
)
def test_v7_warnings(path: str, value: object, code: str) -> None:
    change = compare_releases(_document(), _with(path, value))
    assert change is not None
    assert change["warnings"] == [code]


@pytest.mark.parametrize(
    ("before", "now", "warned"),
    [
        ("own", "kiosk", ["mode_differs"]),
        ("own", "mixed", ["mode_differs"]),
        ("own", "own", []),
        ("mixed", "mixed", []),
        (None, "paper", []),
        ("paper", None, []),
    ],
)
def test_v7_modes(before: str | None, now: str | None, warned: list[str]) -> None:
    """One word of each wave, and nothing where one of them told none."""
    documents = [
        document if word is None else document | {"wave": {**document["wave"], "mode_mix": word}}
        for document, word in ((_document(), before), (_now(60, 70), now))
    ]
    change = compare_releases(documents[0], documents[1])
    assert change is not None
    assert change["warnings"] == warned


def test_v7_nothing_to_warn_of() -> None:
    change = compare_releases(_document(), _with("response.rate", "55"))
    assert change is not None
    assert change["warnings"] == []


@pytest.mark.parametrize(("score", "favorable"), [(67, 70), (52, ">95"), (61, "<5")])
def test_v8_turning_around(score: int, favorable: object) -> None:
    there = compare_releases(_document(), _now(score, favorable))
    back = compare_releases(_now(score, favorable), _document())
    assert there is not None
    assert back is not None
    turned = {"clear_rise": "clear_fall", "clear_fall": "clear_rise"}
    for kind in ("levels", "items"):
        for one, other in zip(there[kind], back[kind], strict=True):
            assert (one["difference"], one["low"]) == (-other["difference"], -other["high"])
            assert one["verdict"] == turned.get(other["verdict"], other["verdict"])
            assert one["smallest"] == other["smallest"]


def test_the_change_says_nothing_that_is_not_printed() -> None:
    """Only what readers see goes in: anything else in the documents changes nothing."""
    before, now = _document(), _now(67, 70)
    found = compare_releases(before, now)
    secret = {"points": [{"value": 1, "percent": 12}], "certain_low": 3, "level": "relational"}
    now["items"][0] |= secret
    now["cuts"] = [{"id": "stratum", "groups": []}]
    assert compare_releases(before, now) == found


def test_no_change_takes_a_test_of_its_own() -> None:
    """Two large and steady waves are the same; the same figures from a few are merely unclear."""
    many = {"score": 60, "low": 59, "high": 61}
    few = {"score": 60, "low": 52, "high": 68}
    for figures, expected in ((many, True), (few, False)):
        before, now = _document(), _now(60, 50)
        for document in (before, now):
            document["levels"][0] |= figures
        found = compare_releases(before, now)
        assert found is not None
        assert found["levels"][0]["difference"] == 0
        assert found["levels"][0]["verdict"] == "no_clear_change"
        assert found["levels"][0]["no_change"] is expected
