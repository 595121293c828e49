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
