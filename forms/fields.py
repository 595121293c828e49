"""Fields that turn text into values, and say in plain words what they could not read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

Choices = Sequence[tuple[str, str]]


def tidy(text: str | None) -> str:
    """Return a line of text in one Unicode form, without spaces around or doubled inside.

    Control signs are dropped: nobody types them, no page may hold them, and PostgreSQL takes no
    zero.
    """
    return " ".join(_without_control(text or "").split())


def _without_control(text: str) -> str:
    kept = (sign for sign in text if sign in "\n\r\t" or unicodedata.category(sign) != "Cc")
    return unicodedata.normalize("NFC", "".join(kept))


class TextLine(StringField):
    """One line of text, tidied; "" when empty."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = tidy(valuelist[0]) if valuelist else self.data or ""


class Paragraph(TextAreaField):
    """A few lines of text, with the space around them removed; "" when empty."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        if valuelist:
            text = str(valuelist[0]).replace("\r\n", "\n")
            self.data = _without_control(text).strip()


class LongLine(TextAreaField):
    """One line of text that may be long, in a box that shows all of it; tidied, "" when empty."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = tidy(valuelist[0]) if valuelist else self.data or ""


class WholeNumber(IntegerField):
    """A whole number that is not negative; None when empty. "1,200" and "1 200" are read."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        text = str(valuelist[0]) if valuelist else ""
        digits = text.replace(",", "").replace(" ", "").replace("\u00a0", "").strip()
        if not digits:
            self.data = None
            return
        if not digits.isdecimal() or len(digits) > 9:
            self.data = None
            raise ValueError(_("Write a whole number, such as 120."))
        self.data = int(digits)


class Day(DateField):
    """A day as the browser's date field sends it; None when empty."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = date.fromisoformat(text)
        except ValueError as error:
            raise ValueError(_("Write a day like this: 2026-10-05.")) from error


class OneOf(SelectField):
    """One of a list, as a drop-down menu."""

    def pre_validate(self, form: BaseForm) -> None:
        _check_one(self)


class OneOfFew(RadioField):
    """One of a few, all in sight."""

    def pre_validate(self, form: BaseForm) -> None:
        _check_one(self)


class SeveralOf(SelectMultipleField):
    """Any of a list, as boxes to tick; [] when none is ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: BaseForm) -> None:
        known = {value for value, *_rest in self.iter_choices()}
        if any(value not in known for value in self.data or ()):
            raise StopValidation(_("Choose from the list."))


def _check_one(field: Field) -> None:
    known = {value for value, *_rest in field.iter_choices()}  # type: ignore[attr-defined]
    if field.data not in known:
        raise StopValidation(_("Choose one from the list."))
