"""A form that came too late: its person was signed out meanwhile. What they wrote is kept.

After twelve hours, after signing out in another tab, or after a new password, a form that is sent
finds nobody signed in. Sending people to the sign-in page would lose what they typed; so the answer
is a page that holds the form, to be sent once more after signing in. Only what stood on a page of
ours is kept: another site's form could otherwise wait here for somebody to sign in.
"""

from __future__ import annotations

import re
from typing import Final

from flask import Response, g, make_response, render_template, request

from survey.web.locales import STAFF_LANGUAGES, best_language, use_language

SECRET: Final = re.compile("password|passphrase")
TOKEN: Final = "csrf_token"  # noqa: S105  (a field's name)


def keep_form() -> Response | None:
    """Return a page that holds the form that was sent; None where nothing in it was filled in.

    Passwords and passphrases are left out, and files have to be chosen again. Without anybody
    signed in the page is in the browser's language.
    """
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not name.endswith(TOKEN) and not SECRET.search(name)
    ]
    files = [name for name, file in request.files.items(multi=True) if file.filename]
    filled_in = files or any(value.strip() for _name, value in fields)
    if not filled_in or not _from_our_page():
        return None
    if "language" not in g:
        use_language(best_language(request.accept_languages, list(STAFF_LANGUAGES)))
    secrets = any(SECRET.search(name) for name in request.form)
    page = render_template("accounts/kept_form.html", fields=fields, files=files, secrets=secrets)
    return make_response(page, 400)


def _from_our_page() -> bool:
    """Tell whether the browser says that the form stood on a page of this very site."""
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")
