"""The blueprint of the resident's pages, and what it lets through."""

from __future__ import annotations

from flask import Blueprint, request

from survey.responses.rendering import EXIT_URL

bp = Blueprint("responses", __name__)

MAX_RESIDENT_BODY_BYTES = 256 * 1024


@bp.before_request
def limit_body() -> None:
    """A whole questionnaire with long comments is far below this."""
    request.max_content_length = MAX_RESIDENT_BODY_BYTES


@bp.context_processor
def offer_exit() -> dict[str, str]:
    """Where "Exit this page" goes."""
    return {"exit_url": EXIT_URL}
