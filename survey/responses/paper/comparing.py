"""Two keyings of one sheet, laid beside each other.

Words are typed once: two people never type the same, and what is compared are the boxes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from survey.core.bank.questionnaire import Questionnaire
from survey.core.flow import Answer
from survey.core.flow.questions import list_questions
from survey.responses.paper.numbering import Numbered

Answers = Mapping[str, Answer]


def list_compared(questions: Sequence[Numbered]) -> list[Numbered]:
    """The questions that are compared: as many on every sheet of a wave, answered or not."""
    return [question for question in questions if not question.is_open]


def count_boxes(questionnaire: Questionnaire) -> int:
    """How many questions are compared on every sheet of a wave that asks this questionnaire."""
    return sum(question.form != "text" for question in list_questions(questionnaire))


def list_different(
    questions: Sequence[Numbered], first: Answers, second: Answers
) -> list[Numbered]:
    """The questions to look up on the paper, in its order."""
    return [one for one in list_compared(questions) if first.get(one.id) != second.get(one.id)]


def spoken(questions: Sequence[Numbered], answers: Answers) -> dict[str, Answer]:
    """The answers in words."""
    return {one.id: answers[one.id] for one in questions if one.is_open and one.id in answers}
