"""Writes about questionnaires: drafts, versions, own questions, and the review of translations."""

from survey.questionnaires.services.drafting import (
    change_questionnaire,
    has_changed,
    publish_questionnaire,
    start_questionnaire,
)
from survey.questionnaires.services.own_questions import (
    change_own_question,
    retire_own_question,
    write_own_question,
)
from survey.questionnaires.services.reviewing import correct_wordings, mark_wordings

__all__ = [
    "change_own_question",
    "change_questionnaire",
    "correct_wordings",
    "has_changed",
    "mark_wordings",
    "publish_questionnaire",
    "retire_own_question",
    "start_questionnaire",
    "write_own_question",
]
