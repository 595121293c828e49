"""Pages of questions: the bank and what was added to it, drafts, publishing, translations."""

from survey.questionnaires.views import drafts, exchange, own_questions, translations
from survey.questionnaires.views.blueprint import bp

__all__ = ["bp", "drafts", "exchange", "own_questions", "translations"]
