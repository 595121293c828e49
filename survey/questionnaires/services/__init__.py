"""Writes about questionnaires: drafts and versions, and the review of their translations."""

from survey.questionnaires.services.drafting import (
    change_questionnaire,
    has_changed,
    publish_questionnaire,
    start_questionnaire,
)
from survey.questionnaires.services.reviewing import correct_wordings, mark_wordings

__all__ = [
    "change_questionnaire",
    "correct_wordings",
    "has_changed",
    "mark_wordings",
    "publish_questionnaire",
    "start_questionnaire",
]
