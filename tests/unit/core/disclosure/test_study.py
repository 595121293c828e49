"""Which waves may be studied together, and which figures a study gives.

S1  What stands against a wave or a pool is read from promises and releases alone.
S2  The figures are those of core.analysis, rounded; ends are rounded outward, people downward.
S3  Alpha's range follows from what is printed.
S4  Nothing is said of an index that one release withholds, or of one of whose questions it
    withholds the points, that was asked otherwise somewhere, or that too few answered wholly; of
    no index where a place brings too few of them, or over half.
S5  Importance: 150 people, and an order only from ten places and 300 on, where no ranges overlap.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from survey.core.analysis.agreement import Agreement
from survey.core.analysis.estimates import Estimate, Refusal
from survey.core.analysis.importance import Importance, importance_of
from survey.core.analysis.importance import Part as Level
from survey.core.analysis.reliability import feldt_interval
from survey.core.analysis.scale_report import Reliability, reliability_of
from survey.core.analysis.scales import points_of_index
from survey.core.analysis.scores import index_score, points_of
from survey.core.disclosure import study
from survey.core.disclosure.study import Part, Questions, stepped, study_figures
from survey.core.disclosure.study_questions import questions_of
from survey.core.disclosure.study_rules import (
    Member,
    member_of,
    why_pool_cannot,
    why_wave_cannot,
)
from tests.support.studied import SIZES, answers_of_places, studied_questionnaire

ASKED = studied_questionnaire()
PROMISE: dict[str, Any] = {"study": True, "access": "codes"}


def release(**changes: Any) -> dict[str, Any]:
    """The parts of a release that a study reads, everything shown."""
    return {
        "schema": 2,
        "status": "released",
        "wave": {"id": "w1"},
        "promise": {"min_group": 12},
        "response": {"respondents": 44},
        "items": [{"id": item.id, "state": "shown", "points": []} for item in ASKED.closed_items],
        "indices": [{"id": index.id, "state": "shown"} for index in ASKED.indices],
        "levels": [
            {"id": level, "state": "shown"} for level in ("perceptual", "relational", "structural")
        ],
        **changes,
    }


def parts_of(seed: int = 1, sizes: tuple[int, ...] = SIZES, smallest: int = 30) -> list[Part]:
    places = answers_of_places(seed, sizes)
    return [Part(f"w{place}", smallest, held) for place, held in enumerate(places)]


def questions() -> Questions:
    return questions_of([ASKED] * 5, [release()] * 5)


@pytest.mark.parametrize(
    ("promise", "document", "reason"),
    [
        (PROMISE, release(), None),
        ({"access": "codes"}, release(), "not_promised"),
        (PROMISE | {"access": "link"}, release(), "open_link"),
        (PROMISE, release(status="too_few"), "no_figures"),
        (PROMISE, release(response={"respondents": None}), "nearly_all"),
        (PROMISE, release(response={"respondents": 29}), "few_answers"),
        (PROMISE, release(response={"respondents": 30}), None),
    ],
)
def test_s1_waves(promise: dict[str, Any], document: dict[str, Any], reason: str | None) -> None:
    """S1"""
    assert why_wave_cannot(promise, document) == reason


@pytest.mark.parametrize(
    ("sizes", "reason"),
    [
        ((40, 40, 40, 40, 40), None),
        ((120, 30, 30, 30, 30), None),
        ((121, 30, 30, 30, 30), "one_place_large"),
        ((50, 50, 50, 50), "too_few_places"),
        ((30, 30, 30, 30, 29), "too_few_answers"),
        ((), "too_few_places"),
    ],
)
def test_s1_pools(sizes: tuple[int, ...], reason: str | None) -> None:
    """S1"""
    members = [Member(f"w{place}", place, people, 30) for place, people in enumerate(sizes)]
    assert why_pool_cannot(members) == reason


def test_s1_one_wave_of_each_place() -> None:
    """S1: two waves of a place are the same people twice. A place brings 30 at least."""
    twice = [Member(f"w{number}", number % 5, 40, 30) for number in range(6)]
    assert why_pool_cannot(twice) == "place_twice"
    assert member_of(7, release()) == Member("w1", 7, 44, 30)
    assert member_of(7, release(promise={"min_group": 35})).smallest == 35


def test_s2_the_figures_of_the_pure_functions() -> None:
    """S2, S3"""
    parts = parts_of()
    (index,) = (one for one in ASKED.indices if one.model == "reflective")
    sets = [one for part in parts for one in part.answers]
    names = [part.name for part in parts for _one in part.answers]
    items = {item.id: item for item in ASKED.items}
    found = reliability_of(index, points_of_index(index, items, ASKED.scales, sets), names)
    assert isinstance(found, Reliability)
    assert isinstance(found.omega, Estimate)
    assert isinstance(found.aggregate, Agreement)
    figures = study_figures(parts, questions(), seed=5)
    (printed,) = figures["indices"]
    assert (figures["published"], figures["places"], figures["respondents"]) == (True, 5, 215)
    assert (printed["id"], printed["state"], printed["respondents"]) == ("belonging", "shown", 215)
    assert printed["item_rest"] == [round(one, 2) for one in found.item_rest]
    for name, exact in (
        ("omega", found.omega),
        ("icc1", found.aggregate.icc1),
        ("icc2", found.aggregate.icc2),
    ):
        assert printed[name]["value"] == round(exact.value, 2)
        assert exact.low - 0.01 <= printed[name]["low"] <= exact.low
        assert exact.high <= printed[name]["high"] <= exact.high + 0.01
    alpha = printed["alpha"]
    assert alpha["value"] == round(found.alpha.value, 2)
    said = feldt_interval(alpha["value"], 215, 4)
    assert isinstance(said, Estimate)
    assert said.low - 0.01 <= alpha["low"] <= said.low
    assert said.high <= alpha["high"] <= said.high + 0.01
    assert 0.5 < alpha["value"] < 0.95, "the invented answers hang together, as real ones do"


def test_s2_importance_of_the_pure_function() -> None:
    """S2, S5: five places give no order, whatever the ranges."""
    parts = parts_of()
    sets = [one for part in parts for one in part.answers]
    names = [part.name for part in parts for _one in part.answers]
    items = {item.id: item for item in ASKED.items}
    asked = questions()
    levels = {
        level: [index_score(index, items, ASKED.scales, one) for one in sets]
        for level, index in asked.levels.items()
    }
    ladder = items["out_lad_01"]
    outcome = [points_of(ladder, ASKED.scales[ladder.scale], one["out_lad_01"]) for one in sets]
    found = importance_of(outcome, levels, seed=5, properties=names)
    assert isinstance(found, Importance)
    printed = study_figures(parts, asked, seed=5)["importance"]
    assert (printed["outcome"], printed["ranked"]) == ("out_lad_01", False)
    assert printed["fit"] == round(100 * found.r_squared)
    for part, said in zip(found.parts, printed["levels"], strict=True):
        assert (said["id"], said["share"]) == (part.level, round(100 * part.share.value))
        assert said["low"] <= 100 * part.share.low
        assert said["high"] >= 100 * part.share.high


def test_s2_steps() -> None:
    """S2"""
    assert [stepped(people) for people in (199, 200, 204, 205)] == [195, 200, 200, 205]


def without_index() -> Questions:
    """One of five releases withholds the index."""
    hidden = release(indices=[{"id": "belonging", "state": "hidden"}])
    return questions_of([ASKED] * 5, [*[release()] * 4, hidden])


def without_item() -> Questions:
    """One of five releases withholds one of its questions."""
    shown = [entry for entry in release()["items"] if entry["id"] != "per_bel_03"]
    hidden = release(items=[*shown, {"id": "per_bel_03", "state": "hidden"}])
    return questions_of([ASKED] * 5, [*[release()] * 4, hidden])


def without_points() -> Questions:
    """In one of five places nearly all gave one kind of answer to one of its questions."""
    told = [entry for entry in release()["items"] if entry["id"] != "per_bel_03"]
    alike = release(items=[*told, {"id": "per_bel_03", "state": "shown", "points": None}])
    return questions_of([ASKED] * 5, [*[release()] * 4, alike])


def asked_otherwise() -> Questions:
    """One of five waves asked one of its questions in other words."""
    items = tuple(
        replace(item, text="I feel at home.") if item.id == "per_bel_03" else item
        for item in ASKED.items
    )
    return questions_of([*[ASKED] * 4, replace(ASKED, items=items)], [release()] * 5)


@pytest.mark.parametrize("made", [without_index, without_item, without_points, asked_otherwise])
def test_s4_what_is_not_shown_everywhere(made: Any) -> None:
    """S4: the rest is studied all the same."""
    figures = study_figures(parts_of(), made(), seed=5)
    assert figures["indices"] == []
    assert figures["importance"]["state"] == "shown"


def test_s4_a_level_that_is_withheld() -> None:
    """S4: a share of two levels out of three would mislead. The next outcome takes its place."""
    levels = [{"id": "perceptual", "state": "hidden"}, *release()["levels"][1:]]
    none = questions_of([ASKED] * 5, [*[release()] * 4, release(levels=levels)])
    assert none.levels == {}
    assert study_figures(parts_of(), none, seed=5)["importance"] == {"state": "hidden"}
    ladder = [entry for entry in release()["items"] if entry["id"] != "out_lad_01"]
    other = questions_of([ASKED] * 5, [*[release()] * 4, release(items=ladder)])
    assert other.outcome is not None
    assert other.outcome.id == "out_sat_01"


HIDDEN_INDEX = {
    "id": "belonging",
    "items": ["per_bel_01", "per_bel_02", "per_bel_03", "per_bel_04"],
    "state": "hidden",
}


def skipped(parts: list[Part], place: int, kept: int) -> list[Part]:
    """At one place all but some skip one question of the index."""
    held = [
        one if at < kept else {**one, "per_bel_04": None}
        for at, one in enumerate(parts[place].answers)
    ]
    return [replace(part, answers=held) if at == place else part for at, part in enumerate(parts)]


def test_s4_complete_answers_are_looked_at_again() -> None:
    """S4: 200 in all, each place its smallest number, none more than half."""
    large = parts_of(sizes=(60, 60, 60, 60, 60))
    assert study_figures(large, questions(), seed=5)["indices"][0]["state"] == "shown"
    enough = study_figures(skipped(large, 2, 30), questions(), seed=5)
    assert enough["indices"][0]["state"] == "shown"
    few_at_one = study_figures(skipped(large, 2, 29), questions(), seed=5)
    assert few_at_one["indices"] == [HIDDEN_INDEX]
    promised_more = [replace(part, smallest=61) for part in large]
    assert study_figures(promised_more, questions(), seed=5)["published"] is False
    just_short = parts_of(sizes=(40, 40, 40, 40, 39))
    assert study_figures(just_short, questions(), seed=5)["indices"] == [HIDDEN_INDEX]
    dominated = parts_of(sizes=(130, 40, 40, 40, 40))
    assert study_figures(dominated, questions(), seed=5)["indices"][0]["state"] == "shown"
    for place in (1, 2, 3, 4):
        dominated = skipped(dominated, place, 30)
    assert study_figures(dominated, questions(), seed=5)["indices"] == [HIDDEN_INDEX]


def test_s4_four_places_are_no_pool() -> None:
    """S4: however many answered, and whoever calls it."""
    figures = study_figures(parts_of(sizes=(80, 80, 80, 80)), questions(), seed=5)
    assert figures["published"] is False
    assert (figures["indices"], figures["importance"]) == ([HIDDEN_INDEX], {"state": "hidden"})


def test_s4_everybody_the_same() -> None:
    """S4: no spread is refused like everything else, in the same words."""
    same = [
        replace(part, answers=[part.answers[0]] * len(part.answers)) for part in parts_of()[:1] * 5
    ]
    named = [replace(part, name=f"w{at}") for at, part in enumerate(same)]
    figures = study_figures(named, questions(), seed=5)
    assert (figures["indices"], figures["importance"]) == ([HIDDEN_INDEX], {"state": "hidden"})


@pytest.mark.parametrize(
    ("places", "people", "high", "ranked"),
    [(10, 300, 0.49, True), (9, 300, 0.49, False), (10, 299, 0.49, False), (10, 300, 0.5, False)],
)
def test_s5_an_order(places: int, people: int, high: float, ranked: bool) -> None:
    """S5: ends that print the same overlap, though they did not before rounding."""
    shares = [Estimate(0.6, 0.5041, 0.7), Estimate(0.4, 0.3, high)]
    parts = tuple(Level(name, 0.1, one) for name, one in zip("ab", shares, strict=True))
    found = Importance(people, 0.3, parts, ranked=True)
    printed = study._shares(found, places)
    assert printed["ranked"] is ranked
    assert printed["respondents"] == people // 5 * 5


def test_refusals_are_falsy() -> None:
    """S4: the parts that are refused print as nothing, beside those that are not."""
    assert study._agreement(Refusal("no_spread")) == {"icc1": None, "icc2": None}
