"""Invented answers for studies: people lean, places lean, and the day has its mood."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

from survey.core.bank.questionnaire import Questionnaire, build_questionnaire
from survey.core.bank.reading import read_bank

MORE: tuple[str, ...] = ("per_bel_02", "per_bel_03", "per_bel_04", "out_lad_01")
PLACES = ("Alder Yards", "Birch and Main", "Elm Terrace", "Harbor Point", "Juniper House")
SIZES = (44, 43, 42, 41, 45)
"""Of five places: 215 in all, so a study says 215."""

Answers = dict[str, Any]


@cache
def studied_questionnaire() -> Questionnaire:
    """The pulse, with every question of the index "belonging" and the ladder."""
    bank = read_bank()
    template = bank.templates["pulse_core"]
    longer = replace(template, items=(*template.items, *MORE))
    return build_questionnaire(
        replace(bank, templates={**bank.templates, "pulse_core": longer}),
        "pulse_core",
        features=frozenset({"shared_space"}),
    )


def answers_of_place(draw: Random, people: int, *, lean: float = 0.0) -> list[Answers]:
    """The answers of people of one place; `lean` moves all of them, in standard deviations."""
    return [_answers(draw, lean) for _person in range(people)]


def answers_of_places(seed: int, sizes: tuple[int, ...] = SIZES) -> list[list[Answers]]:
    """The answers of several places that differ."""
    draw = Random(seed)
    return [answers_of_place(draw, people, lean=draw.gauss(0, 0.5)) for people in sizes]


def _answers(draw: Random, lean: float) -> Answers:
    leaning = lean + draw.gauss(0, 1)
    by_level = {level: draw.gauss(0, 0.8) for level in ("perceptual", "relational", "structural")}
    asked = studied_questionnaire()
    answers: Answers = {}
    for item in asked.closed_items:
        values = asked.scale_of(item).values
        felt = leaning + by_level.get(item.level, sum(by_level.values()) / 2) + draw.gauss(0, 0.7)
        place = (felt + 2.5) / 5 * (len(values) - 1)
        answers[item.id] = values[max(0, min(len(values) - 1, round(place)))]
    return answers
