"""Printed reports in Chinese: no space stands after a full stop, which has its gap in itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask_babel import force_locale

from survey.reports.agenda.fitting import FITS
from survey.reports.agenda.rendering import SIDES, side_html
from survey.reports.board.rendering import board_html
from survey.reports.full.report import full_html
from survey.reports.reading import ReleaseDocument
from survey.reports.sheet import sheet_html
from survey.reports.summary import summary_html
from survey.web.locales import LANGUAGES
from tests.support import release_documents as documents
from tests.support.pages import gaps_in
from tests.support.release_documents import Document, earlier_wave, in_every_language, text_of


def _agenda(document: ReleaseDocument, tag: str, paper: str) -> str:
    with force_locale(LANGUAGES[tag].locale):
        return side_html(document, tag, paper, dict.fromkeys(SIDES, FITS[0]))


def _board(document: ReleaseDocument, tag: str, paper: str) -> str:
    earlier = [_read(earlier_wave(number, f"2026-0{3 * number}-24")) for number in (1, 2)]
    return board_html(document, earlier, tag, paper)


def _read(document: Document) -> ReleaseDocument:
    return ReleaseDocument.from_json(text_of(in_every_language(document)))


@pytest.mark.parametrize("print_html", [summary_html, full_html, sheet_html, _agenda, _board])
@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant"])
def test_sentences_have_no_gap(
    app: Flask, print_html: Callable[[ReleaseDocument, str, str], str], tag: str
) -> None:
    with app.test_request_context():
        html = print_html(_read(documents.third()), tag, "a4")
        assert html.count("。") > 3
        assert list(gaps_in(html)) == []
