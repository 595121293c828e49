"""The numbers of a sheet: of its questions, and beside each box what a keyer types for it.

Printing and typing both read them here, so that a number means the same on paper and on the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey.core.bank.model import Term
from survey.core.flow.applying import holds
from survey.responses.questions import Asked


@dataclass(frozen=True, slots=True)
class Box:
    """One box to tick; `number` stands beside it. apart: "does not apply", "rather not say"."""

    number: int
    value: str
    label: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """What has to be so for a question to apply: one of these boxes of that question is ticked."""

    question: int
    boxes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OnlyIf:
    """When a question applies: all of `every` and one of `some`; else on to `otherwise`.

    otherwise: the next question that does not depend on the same; None where there is none.
    """

    every: tuple[Need, ...]
    some: tuple[Need, ...]
    otherwise: int | None


@dataclass(frozen=True, slots=True)
class Numbered:
    """A question with its number and its boxes, in the order of the sheet."""

    number: int
    asked: Asked
    boxes: tuple[Box, ...]
    only_if: OnlyIf | None = None

    @property
    def id(self) -> str:
        """The question's id."""
        return self.asked.id

    @property
    def is_open(self) -> bool:
        """Whether it is answered in words."""
        return self.asked.form == "text"

    @property
    def takes_several(self) -> bool:
        """Whether several boxes can be ticked."""
        return self.asked.form == "several"

    def box(self, number: int) -> Box | None:
        """The box with this number."""
        return next((box for box in self.boxes if box.number == number), None)

    def numbers_of(self, answer: object) -> tuple[int, ...]:
        """The numbers of an answer's boxes, ascending; none for a skipped question."""
        given = answer if isinstance(answer, list) else [answer]
        values = {str(one) for one in given}
        return tuple(box.number for box in self.boxes if box.value in values)


def number_questions(asked: Sequence[Asked]) -> tuple[Numbered, ...]:
    """Number every question that can apply in a wave, from 1 on, and its boxes."""
    plain = [Numbered(place, one, _boxes(one)) for place, one in enumerate(asked, start=1)]
    by_id = {one.id: one for one in plain}
    return tuple(
        Numbered(one.number, one.asked, one.boxes, _only_if(one, plain, by_id)) for one in plain
    )


def _boxes(asked: Asked) -> tuple[Box, ...]:
    """A step of a ladder has its own number, from the lowest on; all else counts from 1."""
    if asked.form == "text":
        return ()
    steps = asked.form == "number"
    chosen = asked.choices[::-1] if steps else asked.choices
    first = [
        Box(int(one.value) if steps else place, one.value, one.label)
        for place, one in enumerate(chosen, start=1)
    ]
    after = first[-1].number + 1 if first else 1
    apart = [
        Box(place, one.value, one.label, apart=True)
        for place, one in enumerate(asked.special, start=after)
    ]
    return (*first, *apart)


def _only_if(
    one: Numbered, all_questions: Sequence[Numbered], by_id: Mapping[str, Numbered]
) -> OnlyIf | None:
    condition = one.asked.condition
    if not condition:
        return None
    later = all_questions[one.number :]
    return OnlyIf(
        every=_needs(condition.get("all", ()), by_id),
        some=_together(_needs(condition.get("any", ()), by_id)),
        otherwise=next((q.number for q in later if q.asked.condition != condition), None),
    )


def _needs(terms: Sequence[Any], by_id: Mapping[str, Numbered]) -> tuple[Need, ...]:
    return tuple(_need(Term(*term), by_id[term[0]]) for term in terms)


def _together(needs: Sequence[Need]) -> tuple[Need, ...]:
    """Needs of which one is enough: those of one question as one, with all their boxes."""
    boxes: dict[int, set[int]] = {}
    for need in needs:
        boxes.setdefault(need.question, set()).update(need.boxes)
    return tuple(Need(question, tuple(sorted(held))) for question, held in boxes.items())


def _need(term: Term, asked: Numbered) -> Need:
    """The boxes that make one comparison true, each tried by the rules of the flow."""
    true = [box.number for box in asked.boxes if holds(term, {term.item: _answer(asked, box)})]
    return Need(asked.number, tuple(true))


def _answer(asked: Numbered, box: Box) -> object:
    """What ticking just this box means."""
    if box.apart:
        return box.value
    if asked.asked.form in ("point", "number"):
        return int(box.value)
    return [box.value] if asked.takes_several else box.value
