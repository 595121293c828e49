"""Counts are said in the plural form of their language, for every language and number.

A language whose staff side is not translated has one catalogue less than the others.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale, ngettext

from survey.web.locales import DEFAULT, LANGUAGES
from tests.support.backends import ONE_DATABASE

TRANSLATIONS = Path(__file__).resolve().parents[3] / "translations"
SOURCE = (
    "No group smaller than %(people)s person is shown.",
    "No group smaller than %(people)s people is shown.",
)
NUMBERS = (0, 1, 2, 3, 4, 5, 10, 11, 21, 22, 100, 101, 1_000_000)
CLDR_ORDER = ("zero", "one", "two", "few", "many", "other")


def _forms(locale: str) -> dict[str, str]:
    """The translated forms of the sentence, by the CLDR's names of them."""
    path = TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        message = read_po(file, locale=locale).get(SOURCE)
    assert message is not None
    assert isinstance(message.string, (list, tuple))
    used = {*Locale.parse(locale).plural_form.tags, "other"}
    names = [name for name in CLDR_ORDER if name in used]
    return dict(zip(names, message.string, strict=True))


@ONE_DATABASE
@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag != DEFAULT.tag])
def test_each_number_in_its_form(app: Flask, tag: str) -> None:
    locale = LANGUAGES[tag].locale
    forms, rule = _forms(locale), Locale.parse(locale).plural_form
    with app.test_request_context(), force_locale(locale):
        said = {number: ngettext(*SOURCE, number, people=number) for number in NUMBERS}
    assert said == {number: forms[rule(number)] % {"people": number} for number in NUMBERS}
