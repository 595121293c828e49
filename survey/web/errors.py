"""Error pages: a clear sentence, where it happened, and what to do next."""

from __future__ import annotations

import logging

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

log = logging.getLogger("porchlight.errors")


def init_app(app: Flask) -> None:
    """Answer every HTTP error with a page of ours, and log what was not foreseen."""
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_unforeseen)


def _show_http_error(error: HTTPException) -> Response:
    code = error.code or 500
    if error.response is not None or code < 400:
        return error.get_response()  # type: ignore[return-value]
    response = make_response(render_template("errors/error.html", code=code), code)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _show_unforeseen(error: Exception) -> Response:
    # Neither address, code, form nor message: any of them may hold what a resident typed.
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "unknown"
    log.error(
        "unforeseen error kind=%s place=%s endpoint=%s",
        type(error).__name__,
        place,
        request.endpoint,
    )
    return make_response(render_template("errors/error.html", code=500), 500)
