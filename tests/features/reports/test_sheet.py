"""The one-page sheet for residents.

S1 one page in every language with the longest names, its font inside; each paper in its size, a
   poster is A3
S2 it can be read aloud: tagged, titled, in its language, each drawing with its words
S3 a question in people, its own verdict, and nothing of what is hidden
S4 what goes well and what needs work are named only where their ranges are apart
S5 the largest clear gap is told, and where there is none nothing is
S6 too few answers: the page that says so
"""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader

from survey.pdf.papers import SIZES
from survey.pdf.rendering import count_pages, render
from survey.reports import words
from survey.reports.reading import ReleaseDocument
from survey.reports.sheet import SHEET_PAPERS, render_sheet, sheet, sheet_html
from survey.reports.summary import STYLES
from survey.web.locales import LANGUAGES, apart
from tests.support import release_documents as documents
from tests.support.pdf_fonts import embedded_fonts

FONTS = {
    "ar": "Noto-Sans-Arabic",
    "fa": "Noto-Sans-Arabic",
    "am": "Noto-Sans-Ethiopic",
    "ko": "Noto-Sans-CJK-KR",
    "zh-Hans": "Noto-Sans-CJK-SC",
    "zh-Hant": "Noto-Sans-CJK-TC",
}
"""Of the languages with letters of their own: where the fonts' names stand in the PDF."""

PAPER_MM = {"a4": (210, 297), "letter": (216, 279), "a3": (297, 420)}
POINTS_A_MM = 72 / 25.4


def _read(made: documents.Document) -> ReleaseDocument:
    return ReleaseDocument.from_json(documents.text_of(made))


@pytest.fixture(autouse=True)
def _in_request(app: Flask) -> Any:
    with app.test_request_context():
        yield


@pytest.mark.parametrize("tag", LANGUAGES)
def test_s1_one_page_in_every_language(tag: str) -> None:
    """On Letter, which is the lower one, in the type that is taken where no larger one fits."""
    html = sheet_html(_read(documents.long_names()), tag, "letter", SIZES[-1])
    with pikepdf.open(io.BytesIO(render(html, stylesheets=STYLES))) as pdf:
        assert len(pdf.pages) == 1
        names = embedded_fonts(pdf)
    assert any(FONTS.get(tag, "Noto-Sans") in name for name in names), names


@pytest.mark.parametrize(("made", "tag"), [("full", "en"), ("long_names", "so")])
def test_s1_the_largest_type_that_fits(made: str, tag: str) -> None:
    document = _read(getattr(documents, made)())
    tried = {size: sheet_html(document, tag, "letter", size) for size in SIZES}
    fits = [size for size in SIZES if count_pages(tried[size], stylesheets=STYLES) == 1]
    assert fits == list(SIZES[SIZES.index(fits[0]) :])
    assert (fits[0] == SIZES[0]) == (made == "full")
    pdf = render_sheet(document, tag, "letter")
    assert pdf == render(tried[fits[0]], stylesheets=STYLES)


@pytest.mark.parametrize("paper", SHEET_PAPERS)
def test_s1_papers(paper: str) -> None:
    (page,) = PdfReader(io.BytesIO(render_sheet(_read(documents.third()), "en", paper))).pages
    size = tuple(round(float(side) / POINTS_A_MM) for side in page.mediabox[2:])
    assert size == PAPER_MM[paper]


def test_s2_tagged_and_titled() -> None:
    made = io.BytesIO(render_sheet(_read(documents.third()), "ar", "a4"))
    assert "555-0142" in PdfReader(made).pages[0].extract_text()
    with pikepdf.open(made) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "ar"
        assert "Larkspur Court" in str(pdf.docinfo["/Title"])
    titles = re.findall("<title>(.+?)</title>", sheet_html(_read(documents.third()), "ar", "a4"))
    assert titles[0].startswith(apart("Larkspur Court"))
    assert sum("10" in title for title in titles[1:]) == 3


def test_s2_place_and_month_as_the_language_joins_them() -> None:
    """A comma of Arabic, and of Chinese."""
    for tag, comma in (("ar", "، "), ("zh-Hans", "，"), ("en", ", ")):
        assert apart("Larkspur Court") + comma in sheet_html(_read(documents.third()), tag, "a4")


def test_s3_a_question_in_people_with_its_own_verdict() -> None:
    document = documents.full()
    with force_locale("en"):
        page = sheet(_read(document), "en")
    assert [row.label for row in page.rows] == [
        "Feeling at home",
        "Knowing one another",
        "Having a say",
    ]
    assert all(row.people and row.windows for row in page.rows)
    lead = next(item["id"] for item in document["items"] if item["level"] == "perceptual")
    verdicts = {change["id"]: change["verdict"] for change in document["change"]["items"]}
    assert page.rows[0].verdict == verdicts[lead].replace("_", " ")


def test_s3_nothing_of_what_is_hidden() -> None:
    with force_locale("en"):
        page, neutral = sheet(_read(documents.all_hidden()), "en"), words.neutral()
    rows = [(row.people, row.windows, row.verdict, row.hidden) for row in page.rows]
    assert rows == [("", None, "", True)] * 3
    assert (page.good, page.to_fix, page.gap) == (None, None, None)
    assert neutral in sheet_html(_read(documents.all_hidden()), "en", "a4")


def test_s3_not_asked_is_not_hidden() -> None:
    with force_locale("en"):
        page = sheet(_read(documents.small()), "en")
    assert [(row.question == "Not asked", row.hidden) for row in page.rows] == [
        (False, False),
        (False, False),
        (True, False),
    ]


def test_s4_extremes_only_where_ranges_are_apart() -> None:
    document = documents.full()
    with force_locale("en"):
        page = sheet(_read(document), "en")
        assert page.good is not None
        assert page.to_fix is not None
        ranges = {item["id"]: (item["low"], item["high"]) for item in document["items"]}
        assert ranges[page.good.id][0] > ranges[page.to_fix.id][1]
        for item in document["items"]:
            if item["low"] is not None:
                item["low"], item["high"] = 40, 60
        alike = sheet(_read(document), "en")
    assert (alike.good, alike.to_fix) == (None, None)


def test_s5_the_largest_clear_gap() -> None:
    with force_locale("en"):
        told = sheet(_read(documents.third()), "en").gap
        assert told is not None
        assert "Full-price homes" in told.sentence
        assert sheet(_read(documents.full()), "en").gap is None


def test_s6_too_few_answers() -> None:
    pdf = render_sheet(_read(documents.too_few()), "en", "a4")
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert "Too few people did" in " ".join(page.extract_text().split())
