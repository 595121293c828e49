"""Validators whose sentences say what to do. No message here calls anything invalid."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final
from zoneinfo import available_timezones

from flask_babel import gettext as _
from wtforms import Form
from wtforms.fields import Field
from wtforms.validators import StopValidation

Validator = Callable[[Form, Field], None]

# One @ with something on both sides and a dot after it: the rest is for the mail server to say.
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
MAXIMUM_EMAIL_LENGTH: Final = 254
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They could turn around the text beside a question; letters bring their own direction."""


def given(message: str) -> Validator:
    """Stop with `message` when nothing was entered or chosen."""

    def check(_form: Form, field: Field) -> None:
        if field.data is None or field.data in ("", [], ()):
            # What was typed but could not be read already has its own sentence.
            if not field.errors:
                raise StopValidation(str(message))
            raise StopValidation()

    return check


def at_most(length: int) -> Validator:
    """Stop when a text is longer than `length` characters."""

    def check(_form: Form, field: Field) -> None:
        if field.data and len(field.data) > length:
            raise StopValidation(
                _(
                    "Make this shorter: at most %(most)d characters. It has %(count)d now.",
                    most=length,
                    count=len(field.data),
                )
            )

    return check


def between(low: int, high: int) -> Validator:
    """Stop when a number lies outside low..high."""

    def check(_form: Form, field: Field) -> None:
        if field.data is not None and not low <= field.data <= high:
            raise StopValidation(_("Write a number from %(low)d to %(high)d.", low=low, high=high))

    return check


def email_address(_form: Form, field: Field) -> None:
    """Stop when a text cannot be an e-mail address."""
    text: Any = field.data or ""
    if len(text) > MAXIMUM_EMAIL_LENGTH or not _EMAIL.fullmatch(text):
        raise StopValidation(_("Write an e-mail address, such as name@example.org."))


def known_timezone(_form: Form, field: Field) -> None:
    """Stop when a text is not the name of a time zone."""
    if field.data not in available_timezones():
        raise StopValidation(_("Choose a time zone from the list."))


def plain_text(_form: Form, field: Field) -> None:
    """Stop at marks of markup, and at signs that cannot be seen and turn what follows around."""
    text: str = field.data or ""
    if "<" in text or ">" in text:
        raise StopValidation(_("Write plain words, without the signs < and >."))
    if any(sign in _TURNING for sign in text):
        raise StopValidation(_("There is a sign in it that cannot be seen. Type it once more."))


def lines_between(fewest: int, most: int, longest: int) -> Validator:
    """Stop when a text has fewer or more lines than that, or one with more letters."""

    def check(_form: Form, field: Field) -> None:
        lines = _lines(field)
        if not fewest <= len(lines) <= most:
            raise StopValidation(
                _("Write %(fewest)d to %(most)d answers, one a line.", fewest=fewest, most=most)
            )
        if any(len(line) > longest for line in lines):
            raise StopValidation(_("Write at most %(most)d letters for an answer.", most=longest))

    return check


def different_lines(more: str = "") -> Validator:
    """Stop when two lines of a text, or one of them and `more`, read the same."""

    def check(_form: Form, field: Field) -> None:
        lines = [line.casefold() for line in (*_lines(field), more.strip()) if line]
        if len(set(lines)) < len(lines):
            raise StopValidation(_("Two answers read the same. Give each its own words."))

    return check


def _lines(field: Field) -> list[str]:
    lines = (" ".join(line.split()) for line in str(field.data or "").splitlines())
    return [line for line in lines if line]
