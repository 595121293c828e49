"""Invented properties: everybody on the roster, who answered what, and what would be published.

Everything follows from the seed. The people are the truth: only attackers see them, by name. What
is published goes the way that real answers go: counted, cleared, written down.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import Final

from survey.core.analysis.tabulation import Cut, Tabulation, tabulate
from survey.core.bank.model import Item, Scale
from survey.core.bank.questionnaire import Questionnaire
from survey.core.disclosure.rules import Rules
from survey.core.flow import counts_as_respondent
from tests.support.asked import pulse
from tests.support.shapes import ASKED_CUTS, STRATUM, Shape, random_shape

Answers = Mapping[str, object]

SMALLEST_STRATUM: Final = 25
"""A smaller one is never a group of its own, as core.promise.cuts has it."""

MIN_GROUP: Final = 10


@dataclass(frozen=True, slots=True)
class Person:
    """One adult of the roster. `groups` are those that their answers carry, or would carry:
    whoever skips a question about themselves is in none of its groups. `answers` is None for
    whoever stayed silent.
    """

    name: str
    groups: Mapping[str, str]
    answers: Answers | None


@dataclass(frozen=True, slots=True)
class Population:
    """One wave of one property, with the truth about it."""

    seed: int
    shape: Shape
    questionnaire: Questionnaire
    cuts: tuple[Cut, ...]
    strata: tuple[tuple[str, int], ...]
    people: tuple[Person, ...]
    wave: int = 1

    @property
    def respondents(self) -> tuple[Person, ...]:
        """Those whose answers count."""
        return tuple(
            person
            for person in self.people
            if person.answers is not None
            and counts_as_respondent(self.questionnaire, person.answers)
        )

    @property
    def truth(self) -> tuple[Person, ...]:
        """Everybody; those whose answers are too few to count are silent."""
        counted = {person.name for person in self.respondents}
        return tuple(
            person if person.name in counted else replace(person, answers=None)
            for person in self.people
        )

    @property
    def rules(self) -> Rules:
        """What the promise says about showing."""
        return Rules(
            min_group=MIN_GROUP,
            frame_adults=len(self.people),
            limited_to_one=True,
            frame_groups={(STRATUM, stratum): adults for stratum, adults in self.strata},
        )

    @property
    def tabulation(self) -> Tabulation:
        """The answers as they are counted."""
        answered = self.respondents
        return tabulate(
            self.questionnaire,
            [person.answers or {} for person in answered],
            [person.groups for person in answered],
            self.cuts,
        )


def make_population(
    seed: int, shape: Shape | None = None, *, questionnaire: Questionnaire | None = None
) -> Population:
    """Everybody and every answer of one property; without a shape, a random one."""
    draw = random.Random(f"population {seed}")
    asked = questionnaire or pulse()
    chosen = shape or random_shape(draw, questionnaire=asked)
    strata = _strata(chosen)
    homes = [stratum for stratum, adults in strata for _ in range(adults)]
    draw.shuffle(homes)
    model = _Model(draw, chosen, asked)
    people = [model.person(f"p{place}", stratum) for place, stratum in enumerate(homes)]
    large = tuple(name for name, adults in strata if adults >= SMALLEST_STRATUM)
    groups = {**ASKED_CUTS, STRATUM: large if len(large) > 1 else ()}
    cuts = [Cut(cut, groups[cut]) for cut in chosen.cuts if groups[cut]]
    return Population(
        seed, chosen, asked, tuple(cuts), strata, tuple(_made_extreme(people, chosen, asked, draw))
    )


def next_wave(first: Population, seed: int, *, moved: float = 0.1, same: float = 0.8) -> Population:
    """The next wave: some homes have new people, the others mostly give the same answers."""
    draw = random.Random(f"next wave {seed}")
    model = _Model(draw, first.shape, first.questionnaire)
    people = []
    for person in first.people:
        if draw.random() < moved:
            name = f"{person.name} of wave {first.wave + 1}"
            people.append(model.person(name, person.groups[STRATUM]))
        else:
            people.append(_answering_again(person, model, draw, same))
    return replace(first, people=tuple(people), wave=first.wave + 1, seed=seed)


def _answering_again(person: Person, model: _Model, draw: random.Random, same: float) -> Person:
    new = model.person(person.name, person.groups[STRATUM])
    if person.answers is None or new.answers is None:
        # Whoever was silent mostly stays silent.
        stays = draw.random() < same
        return replace(person, answers=person.answers if stays else new.answers)
    kept = {
        name: answer if draw.random() < same else new.answers.get(name, answer)
        for name, answer in person.answers.items()
    }
    return replace(person, answers=kept)


def _strata(shape: Shape) -> tuple[tuple[str, int], ...]:
    """The frame: adults by housing type, in proportion, at least one each."""
    whole = sum(shape.strata)
    counts = [max(1, round(shape.adults * part / whole)) for part in shape.strata]
    counts[counts.index(max(counts))] += shape.adults - sum(counts)
    return tuple((f"s{place}", adults) for place, adults in enumerate(counts))


class _Model:
    """Draws people: what they think of the place at large, of each question, and by group."""

    def __init__(self, draw: random.Random, shape: Shape, asked: Questionnaire) -> None:
        self.draw, self.shape, self.asked = draw, shape, asked
        self.ease = {item.id: draw.gauss(shape.lean, shape.spread) for item in asked.closed_items}
        self.pull: dict[tuple[str, str], float] = {}

    def person(self, name: str, stratum: str) -> Person:
        draw, shape = self.draw, self.shape
        groups = {STRATUM: stratum}
        for cut in shape.cuts:
            if cut != STRATUM and draw.random() >= shape.skip_about_oneself:
                first, second = ASKED_CUTS[cut]
                groups[cut] = first if draw.random() < shape.asked_share else second
        silent = draw.random() >= shape.response
        answers = None if silent else self._answers(groups)
        return Person(name, groups, answers)

    def _answers(self, groups: Mapping[str, str]) -> dict[str, object]:
        mood = self.draw.gauss(0, 0.7)
        for pair in groups.items():
            if pair not in self.pull:
                self.pull[pair] = self.draw.gauss(0, self.shape.gap)
            mood += self.pull[pair]
        answers = {}
        for item in self.asked.closed_items:
            skipped = self.draw.random() < self.shape.skip
            if not skipped:
                answers[item.id] = self._answer(item, mood)
        return answers

    def _answer(self, item: Item, mood: float) -> object:
        scale, draw = self.asked.scale_of(item), self.draw
        liking = self.ease[item.id] + (-mood if item.reverse else mood) + draw.gauss(0, 0.7)
        share = 1 / (1 + exp(-1.3 * liking))
        if scale.values:
            return scale.values[min(int(share * len(scale.values)), len(scale.values) - 1)]
        options = [option.value for option in scale.options if not option.exclusive]
        if scale.kind == "nominal":
            return options[min(int(share * len(options)), len(options) - 1)]
        # Early options are common, late ones are rare.
        chosen = [one for place, one in enumerate(options) if draw.random() < share / (1 + place)]
        alone = [option.value for option in scale.options if option.exclusive]
        return chosen or alone[:1] or options[:1]


def _made_extreme(
    people: Sequence[Person], shape: Shape, asked: Questionnaire, draw: random.Random
) -> list[Person]:
    """Let all, or all but a few, of some groups give one answer to a question."""
    done = list(people)
    for cut, group, item, others, high in shape.extremes:
        scale = asked.scale_of(asked.item(item))
        ends = _ends(scale)
        alike, other = (ends[1], ends[0]) if high else ends
        inside = [
            place
            for place, person in enumerate(done)
            if person.groups.get(cut) == group and person.answers and item in person.answers
        ]
        draw.shuffle(inside)
        for rank, place in enumerate(inside):
            answers = {**(done[place].answers or {}), item: other if rank < others else alike}
            done[place] = replace(done[place], answers=answers)
    return done


def _ends(scale: Scale) -> tuple[object, object]:
    """The lowest and the highest answer of a scale, or two answers of a list."""
    if scale.values:
        return scale.values[0], scale.values[-1]
    options = [option.value for option in scale.options]
    if scale.kind == "nominal":
        return options[0], options[1]
    return [options[0]], [options[1]]
