"""Security headers: what every answer says unless it says something stricter itself."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request

from survey.web.sides import is_for_staff

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS: Final = (
    ("Content-Security-Policy", POLICY),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("X-Robots-Tag", "noindex"),
)
AMONG_STAFF: Final = (("Referrer-Policy", "same-origin"),)
"""Over HTTPS a form is taken only where the browser says on which page it stood; it tells nobody
but Porchlight itself."""


def _by_name(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, tuple[str, str]], ...]:
    return tuple((name.lower(), (name, value)) for name, value in headers)


_PUBLIC: Final = _by_name(HEADERS)
_STAFF: Final = _by_name(tuple(({**dict(HEADERS), **dict(AMONG_STAFF)}).items()))


def init_app(app: Flask) -> None:
    """Set the headers on each response that has not set them."""
    app.after_request(set_headers)


def set_headers(response: Response) -> Response:
    """Add the headers that a response has not set itself; none to one that `says_all`."""
    if getattr(response, "says_all", False):
        return response
    # Every answer passes here: one look at its headers instead of one for each of ours.
    there = {name.lower() for name, _value in response.headers}
    ours = _STAFF if is_for_staff(request.path) else _PUBLIC
    response.headers.extend(own for name, own in ours if name not in there)
    if "cache-control" not in there and response.mimetype == "text/html":
        response.headers.add("Cache-Control", "no-store")
    return response
