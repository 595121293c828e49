"""Lazy translation typed as text: WTForms' types know only str, its code takes any of both."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import lazy_gettext as _lazy_gettext


def lazy_gettext(message: str, **params: Any) -> str:
    """Return a text that is translated when it is shown, in the language of that page."""
    return cast("str", _lazy_gettext(message, **params))
