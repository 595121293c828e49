"""A whole set of answers: read from a form, or checked again when an envelope is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

from survey.core.bank.model import NOT_APPLICABLE, PREFER_NOT, Item
from survey.core.bank.questionnaire import Questionnaire
from survey.core.flow.answers import Answer, Checked, Problem, Refused
from survey.core.flow.applying import applies
from survey.core.flow.questions import Question, list_questions
from survey.core.flow.taking import take_field, take_value

_PLAIN_KINDS: Final = frozenset({int, str})


def read_form(
    questionnaire: Questionnaire, fields: Mapping[str, Sequence[str]], *, wave_number: int
) -> Checked:
    """The answers in one form, as AnswerCheck reads them."""
    return AnswerCheck(questionnaire, wave_number=wave_number).read(fields)


class AnswerCheck:
    """Reads the forms and checks the decoded envelopes of one wave; made once, used for each."""

    def __init__(self, questionnaire: Questionnaire, *, wave_number: int) -> None:
        self._questionnaire = questionnaire
        self._wave_number = wave_number
        self._conditions = _Conditions(questionnaire, wave_number)
        self._questions = {question.id: question for question in list_questions(questionnaire)}
        self._plain = {name: question.plain for name, question in self._questions.items()}

    def read(self, fields: Mapping[str, Sequence[str]]) -> Checked:
        """The answers in a form's raw fields: name -> every value sent under it.

        What cannot be taken is a problem for the person to mend, not blanked. Fields that are no
        question are ignored, and problems in questions that do not apply are not reported.
        """
        answers: dict[str, Answer] = {}
        problems: list[Problem] = []
        for question in self._questions.values():
            try:
                answer = take_field(question, fields.get(question.id, ()))
            except Refused as refused:
                problems.append(Problem(question.id, refused.code, refused.params))
            else:
                if answer is not None:
                    answers[question.id] = answer
        dropped = self._conditions.drop_inapplicable(answers)
        shown = tuple(one for one in problems if self.applies(one.item_id, answers))
        return Checked(answers=answers, problems=shown, dropped=dropped)

    def applies(self, name: str, answers: Mapping[str, object]) -> bool:
        """Whether a question is asked of somebody who gave these answers."""
        return _shown(self._questionnaire, name, answers, self._wave_number)

    def check(self, answers: Mapping[str, object]) -> Checked:
        """The answers in a decoded envelope, whoever made it. Never raises, never loses a set.

        What cannot be read, unknown questions included, is blanked and counted. A set that
        read_form accepted comes out unchanged.
        """
        if not isinstance(answers, Mapping):
            return Checked(answers={}, blanked=1)
        blanked = 0
        kept: dict[str, Answer] = {}
        for name, given in answers.items():
            # Nearly every answer. By its kind first: True and 1.0 are found among numbers, too.
            if type(given) in _PLAIN_KINDS and given in self._plain.get(name, ()):
                kept[name] = cast(int | str, given)
            elif name not in self._questions:
                blanked += 1
            else:
                answer, refused = _take_or_blank(self._questions[name], given)
                blanked += refused
                if answer is not None:
                    kept[name] = answer
        dropped = self._conditions.drop_inapplicable(kept)
        return Checked(answers=kept, blanked=blanked, dropped=dropped)


def _take_or_blank(question: Question, given: object) -> tuple[Answer | None, bool]:
    """The answer in what needs a closer look, if any, and whether it had to be blanked."""
    try:
        return take_value(question, given), False
    except Refused:
        return None, True


def check_answers(
    questionnaire: Questionnaire, answers: Mapping[str, object], *, wave_number: int
) -> Checked:
    """The answers of one decoded envelope, as AnswerCheck checks them."""
    return AnswerCheck(questionnaire, wave_number=wave_number).check(answers)


def completeness(
    questionnaire: Questionnaire, answers: Mapping[str, object], wave_number: int
) -> tuple[int, int]:
    """How many questions were answered, and how many applied; "na" and "pns" are answers."""
    applicable = [
        question.id
        for question in list_questions(questionnaire)
        if _shown(questionnaire, question.id, answers, wave_number)
    ]
    return sum(1 for name in applicable if name in answers), len(applicable)


def counts_as_respondent(questionnaire: Questionnaire, answers: Mapping[str, object]) -> bool:
    """Whether a set counts in the response: at least half of the core items, and at least one.

    Source: measurement.md 5.1 (a partial has 5 of the 10 core items; AAPOR's RR2). Where no core
    item is asked, any closed item counts.
    """
    closed = [item.id for item in questionnaire.closed_items]
    core = [item.id for item in questionnaire.items if item.pulse_core]
    answered = [name for name in core or closed if _is_substantive(answers.get(name))]
    return bool(answered) and 2 * len(answered) >= len(core)


def _is_substantive(answer: object) -> bool:
    return answer is not None and answer not in (NOT_APPLICABLE, PREFER_NOT)


def _shown(
    questionnaire: Questionnaire, name: str, answers: Mapping[str, object], wave_number: int
) -> bool:
    """Whether a question applies; demographics always do."""
    asked = questionnaire.asked
    if name not in asked:
        return True
    item = questionnaire.item(name)
    return applies(item, answers, wave_number=wave_number, asked=asked)


class _Conditions:
    """The items of a questionnaire that do not always apply."""

    def __init__(self, questionnaire: Questionnaire, wave_number: int) -> None:
        self._items = [item for item in questionnaire.items if item.show_if is not None]
        self._asked = questionnaire.asked
        self._wave_number = wave_number

    def drop_inapplicable(self, answers: dict[str, Answer]) -> int:
        """Take out answers to questions that do not apply; how many. Repeats until nothing
        changes, because an answer that goes may have been what another question depended on."""
        dropped = 0
        while gone := [item.id for item in self._items if self._is_out_of_place(item, answers)]:
            for name in gone:
                del answers[name]
            dropped += len(gone)
        return dropped

    def _is_out_of_place(self, item: Item, answers: Mapping[str, object]) -> bool:
        return item.id in answers and not applies(
            item, answers, wave_number=self._wave_number, asked=self._asked
        )
