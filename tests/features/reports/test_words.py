"""Figures in words.

W1  A share is said in people out of ten; never "0 in 10" or "10 in 10".
W2  A percent is written as its language writes it, the extremes as bands, with Western digits.
W3  A minus is a true minus, and stays before its digits in a right-to-left line.
W4  A response rate keeps its step; a verdict has one fixed phrase.
W5  A stretch of months names both its ends, in every language.
W6  A name that is written the other way than a sentence is kept apart in it.
W7  Minutes bear their unit, in every language, with Western digits.
"""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale

from survey.reports import words
from survey.reports.reading import Difference, Percent
from survey.web.locales import LANGUAGES

LOCALES = ("en", "es", "zh_Hans", "ar")


@pytest.mark.parametrize(
    ("share", "said", "windows"),
    [
        ("<5", "fewer than 1 in 10", 0),
        ("<10", "fewer than 1 in 10", 0),
        ("<15", "fewer than 2 in 10", 0),
        ("<35", "fewer than 4 in 10", 1),
        (">65", "more than 6 in 10", 8),
        (">90", "more than 9 in 10", 9),
        (5, "fewer than 1 in 10", 0),
        (9, "fewer than 1 in 10", 0),
        (10, "1 in 10", 1),
        (44, "4 in 10", 4),
        (45, "5 in 10", 5),
        (51, "5 in 10", 5),
        (94, "9 in 10", 9),
        (95, "more than 9 in 10", 9),
        (">95", "nearly all", 10),
    ],
)
def test_people(app: Flask, share: Percent, said: str, windows: int) -> None:
    """W1"""
    assert words.in_ten(share) == said
    assert words.tens(share) == windows


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "51%"), ("es", "51\u00a0%"), ("zh_Hans", "51%"), ("ar", "\u200e51%")],
)
def test_percents(app: Flask, locale: str, said: str) -> None:
    """W2"""
    with force_locale(locale):
        assert words.percent(51) == said


@pytest.mark.parametrize(
    ("locale", "name", "said"),
    [
        ("en", "1200 Court", "“1200 Court”"),
        ("en", "بيت 12", "“\u2068بيت 12\u2069”"),
        ("ar", "1200 Court (A)", "«\u20681200 Court (A)\u2069»"),
        ("ar", "بيت 12", "«بيت 12»"),
    ],
)
def test_names_of_the_other_direction(app: Flask, locale: str, name: str, said: str) -> None:
    """W6"""
    with force_locale(locale):
        assert words.quoted(name) == said


def test_percent_bands(app: Flask) -> None:
    """W2"""
    assert words.percent("<5") == "under 5%"
    assert words.percent(">95") == "over 95%"
    assert words.percent("<15") == "under 15%"
    assert words.percent(">85") == "over 85%"


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("value", [-12, 0, 7, 1234])
def test_signs(app: Flask, locale: str, value: int) -> None:
    """W2, W3"""
    with force_locale(locale):
        text = words.signed(value)
    assert "-" not in text
    assert {letter for letter in text if letter.isdigit()} <= set("0123456789")
    rtl = locale == "ar" and value != 0
    assert text.startswith("\u200e") == rtl
    sign = {-1: "−", 0: "", 1: "+"}[(value > 0) - (value < 0)]
    assert text.lstrip("\u200e").startswith(sign)


def test_changes(app: Flask) -> None:
    """W3, W4"""
    fall = Difference("x", "clear_fall", -11, -20, -2)
    assert words.change_range(fall) == "−11 (−20 to −2)"
    assert words.verdict(fall.verdict) == "clear fall"
    assert words.is_clear(fall)
    unknown = Difference("x", "too_few_to_tell", None, None, None)
    assert words.change_range(unknown) == ""
    assert words.verdict(unknown.verdict) == "too few to tell"
    assert not words.is_clear(unknown)


def test_smallest_changes(app: Flask) -> None:
    """W4"""
    assert words.clear_from(9) == "clear from 9 points"
    assert words.clear_from(1) == "clear from 1 point"
    assert words.percent_span(0, 57) == "0% to 57%"


@pytest.mark.parametrize(
    ("step", "said"), [("<5", "under 5%"), ("50", "about 50%"), ("90+", "90% or more")]
)
def test_rates(app: Flask, step: str, said: str) -> None:
    """W4"""
    assert words.rate(step) == said


@pytest.mark.parametrize("tag", LANGUAGES)
def test_months(app: Flask, tag: str) -> None:
    """W5: what ends in another month reads otherwise."""
    with force_locale(LANGUAGES[tag].locale):
        told = {words.months(date(2026, 4, 1), date(2026, last, 28)) for last in (4, 5, 6, 7)}
        assert len(told) == 4
        assert words.months(date(2026, 4, 1), date(2026, 6, 1)) != words.months(
            date(2026, 5, 1), date(2026, 6, 1)
        )


def test_months_in_persian(app: Flask) -> None:
    """W5: Babel says the first month twice."""
    with force_locale("fa"):
        said = words.months(date(2026, 4, 1), date(2026, 6, 30))
    assert said == "آوریل تا ژوئن 2026"


def test_minutes(app: Flask) -> None:
    """W7"""
    said = {}
    for language in LANGUAGES.values():
        with force_locale(language.locale):
            said[language.tag] = words.minutes(25).replace("\u00a0", " ")
    assert said["en"] == "25 min"
    assert said["ko"] == "25분"
    assert said["am"] == "25 ደቂቃ"
    assert all(text.startswith("25") and len(text) > 2 for text in said.values())
