"""The service worker that opens a survey again without a connection."""

from __future__ import annotations

from flask import Response, current_app

from survey.responses.views.blueprint import bp

WORKER_POLICY = "default-src 'none'; connect-src 'self'"


@bp.get("/s/worker.js")
def worker() -> Response:
    """The worker stands beside the surveys, because it may only serve what lies below it."""
    response = current_app.send_static_file("js/worker.js")
    response.headers["Content-Security-Policy"] = WORKER_POLICY
    response.headers["Cache-Control"] = "no-cache"
    return response
