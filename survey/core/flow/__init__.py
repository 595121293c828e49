"""Which questions apply, and what counts as an answer: the same rules at sending and opening."""

from survey.core.flow.answers import Answer, Checked, Problem
from survey.core.flow.applying import applies, condition_to_json
from survey.core.flow.checking import (
    AnswerCheck,
    check_answers,
    completeness,
    counts_as_respondent,
    read_form,
)
from survey.core.flow.questions import Question, list_questions

__all__ = [
    "Answer",
    "AnswerCheck",
    "Checked",
    "Problem",
    "Question",
    "applies",
    "check_answers",
    "completeness",
    "condition_to_json",
    "counts_as_respondent",
    "list_questions",
    "read_form",
]
