"""Small properties put together by hand, each to be cracked in one way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import cycle, islice

from survey.core.analysis.tabulation import Cut
from survey.core.bank.questionnaire import Questionnaire
from tests.support.asked import asking
from tests.support.populations import Person, Population
from tests.support.shapes import ASKED_CUTS, STRATUM, Shape

HAPPY = "out_sat_01"
"""A question on a scale of five: 1 and 2 are unfavorable, 4 and 5 favorable."""

MIXED = (1, 5, 3, 4, 2)

Lot = tuple[int, Sequence[int | None], Mapping[str, str]]
"""So many adults, who give these answers in turn, in these groups."""


def lot(adults: int, answers: Sequence[int | None] | int = MIXED, /, **groups: str) -> Lot:
    """Adults with the same groups; an answer of None is one who stays silent."""
    given = [answers] if isinstance(answers, int) else answers
    return adults, list(islice(cycle(given), adults)), groups


def house(*lots: Lot, asked: Questionnaire | None = None, wave: int = 1) -> Population:
    """A property in which everybody gives one answer to all questions of a scale of five."""
    questions = asked or asking(HAPPY)
    names = [item.id for item in questions.closed_items]
    people = [
        Person(
            f"p{place}-{number}",
            {STRATUM: "s0", **groups},
            None if answer is None else dict.fromkeys(names, answer),
        )
        for place, (_adults, answers, groups) in enumerate(lots)
        for number, answer in enumerate(answers)
    ]
    return population_of(people, questions, wave=wave)


def population_of(people: Sequence[Person], asked: Questionnaire, *, wave: int = 1) -> Population:
    """A population of these people, with every cut that somebody is in a group of."""
    strata = Counter(person.groups[STRATUM] for person in people)
    held = {cut for person in people for cut in person.groups}
    cuts = [Cut(cut, groups) for cut, groups in ASKED_CUTS.items() if cut in held]
    if len(strata) > 1:
        cuts.insert(0, Cut(STRATUM, tuple(sorted(strata))))
    shape = Shape(len(people), 1.0, (1.0,), tuple(cut.id for cut in cuts))
    return Population(
        0, shape, asked, tuple(cuts), tuple(sorted(strata.items())), tuple(people), wave
    )
