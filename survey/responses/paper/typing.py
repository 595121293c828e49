"""From what a keyer typed to an answer set, by the rules that residents' pages follow too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from survey.core.flow import Answer, AnswerCheck
from survey.core.flow.taking import clean_text
from survey.responses.paper.numbering import Numbered

NOTHING: Final = "-"
"""Typed where nothing is ticked; an empty field says the same."""

_BETWEEN: Final = re.compile(r"[\s,;.+،؛、，；]+")
_MOST_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one field. Codes: "no_such_number", "one_number", and those of core.flow.

    label: the words of the answer that cannot stand with others; length, most: of a text.
    """

    code: str
    label: str = ""
    length: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """A sheet as it was typed.

    answers: what is kept. wrong: question id -> what to change. apart: the numbers of questions
    that were answered and do not apply; left empty while something has to be changed.
    """

    answers: dict[str, Answer]
    wrong: dict[str, Wrong]
    apart: tuple[int, ...] = ()


def read_typed(
    questions: Sequence[Numbered], check: AnswerCheck, typed: Mapping[str, str]
) -> Typed:
    """Read every field of a sheet."""
    fields: dict[str, list[str]] = {}
    wrong: dict[str, Wrong] = {}
    for question in questions:
        values, fault = _read_field(question, typed.get(question.id, ""))
        if fault is not None:
            wrong[question.id] = fault
        elif values:
            fields[question.id] = values
    checked = check.read(fields)
    by_id = {question.id: question for question in questions}
    for problem in checked.problems:
        label = by_id[problem.item_id].asked.label_of(problem.params.get("value", ""))
        length, most = (_number(problem.params.get(name)) for name in ("length", "max"))
        wrong[problem.item_id] = Wrong(problem.code, label, length, most)
    apart = [one.number for one in questions if one.id in fields and one.id not in checked.answers]
    return Typed(checked.answers, wrong, () if wrong else tuple(apart))


def _read_field(question: Numbered, text: str) -> tuple[list[str], Wrong | None]:
    """The values of one field, or what is wrong with it."""
    if question.is_open:
        return ([text] if clean_text(text) else []), None
    if text.strip() == NOTHING:
        return [], None
    parts = [part for part in _BETWEEN.split(text) if part]
    boxes = [question.box(int(part)) if _is_number(part) else None for part in parts]
    if None in boxes:
        return [], Wrong("no_such_number")
    if len(set(boxes)) > 1 and not question.takes_several:
        return [], Wrong("one_number")
    return [box.value for box in boxes if box is not None], None


def _is_number(part: str) -> bool:
    """Digits of any script: keyers type on the keyboard that they have."""
    return part.isdecimal() and len(part) <= _MOST_DIGITS


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def numbers_typed(question: Numbered, answer: object) -> str:
    """An answer as a keyer types it; "-" where there is none."""
    if question.is_open:
        return str(answer or "")
    return " ".join(str(one) for one in question.numbers_of(answer)) or NOTHING
