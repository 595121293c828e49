"""Two keyings of one sheet, laid beside each other.

Words are typed once: two people never type the same, and what is compared are the boxes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from survey.core.flow import Answer
from survey.responses.paper.numbering import Numbered

Answers = Mapping[str, Answer]


def list_compared(questions: Sequence[Numbered]) -> list[Numbered]:
    """The questions that are compared: as many on every sheet of a wave, answered or not."""
    return [question for question in questions if not question.is_open]


def list_different(
    questions: Sequence[Numbered], first: Answers, second: Answers
) -> list[Numbered]:
    """The questions to look up on the paper, in its order."""
    return [one for one in list_compared(questions) if first.get(one.id) != second.get(one.id)]


def spoken(questions: Sequence[Numbered], answers: Answers) -> dict[str, Answer]:
    """The answers in words."""
    return {one.id: answers[one.id] for one in questions if one.is_open and one.id in answers}
