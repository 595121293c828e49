"""Questions as the page shows them: one form of question, one component, one visible table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _

from survey.core.bank.model import PREFER_NOT, Demographic, Item, is_own
from survey.core.bank.questionnaire import Questionnaire
from survey.core.bank.wording import option_key
from survey.core.flow import Answer, condition_to_json
from survey.core.flow.questions import Form, Question, list_questions

COMPONENTS: Final[dict[Form, str]] = {
    "point": "components/question_one.html",
    "one": "components/question_one.html",
    "number": "components/question_ladder.html",
    "several": "components/question_several.html",
    "text": "components/question_text.html",
}
"""The component that draws each form of question: a macro `control(asked, given, problem)`."""

_LAST_SENTENCE: Final = re.compile(r"(?s)(.*[.。።])\s*(\S[^.。።]*)")


@dataclass(frozen=True, slots=True)
class Choice:
    """One row that can be chosen; an exclusive one cannot stand with others."""

    value: str
    label: str
    exclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question in one language.

    section: the caption above it. lead: sentences that set the question up. intro: what is said
    before the first of a run. own: whether the community added it. special: "does not apply" and
    "rather not say". condition: what the page's script needs to know whether it applies; None
    when it always does.
    """

    id: str
    form: Form
    section: str
    text: str
    lead: str = ""
    intro: str = ""
    hint: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    choices: tuple[Choice, ...] = ()
    special: tuple[Choice, ...] = ()
    max_chars: int = 0
    own: bool = False
    condition: Mapping[str, Any] | None = None

    @property
    def component(self) -> str:
        """The template that draws its control."""
        return COMPONENTS[self.form]

    def label_of(self, value: object) -> str:
        """The words of one of its answers; the answer itself where it has none."""
        for choice in (*self.choices, *self.special):
            if choice.value == str(value):
                step = choice.value if self.form == "number" and choice in self.choices else ""
                return f"{step} {choice.label}".strip()
        return str(value)

    def words_of(self, answer: Answer | None) -> str:
        """An answer in words; nothing for a skipped question."""
        if answer is None:
            return ""
        given = answer if isinstance(answer, list) else [answer]
        return " · ".join(self.label_of(value) for value in given)


Words = Callable[[str], str]
"""A wording key to the words of the page's language."""


def list_asked(questionnaire: Questionnaire, wave_number: int, words: Words) -> tuple[Asked, ...]:
    """Every question that can apply in this wave, in the order of the page."""
    flow = {question.id: question for question in list_questions(questionnaire)}
    first_own = next((item.id for item in questionnaire.items if is_own(item.id)), None)
    items = [
        _from_item(
            item, flow[item.id], questionnaire, condition, words, first_own=item.id == first_own
        )
        for item in questionnaire.items
        if not (condition := condition_to_json(item, wave_number, questionnaire.asked) or {}).get(
            "never"
        )
    ]
    people = [
        _from_demographic(asked, flow[asked.id], words, first=not place)
        for place, asked in enumerate(questionnaire.demographics)
    ]
    return (*items, *people)


def own_explained() -> str:
    """Return what the mark of own questions means, said once, before the first of them."""
    return _("This community added questions of its own. They are marked, and count in no score.")


def _from_item(
    item: Item,
    question: Question,
    questionnaire: Questionnaire,
    condition: Mapping[str, Any],
    words: Words,
    *,
    first_own: bool,
) -> Asked:
    owner = f"scale.{item.scale}"
    text = words(item.id)
    lead = ""
    if question.form == "number" and (parts := _LAST_SENTENCE.fullmatch(text)):
        lead, text = parts[1], parts[2]
    hint = words(f"{item.id}.hint") if item.hint else ""
    return Asked(
        id=item.id,
        form=question.form,
        section=words(f"level.{item.level}"),
        text=text,
        lead=lead,
        intro=own_explained() if first_own else "",
        hint=words("consent.names") if question.form == "text" else hint,
        notes=_notes_of_item(item, question, words),
        choices=_choices(question, owner, questionnaire, item, words),
        special=_special(question, words),
        max_chars=question.max_chars,
        own=is_own(item.id),
        condition=condition or None,
    )


def _notes_of_item(item: Item, question: Question, words: Words) -> tuple[tuple[str, str], ...]:
    why = f"{item.id}.why" if item.why is not None else f"construct.{item.construct}.why"
    notes = [(_("Why we ask this"), words(why))]
    if item.meaning:
        notes.insert(0, (_("What we mean"), words(f"{item.id}.meaning")))
    if question.form == "text":
        notes.append((_("Who will read this"), words("consent.comments")))
    return tuple(notes)


def _choices(
    question: Question, owner: str, questionnaire: Questionnaire, item: Item, words: Words
) -> tuple[Choice, ...]:
    if question.form == "number":
        ends = {point.value for point in questionnaire.scale_of(item).end_labels}
        labels = {value: words(option_key(owner, value)) for value in ends}
        # Ten stands on top of a ladder.
        return tuple(Choice(str(value), labels.get(value, "")) for value in question.values[::-1])
    points = [Choice(str(value), words(option_key(owner, value))) for value in question.values]
    return (*points, *_options(question, owner, words))


def _options(question: Question, owner: str, words: Words) -> Sequence[Choice]:
    return [
        Choice(option.value, words(option_key(owner, option.value)), option.exclusive)
        for option in question.options
    ]


def _special(question: Question, words: Words) -> tuple[Choice, ...]:
    order = sorted(question.special, key=lambda value: value == PREFER_NOT)
    return tuple(Choice(value, words(f"label.{value}"), exclusive=True) for value in order)


def _from_demographic(
    asked: Demographic, question: Question, words: Words, *, first: bool
) -> Asked:
    return Asked(
        id=asked.id,
        form=question.form,
        section=_("About you"),
        text=words(asked.id),
        intro=words("consent.demographics_intro") if first else "",
        notes=((_("Why we ask this"), words(f"{asked.id}.why")),),
        choices=tuple(_options(question, asked.id, words)),
        special=_special(question, words),
    )
