"""Pages of questions: the bank, drafts and their publishing, and the review of translations."""

from survey.questionnaires.views import drafts, exchange, translations
from survey.questionnaires.views.blueprint import bp

__all__ = ["bp", "drafts", "exchange", "translations"]
