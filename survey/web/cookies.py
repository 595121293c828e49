"""The session's cookie: the staff pages have one, and nobody else's request is looked through."""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from survey.web.sides import STAFF, is_for_staff


class StaffSessions(SecureCookieSessionInterface):
    """Flask's signed cookie below /staff. Elsewhere there is no session: to write into it fails."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a request, or None."""
        return super().open_session(app, request) if is_for_staff(request.path) else None


def init_app(app: Flask) -> None:
    """Keep sessions to the staff pages."""
    app.config["SESSION_COOKIE_PATH"] = STAFF
    app.session_interface = StaffSessions()
