"""Studies: what an attacker who knows nearly everything learns of those whom he does not know.

T1 whoever knows all answers of four places, and invented them even, cannot tell what anybody at a
   fifth one of thirty answered: another answer of each person prints the same
T2 of ten people there he would learn too much, so a place brings thirty or nothing is said
T3 numbers of people are known to five, and by nothing that is printed beside them any better
T4 whoever invents four places of one mind would read from a study whether the fifth is of one mind
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from survey.core.analysis.estimates import Estimate
from survey.core.analysis.reliability import feldt_interval
from survey.core.disclosure.study import Part, Questions, study_figures
from survey.core.disclosure.study_questions import questions_of
from survey.core.disclosure.study_rules import SMALLEST_PART
from tests.support.studied import Answers, answers_of_places, studied_questionnaire
from tests.unit.core.disclosure.test_study import release

ASKED = studied_questionnaire()
SIZES = (60, 60, 60, 50, 30)
SMALL = 4
ITEMS = ("per_bel_01", "per_bel_02", "per_bel_03", "per_bel_04")
SEED = 7


def pool() -> list[Part]:
    return [
        Part(f"w{at}", SMALLEST_PART, held) for at, held in enumerate(answers_of_places(3, SIZES))
    ]


def asked() -> Questions:
    return questions_of([ASKED] * 5, [release()] * 5)


def others(answers: Sequence[Mapping[str, Any]], person: int, item: str) -> Iterator[list[Answers]]:
    """The small place with another answer of one person, and the same sum of all answers to it:
    somebody else moves the other way, as far as the scale goes."""
    values = ASKED.scale_of(ASKED.item(item)).values
    for step in (1, -1, 2, -2):
        for second in range(len(answers)):
            moved = (answers[person][item] + step, answers[second][item] - step)
            if second != person and all(value in values for value in moved):
                changed = [dict(one) for one in answers]
                changed[person][item], changed[second][item] = moved
                yield changed


def test_t1_every_answer_could_be_another() -> None:
    """T1: with a whole document on the table, importance included."""
    parts, questions = pool(), asked()
    printed = study_figures(parts, questions, seed=SEED)
    assert printed["indices"][0]["state"] == printed["importance"]["state"] == "shown"
    draw = Random(1)
    for item in ITEMS:
        for person in draw.sample(range(SIZES[SMALL]), 3):
            assert any(
                study_figures(
                    [*parts[:SMALL], replace(parts[SMALL], answers=changed)], questions, seed=SEED
                )
                == printed
                for changed in others(parts[SMALL].answers, person, item)
            ), f"the answer of {person} to {item} is known"


def test_t2_a_smaller_place_would_be_known_better() -> None:
    """T2: there is something to hide. Of ten people, of whom one knows everything but who gave
    which answer to one question, few possibilities print the same; so nothing is printed."""
    parts, questions = pool(), replace(asked(), levels={})
    ten = replace(parts[SMALL], answers=parts[SMALL].answers[:10])
    careless = [replace(part, smallest=10) for part in (*parts[:SMALL], ten)]
    printed = study_figures(careless, questions, seed=SEED)
    assert printed["published"]
    draw, same = Random(2), 0
    for _try in range(50):
        order = draw.sample(range(10), 10)
        moved = [
            {**one, ITEMS[0]: ten.answers[other][ITEMS[0]]}
            for one, other in zip(ten.answers, order, strict=True)
        ]
        again = [*careless[:SMALL], replace(careless[SMALL], answers=moved)]
        same += study_figures(again, questions, seed=SEED) == printed
    assert same < 10
    assert study_figures([*parts[:SMALL], ten], questions, seed=SEED)["published"] is False


def test_t3_numbers_stay_in_their_step() -> None:
    """T3: alpha's range is the same for all five numbers that print as one."""
    parts, questions = pool(), replace(asked(), levels={})
    printed = study_figures(parts, questions, seed=SEED)["indices"][0]
    assert printed["respondents"] == 260
    alpha = printed["alpha"]
    said = feldt_interval(alpha["value"], 260, len(ITEMS))
    assert isinstance(said, Estimate)
    assert alpha["low"] <= said.low < alpha["low"] + 0.01
    for more in range(1, 5):
        grown = replace(parts[0], answers=[*parts[0].answers, *parts[1].answers[:more]])
        figures = study_figures([grown, *parts[1:]], questions, seed=SEED)
        assert (figures["respondents"], figures["indices"][0]["respondents"]) == (260, 260)


def test_t4_four_places_of_one_mind() -> None:
    """T4: a question that nobody answers in another way makes no study, and that would say so."""
    parts = pool()
    alike = [
        replace(part, answers=[{**one, ITEMS[0]: 5} for one in part.answers]) for part in parts
    ]
    two = [{**one, ITEMS[0]: 1} if at < 2 else one for at, one in enumerate(alike[SMALL].answers)]
    worlds = (alike, [*alike[:SMALL], replace(alike[SMALL], answers=two)])
    states = [study_figures(one, asked(), seed=SEED)["indices"][0]["state"] for one in worlds]
    assert states == ["hidden", "shown"]
    # In either world each release holds the points back, beside an open end.
    told = [entry for entry in release()["items"] if entry["id"] != ITEMS[0]]
    printed = release(items=[*told, {"id": ITEMS[0], "state": "shown", "points": None}])
    questions = questions_of([ASKED] * 5, [printed] * 5)
    assert [study_figures(one, questions, seed=SEED)["indices"] for one in worlds] == [[], []]
