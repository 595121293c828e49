"""Forms with which a mailing is planned, and a test is sent to oneself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import phonenumbers
from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Form
from wtforms.fields import Field
from wtforms.validators import StopValidation

from forms.fields import Choices, Day, OneOf, SeveralOf, TextLine
from forms.lazy import lazy_gettext as _l
from forms.validators import given

HOURS: Final = range(7, 23)
HOME_REGION: Final = "US"


def _after_the_first(form: Form, field: Field) -> None:
    first: str = form.hour_from.data or ""  # type: ignore[attr-defined]
    if first.isdecimal() and int(field.data) <= int(first):
        raise StopValidation(_("Choose a later hour than the first one."))


def _telephone(_form: Form, field: Field) -> None:
    """Put a number into its international form, or stop."""
    try:
        number = phonenumbers.parse(field.data or "", HOME_REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise StopValidation(_("Write a mobile number, such as 612-555-0142."))
    field.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class PlanForm(FlaskForm):
    """On which day a message begins to go out, and in which hours."""

    send_on = Day(_l("From this day on"), [given(_l("Choose a day."))])
    hour_from = OneOf(_l("Not before"))
    hour_until = OneOf(_l("Not after"), [_after_the_first])
    weekdays = SeveralOf(_l("On these days"), [given(_l("Choose at least one day."))])

    def offer(self) -> None:
        """Set the hours and days there are to choose from, as the reader writes them."""
        hours = [(str(hour), f"{hour}:00") for hour in HOURS]
        self.hour_from.choices, self.hour_until.choices = list(hours), list(hours)
        names = (get_locale() or Locale("en")).days["stand-alone"]["wide"]
        self.weekdays.choices = [(str(day), names[day - 1]) for day in range(1, 8)]


class TestForm(FlaskForm):
    """In which language a test goes to oneself; to which number, for a text message."""

    __test__ = False  # for pytest: the name says what the form is for
    language = OneOf(_l("Language"))
    phone = TextLine(_l("Your mobile number"), [_telephone])

    def offer(self, languages: Choices, *, by_text: bool) -> None:
        """Set the languages; a number is asked for only where there is one to write to."""
        self.language.choices = list(languages)
        if not by_text:
            del self.phone


def problems_of(form: FlaskForm) -> Sequence[str]:
    """The sentences beside all fields, in order."""
    return [str(problem) for problems in form.errors.values() for problem in problems]
