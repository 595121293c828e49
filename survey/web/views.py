"""Pages that belong to nobody: the front page, and the answer for whoever watches the server."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from forms.problems import list_problems
from survey.core.version import VERSION
from survey.db import db
from survey.web.locales import LANGUAGES, best_language, use_language

bp = Blueprint("web", __name__)
bp.app_template_global("list_problems")(list_problems)


@bp.get("/")
def front() -> str:
    """Say what Porchlight is, and lead residents and staff to their doors."""
    wanted = LANGUAGES.get(request.args.get("lang", ""))
    use_language(wanted or best_language(request.accept_languages, list(LANGUAGES)))
    links = [
        (one.tag, one.name, one.direction, url_for("web.front", lang=one.tag))
        for one in LANGUAGES.values()
    ]
    return render_template("web/front.html", language_links=links)


@bp.get("/health")
def health() -> tuple[Response, int]:
    """Answer 200 when the database answers, 503 when it does not."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return jsonify(status="no database"), 503
    return jsonify(status="ok", version=VERSION), 200
