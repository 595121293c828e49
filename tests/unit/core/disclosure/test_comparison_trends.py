"""Trends over releases.

T1 three and more waves; the verdict is about the whole line
T2 what breaks the line: access, wording, a level that was not asked; what does not
T3 several levels are judged together
"""

from __future__ import annotations

from typing import Any

import pytest

from survey.core.disclosure.comparison import compare_releases

DAYS = ("2025-05-20", "2025-11-18", "2026-05-19", "2026-11-17")


def _wave(place: int, *scores: int | None, **changes: Any) -> dict[str, Any]:
    weighting = {"used": False, "reason": "few_answers", "by": [], "design_effect": None}
    levels = [
        {"id": f"l{number}", "items": ["q1"], "state": "hidden", "score": None}
        | (
            {}
            if score is None
            else {"state": "shown", "score": score, "low": score - 4, "high": score + 4}
        )
        for number, score in enumerate(scores)
    ]
    item = {"id": "q1", "kind": "scale", "scale": "five", "reverse": False, "favorable": None}
    return {
        "schema": 2,
        "property": {"adults": 200},
        "wave": {"number": place + 1, "closes_on": DAYS[place]},
        "promise": {"hash": str(place), "limited_to_one": True},
        "status": "released",
        "response": {"respondents": 80, "rate": None},
        "method": {"finite_population": False, "base": "answered", "weighting": weighting},
        "levels": levels,
        "items": [item | {"answered": 80, "state": "hidden", "bands": []}],
        "wording": {"en": {"q1": "How?"}},
    } | changes


def _trends(*waves: dict[str, Any]) -> list[tuple[str, int, str]]:
    """The trends of the last wave; the waves come first wave first."""
    *older, current = waves
    newest_first = older[::-1]
    change = compare_releases(newest_first[0], current, newest_first)
    assert change is not None
    return [(found["id"], found["waves"], found["verdict"]) for found in change["trends"]]


@pytest.mark.parametrize(
    ("scores", "word"),
    [
        ((50, 55, 60), "clear_rise"),
        ((60, 55, 50), "clear_fall"),
        ((50, 52, 54), "no_clear_change"),
        ((50, 60, 50), "no_clear_change"),
    ],
)
def test_t1_three_waves(scores: tuple[int, ...], word: str) -> None:
    waves = [_wave(place, score) for place, score in enumerate(scores)]
    assert _trends(*waves) == [("l0", 3, word)]


def test_t1_four_waves_see_more_than_three() -> None:
    # Steps of 2 points each: 4 over three waves are not clear, 6 over four are.
    waves = [_wave(place, 50 + 2 * place) for place in range(4)]
    assert _trends(*waves[:3]) == [("l0", 3, "no_clear_change")]
    assert _trends(*waves) == [("l0", 4, "clear_rise")]


def test_t1_two_waves_are_no_trend() -> None:
    assert _trends(_wave(0, 50), _wave(1, 60)) == []


def test_t1_few_answers() -> None:
    few = [_wave(place, 50) for place in range(3)]
    for wave in few:
        wave["items"][0]["answered"] = 25
    assert _trends(*few) == [("l0", 3, "too_few_to_tell")]


def test_t2_other_access_breaks_the_line() -> None:
    other = {"hash": "x", "limited_to_one": False}
    assert _trends(_wave(0, 40, promise=other), _wave(1, 50), _wave(2, 60)) == []


def test_t2_other_words_break_the_line() -> None:
    first = _wave(0, 40, wording={"en": {"q1": "How much?"}})
    assert _trends(first, _wave(1, 50), _wave(2, 55), _wave(3, 60))[0][1] == 3


def test_t2_a_level_not_asked_breaks_its_line() -> None:
    waves = [_wave(place, 50 + 5 * place, 50) for place in range(4)]
    waves[1]["levels"][0] = {"id": "l0", "state": "not_asked"}
    assert [(name, number) for name, number, _ in _trends(*waves)] == [("l1", 4)]


def test_t2_waves_without_figures_or_with_a_hidden_score_are_left_out() -> None:
    silent = _wave(1, status="too_few")
    change = compare_releases(_wave(2, 55), _wave(3, 60), [_wave(2, 55), silent, _wave(0, 45)])
    assert change is not None
    assert [(found["waves"], found["verdict"]) for found in change["trends"]] == [(3, "clear_rise")]
    hidden = [_wave(0, 45), _wave(1, None), _wave(2, 55), _wave(3, 60)]
    assert _trends(*hidden) == [("l0", 3, "clear_rise")]
    assert _trends(_wave(0, 45), _wave(1, 50), _wave(2, 55), _wave(3, None)) == []


def test_t3_levels_are_judged_together() -> None:
    # p = 0.036 alone, and three times that beside two levels that stand still.
    alone = _trends(*[_wave(place, score) for place, score in enumerate((50, 53, 56))])
    beside = _trends(*[_wave(place, score, 50, 50) for place, score in enumerate((50, 53, 56))])
    assert (alone[0][2], beside[0][2]) == ("clear_rise", "no_clear_change")
