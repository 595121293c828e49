"""A small questionnaire and people to answer it, for the tests of analysis and disclosure."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.core.analysis.tabulation import Cut, Tabulation, tabulate
from survey.core.bank.model import Consent, Index, Item, Option, Point, Scale
from survey.core.bank.questionnaire import Questionnaire
from survey.core.disclosure.document import figures_document
from survey.core.disclosure.protect import protect
from survey.core.disclosure.rules import Rules

SCALES = {
    "five": Scale(
        id="five",
        kind="ordinal",
        points=tuple(Point(value, str(value)) for value in range(1, 6)),
        favorable=(4, 5),
    ),
    "ladder": Scale(id="ladder", kind="numeric", minimum=0, maximum=10, favorable=(7, 8, 9, 10)),
    "yesno": Scale(id="yesno", kind="nominal", options=(Option("yes", "Yes"), Option("no", "No"))),
    "places": Scale(
        id="places",
        kind="multi",
        options=(Option("gym", "Gym"), Option("hall", "Hall"), Option("none", "None", True)),
    ),
    "text": Scale(id="text", kind="text", max_chars=500),
}

CUTS = (Cut("tenure", ("full", "lower")), Cut("years", ("under5", "over5")))


def item(name: str, scale: str, *, level: str = "perceptual", reverse: bool = False) -> Item:
    """An item with nothing but what counting needs."""
    return Item(
        id=name, level=level, construct="belonging", text=name, scale=scale, reverse=reverse
    )


ITEMS = (
    item("q1", "five"),
    item("q2", "five", reverse=True),
    item("q3", "five"),
    item("ladder", "ladder", level="outcome"),
    item("choice", "yesno", level="context"),
    item("places", "places", level="context"),
    item("words", "text", level="open"),
)

INDICES = (
    Index(
        id="pulse_perceptual",
        level="perceptual",
        label="",
        model="composite",
        items=("q1", "q2", "q3"),
        min_answered=2,
        direction="higher_is_better",
    ),
    Index(
        id="belonging",
        level="perceptual",
        label="",
        model="reflective",
        items=("q1", "q3"),
        min_answered=2,
        direction="higher_is_better",
    ),
)


def questionnaire(items: Sequence[Item] = ITEMS) -> Questionnaire:
    """The test questionnaire, or one of some of its items."""
    asked = {one.id for one in items}
    return Questionnaire(
        template="test",
        title="Test",
        items=tuple(items),
        demographics=(),
        scales=SCALES,
        indices=tuple(index for index in INDICES if asked.issuperset(index.items)),
        levels=(),
        constructs={},
        labels={},
        consent=Consent({}),
        left_out=(),
        not_here=(),
        levels_not_asked=("relational", "structural"),
        bank_version="test",
    )


@dataclass(frozen=True)
class Person:
    """One who answered: the closed answers and the groups."""

    answers: Mapping[str, object]
    groups: Mapping[str, str]


def tabulate_people(people: Sequence[Person], cuts: Sequence[Cut] = CUTS) -> Tabulation:
    """Count the test questionnaire."""
    answers = [person.answers for person in people]
    return tabulate(questionnaire(), answers, [person.groups for person in people], cuts)


def release(
    people: Sequence[Person],
    cuts: Sequence[Cut] = CUTS,
    *,
    min_group: int = 10,
    frame: int | None = 400,
    limited_to_one: bool = True,
) -> dict[str, object]:
    """The figures that would be published."""
    rules = Rules(min_group, frame, limited_to_one)
    return figures_document(protect(tabulate_people(people, cuts), questionnaire(), rules))


def one(q1: int | str | None = None, /, **groups: str) -> Person:
    """Somebody who answered q1 only."""
    return Person({} if q1 is None else {"q1": q1}, groups)


def crowd(seed: int, size: int, *, skip: float = 0.1, favor: float = 0.5) -> list[Person]:
    """People with random answers and groups; `favor` is the chance of a high answer."""
    draw = random.Random(seed)
    return [_person(draw, skip, favor) for _ in range(size)]


def _person(draw: random.Random, skip: float, favor: float) -> Person:
    def scale(top: int, bottom: int = 1) -> int:
        high = draw.random() < favor
        return draw.randint((top + bottom) // 2 + 1, top) if high else draw.randint(bottom, top)

    drawn: dict[str, object] = {
        "q1": scale(5),
        "q2": scale(5),
        "q3": scale(5),
        "ladder": scale(10, 0),
        "choice": draw.choice(["yes", "no"]),
        "places": draw.sample(["gym", "hall"], k=draw.randint(1, 2)),
        "words": "hello",
    }
    answers = {name: value for name, value in drawn.items() if draw.random() >= skip}
    groups = {"tenure": draw.choice(["full", "lower", "lower"])}
    if draw.random() > skip:
        groups["years"] = draw.choice(["under5", "over5"])
    return Person(answers, groups)
