"""The blueprint of questionnaires, in a file of its own: each page's module imports it."""

from flask import Blueprint

from survey.questionnaires.explaining import say_title
from survey.web.locales import current_language

bp = Blueprint("questionnaires", __name__)


@bp.app_template_filter("said")
def said(title: str) -> str:
    """A questionnaire's title in the language of the page."""
    return say_title(title, current_language().tag)
