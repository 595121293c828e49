"""Every question of a questionnaire in one shape, so that items and demographics share rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from survey.core.bank.model import NOT_APPLICABLE, PREFER_NOT, Demographic, Item, Option, Scale
from survey.core.bank.questionnaire import Questionnaire

Form = Literal["point", "number", "one", "several", "text"]

_FORMS: dict[str, Form] = {
    "ordinal": "point",
    "numeric": "number",
    "nominal": "one",
    "multi": "several",
    "text": "text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as the flow sees it.

    values: the whole numbers it takes. options: the list it takes, without special answers.
    special: those of "na" and "pns" that it takes. max_chars: for text only.
    """

    id: str
    form: Form
    values: tuple[int, ...] = ()
    options: tuple[Option, ...] = ()
    special: frozenset[str] = frozenset()
    max_chars: int = 0
    known: frozenset[str] = field(init=False)
    """The values of the options."""
    plain: frozenset[int | str] = field(init=False)
    """The whole numbers and texts that are an answer as they stand; none to an open question."""

    def __post_init__(self) -> None:
        known = frozenset(option.value for option in self.options)
        plain: set[int | str] = set(self.special)
        plain.update(self.values if self.form in ("point", "number") else ())
        plain.update(known if self.form == "one" else ())
        object.__setattr__(self, "known", known)
        object.__setattr__(self, "plain", frozenset(plain))


def list_questions(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """All questions in asking order: closed and open items, then demographics."""
    items = [_from_item(item, questionnaire.scale_of(item)) for item in questionnaire.items]
    return (*items, *(_from_demographic(asked) for asked in questionnaire.demographics))


def _from_item(item: Item, scale: Scale) -> Question:
    special = {NOT_APPLICABLE} if item.allow_na else set()
    if item.sensitive:
        special.add(PREFER_NOT)
    return Question(
        id=item.id,
        form=_FORMS[scale.kind],
        values=scale.values,
        options=scale.options,
        special=frozenset(special) if scale.kind != "text" else frozenset(),
        max_chars=scale.max_chars or 0,
    )


def _from_demographic(asked: Demographic) -> Question:
    return Question(
        id=asked.id,
        form="one" if asked.kind == "single" else "several",
        options=tuple(option for option in asked.options if option.value != PREFER_NOT),
        special=frozenset({PREFER_NOT}),
    )
