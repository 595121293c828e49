"""Haitian Creole: dates, lists and names of languages, which Babel has in French.

H1  Months, days, lists and our languages are Creole.
H2  French stays French.
"""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from flask import Flask

from survey.web.locales import LANGUAGES

DAY = date(2026, 8, 3)


@pytest.mark.parametrize(
    ("locale", "day", "month", "weekday"),
    [
        ("ht", "3 out 2026", "out 2026", "lendi 3 out 2026"),
        ("fr", "3 août 2026", "août 2026", "lundi 3 août 2026"),
    ],
)
def test_dates(app: Flask, locale: str, day: str, month: str, weekday: str) -> None:
    """H1, H2"""
    del app
    assert format_date(DAY, "long", locale=locale) == day
    assert format_skeleton("yMMMM", DAY, locale=locale) == month
    assert format_date(DAY, "full", locale=locale) == weekday


def test_stretches_and_lists(app: Flask) -> None:
    """H1, H2"""
    del app
    stretch = format_interval(DAY, date(2026, 9, 24), "yMMMd", locale="ht")
    assert "out" in stretch
    assert "sept." in stretch
    assert format_list(["A", "B", "C"], locale="ht") == "A, B ak C"
    assert format_list(["A", "B"], style="or", locale="ht") == "A oswa B"
    assert format_list(["A", "B", "C"], locale="fr") == "A, B et C"


def test_names_of_languages(app: Flask) -> None:
    """H1, H2"""
    del app
    creole, french = Locale.parse("ht"), Locale.parse("fr")
    names = {tag: Locale.parse(tag, sep="-").get_language_name(creole) for tag in LANGUAGES}
    assert (names["es"], names["zh-Hant"], names["vi"]) == ("panyòl", "chinwa", "vyetnamyen")
    same = {
        tag
        for tag in LANGUAGES
        if names[tag] == Locale.parse(tag, sep="-").get_language_name(french)
    }
    assert same == {"fil", "so"}
