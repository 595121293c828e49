"""Error pages: a clear sentence, where it happened, and what to do next."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.exceptions import HTTPException

from survey.core.errors import Kind, SurveyError
from survey.web.locales import LANGUAGES, best_language, use_language
from survey.web.sentences import sentence_for
from survey.web.sides import is_for_staff

log = logging.getLogger("porchlight.errors")

_OTHERWISE: Final = "errors_told_otherwise"
_READER: Final = "errors_reader"

STATUS: Final[dict[Kind, int]] = {"missing": 404, "refused": 403, "conflict": 409, "input": 400}

TOO_LARGE: Final = 413

TITLES: Final[dict[int, LazyString]] = {
    400: _l("This could not be read"),
    403: _l("This is not allowed"),
    404: _l("There is nothing at this address"),
    405: _l("This page does not work that way"),
    409: _l("This cannot be done any more"),
    413: _l("This is too much at once"),
    500: _l("Something broke on our side"),
}
REMEDIES: Final[dict[int, LazyString]] = {
    400: _l("Go back, look at what you wrote, and send it once more."),
    403: _l("Ask an administrator of your organization, if you need it."),
    404: _l("Look at the address for a slip, or start again from the front page."),
    405: _l("Start again from the front page."),
    409: _l("Go back and load the page again to see how things stand."),
    413: _l("Send less: at most one megabyte."),
    500: _l("Nothing that you sent was kept half. Try again in a few minutes."),
}


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours, and log what was not foreseen."""
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(SurveyError, show_survey_error)
    app.register_error_handler(Exception, _show_unforeseen)


def tell_otherwise(app: Flask, prefix: str, tell: Callable[[HTTPException], Response]) -> None:
    """Answer what fits no route below a path in the way of those who live there."""
    app.extensions.setdefault(_OTHERWISE, {})[prefix] = tell


def ask_who_reads(app: Flask, meet: Callable[[], object]) -> None:
    """Have an error on the staff side told in the language, and with the menu, of who is there.

    meet: finds out who asks, and writes the page in that person's language.
    """
    app.extensions[_READER] = meet


def show_survey_error(error: SurveyError) -> Response:
    """The page of an error that nobody has told in a better place."""
    _meet_reader()
    _choose_language()
    return _page(STATUS[error.kind], sentence_for(error))


def show_error_page(code: int, sentence: str) -> Response:
    """The page of a status, with a sentence of whoever found what was wrong."""
    _choose_language()
    return _page(code, sentence)


def _show_http_error(error: HTTPException) -> Response:
    code = error.code or 500
    if error.response is not None or code < 400:
        return error.get_response()  # type: ignore[return-value]
    for prefix, tell in current_app.extensions.get(_OTHERWISE, {}).items():
        if request.path.startswith(prefix):
            told: Response = tell(error)
            return told
    _meet_reader()
    _choose_language()
    response = _page(code, _too_large() if code == TOO_LARGE else None)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _too_large() -> str | None:
    """The limit of an address that takes more than the others do."""
    most = (request.max_content_length or 0) // 1_000_000
    if most <= 1:
        return None
    return sentence_for(SurveyError("input", "table_too_large", most=most))


def log_unforeseen(error: Exception) -> None:
    """Log where something broke, and nothing of what was asked or sent."""
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


def _show_unforeseen(error: Exception) -> Response:
    log_unforeseen(error)
    # The page must stand even when the database does not: it shows nobody as signed in.
    g.pop("person", None)
    _choose_language()
    return _page(500, None)


def _meet_reader() -> None:
    """An address that nobody serves has asked nobody yet who is there."""
    if is_for_staff(request.path):
        current_app.extensions.get(_READER, lambda: None)()


def _choose_language() -> None:
    wanted = LANGUAGES.get(request.args.get("lang", ""))
    if wanted is not None:
        use_language(wanted)
    elif "language" not in g:
        use_language(best_language(request.accept_languages, list(LANGUAGES)))


def _language_links(*, staff: bool) -> list[tuple[str, str, str, str]]:
    """The same address in each language; none for staff, who have theirs, nor after a sending.

    What else stood in the address is left out: it may be what somebody typed.
    """
    if staff or request.method not in ("GET", "HEAD"):
        return []
    # One slash in front: two would name another host.
    here = quote(request.root_path + "/" + request.path.lstrip("/"))
    return [
        (one.tag, one.name, one.direction, f"{here}?lang={one.tag}") for one in LANGUAGES.values()
    ]


def _page(code: int, sentence: str | None) -> Response:
    """Return the page for a status: staff see theirs, everybody else the residents'."""
    known = code if code in TITLES else (400 if code < 500 else 500)
    staff = is_for_staff(request.path)
    page = render_template(
        "errors/error.html",
        language_links=_language_links(staff=staff),
        title=TITLES[known],
        sentence=sentence,
        remedy=REMEDIES[known] if sentence is None else None,
        staff=staff,
    )
    return make_response(page, code)
