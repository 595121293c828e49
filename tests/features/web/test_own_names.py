"""Languages by their own names: by themselves, and in the middle of a sentence.

N1  Within a sentence a name has the letters that the CLDR gives it, in small ones where that
    language writes its own name so; by itself it begins with a capital.
N2  Only the case of letters differs: it is the same name.
"""

from __future__ import annotations

from babel import Locale
from flask import Flask

from survey.web.locales import LANGUAGES

IN_TEXT = {"vi": "tiếng Việt"}
"""The CLDR lists Vietnamese names as titles; text has them like this."""


def test_within_a_sentence(app: Flask) -> None:
    """N1, N2"""
    del app  # Haitian Creole has its own names since there is an application
    small = set()
    for tag, language in LANGUAGES.items():
        locale = Locale.parse(language.locale)
        listed = IN_TEXT.get(tag) or locale.get_display_name(locale) or ""
        if listed.casefold() == language.name.casefold():
            assert language.name_in_sentence == listed
        else:
            assert tag in {"zh-Hans", "zh-Hant"}, "the CLDR puts their script into brackets"
        assert language.name_in_sentence.casefold() == language.name.casefold()
        assert language.name[0] == language.name[0].upper()
        if language.name_in_sentence != language.name:
            small.add(tag)
    assert small == {"es", "fr", "ht", "pt-BR", "ru", "vi"}
