"""Words that mean two things in English have two entries, so that each can be translated."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import gettext

from forms.letters import HandOutForm, SheetForm
from forms.paper import PrintSheetsForm
from survey.homes.words import FIELD_LABELS
from survey.web.locales import force_locale


@pytest.mark.parametrize(
    ("locale", "of_an_address", "of_a_wave"),
    [
        ("en", "State or province", "State"),
        ("ar", "الولاية أو المقاطعة", "الحالة"),
        ("zh_Hans", "州或省", "状态"),
    ],
)
def test_state(app: Flask, locale: str, of_an_address: str, of_a_wave: str) -> None:
    with app.test_request_context(), force_locale(locale):
        assert str(FIELD_LABELS["state"]) == of_an_address
        assert gettext("State") == of_a_wave


@pytest.mark.parametrize(
    ("locale", "of_a_sheet", "in_the_menu"),
    [
        ("en", "Paper size", "Paper"),
        ("es", "Tamaño del papel", "En papel"),
        ("ar", "حجم الورق", "الاستمارات الورقية"),
        ("zh_Hans", "纸张大小", "纸质问卷"),
    ],
)
def test_paper(app: Flask, locale: str, of_a_sheet: str, in_the_menu: str) -> None:
    with app.test_request_context(), force_locale(locale):
        for kind in (SheetForm, HandOutForm, PrintSheetsForm):
            form = kind(meta={"csrf": False})
            assert str(form.paper.label.text) == of_a_sheet
        assert gettext("Paper") == in_the_menu
