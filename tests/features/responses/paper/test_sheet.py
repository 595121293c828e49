"""The questionnaire on paper, read back as a PDF and as the page that it is made from.

S1  Every language in both sizes and on both papers; tagged, titled, in its language, with fonts of
    its script; right to left where it is; every page has its number and the promise's, in its
    order whatever signs it begins with, and marks to fold at.
S2  Every question and box with its number; the words are those of the sealed promise.
S3  Nothing tells one sheet from another: no code, no home; with codes there is room to write one.
S4  Who sees the sheet is told, in the words of the promise.
S5  Questions that do not always apply say in words when to skip them, and to where.
S6  Senders and managers print; wrong days and places of return are told; nothing is stored.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from pypdf import PageObject, PdfReader

from survey.core.promise.document import short_hash
from survey.pdf.papers import PAPERS
from survey.responses.paper.numbering import Need, OnlyIf
from survey.responses.paper.printing import (
    SIZES,
    Returning,
    questionnaire_html,
    render_questionnaire,
)
from survey.responses.paper.sheet_words import when_to_skip
from survey.waves.paper_words import paper_answer
from survey.waves.promise import sealed_promise
from survey.web.locales import LANGUAGES
from tests.factories.accounts import sign_in
from tests.factories.everybody import make_everybody
from tests.factories.surveys import launch_annual, launch_items
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock
from tests.support.pages import gaps_in, words_of

PAPER_MM = {"a4": (210, 297), "letter": (216, 279)}
POINTS_A_MM = 72 / 25.4
MM_A_PIXEL = 25.4 / 96
HALF_A_MARK_MM = 0.15
FOLDS_MM = {"a4": {99, 198}, "letter": {93, 186}}
"""Thirds of the paper."""
RETURN = Returning("The white box beside the mail room\n400 Larkspur Avenue", date(2026, 8, 20))


@pytest.fixture
def database(sqlite_database: str) -> str:
    """SQLite only: paper is the same on every database."""
    return sqlite_database


@pytest.fixture
def work(app: Flask, frozen_clock: FrozenClock) -> Fieldwork:
    """An open pulse with codes in every language that promised paper."""
    return launch_wave_for_tests(frozen_clock(), paper=True, languages=list(LANGUAGES))


def html_of(work: Fieldwork, tag: str, *, paper: str = "a4", size: str = "normal") -> str:
    """The page that a sheet is made from."""
    promise = sealed_promise(work.wave)
    return questionnaire_html(
        promise,
        promise_hash=work.wave.promise_hash,
        tag=tag,
        paper=paper,
        size=size,
        returning=RETURN,
    )


def pdf_of(
    work: Fieldwork, tag: str, *, paper: str, size: str, promise_hash: str | None = None
) -> bytes:
    """A sheet."""
    promise = sealed_promise(work.wave)
    return render_questionnaire(
        promise,
        promise_hash=promise_hash or work.wave.promise_hash,
        tag=tag,
        paper=paper,
        size=size,
        returning=RETURN,
    )


@pytest.mark.parametrize(
    ("tag", "paper", "size", "font", "pages"),
    [
        ("en", "letter", "normal", "NotoSans", 3),
        ("ar", "a4", "large", "NotoSansArabic", 7),
        ("zh-Hans", "a4", "normal", "NotoSansCJK", 3),
        ("am", "letter", "normal", "NotoSansEthiopic", 3),
    ],
)
def test_s1_read_back(
    work: Fieldwork, tag: str, paper: str, size: str, font: str, pages: int
) -> None:
    """S1: translations may make a sheet a page longer or shorter."""
    made = pdf_of(work, tag, paper=paper, size=size)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == tag
        assert "Larkspur Court" in str(pdf.docinfo["/Title"])
        kinds = set(kinds_of(pdf.Root.StructTreeRoot.K))
    assert {"/H1", "/H2", "/H3", "/L", "/LI", "/P"} <= kinds
    reader = PdfReader(io.BytesIO(made))
    assert abs(len(reader.pages) - pages) <= 1
    for number, page in enumerate(reader.pages, start=1):
        assert (
            tuple(round(float(side) / POINTS_A_MM) for side in page.mediabox[2:]) == PAPER_MM[paper]
        )
        text = page.extract_text()
        assert re.search(rf"\b{number} / {len(reader.pages)}\b", text)
        assert short_hash(work.wave.promise_hash) in text
        assert folds_of(page) == FOLDS_MM[paper]
    assert any(font in name.replace("-", "") for name in fonts_of(reader))


@pytest.mark.parametrize("begins", ["47067526d5a8", "d5a847067526", "470675261234"])
def test_s1_the_promise_s_number_is_not_turned_around(work: Fieldwork, begins: str) -> None:
    """S1: a group of digits alone moved behind the next letters, at the foot of Arabic pages."""
    promise_hash = begins + work.wave.promise_hash[len(begins) :]
    made = pdf_of(work, "ar", paper="a4", size="normal", promise_hash=promise_hash)
    for page in PdfReader(io.BytesIO(made)).pages:
        assert short_hash(promise_hash) in page.extract_text()


def folds_of(page: PageObject) -> set[int]:
    """Millimetres from the upper edge of the marks that begin at the paper's left edge, rounded.

    A page is drawn in CSS pixels from its upper left corner.
    """
    content = page.get_contents()
    assert content is not None
    drawn = content.get_data().decode("latin-1")
    begun = re.findall(r"^0 ([-\d.]+) l$", drawn, re.M)
    return {round(float(height) * MM_A_PIXEL - HALF_A_MARK_MM) for height in begun}


def kinds_of(node: Any) -> Iterator[str]:
    """Every kind of element in a structure tree."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from kinds_of(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        if "/K" in node:
            yield from kinds_of(node.K)


def fonts_of(reader: PdfReader) -> set[str]:
    """The names of all fonts."""
    return {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }


def test_s1_every_language_size_and_paper(work: Fieldwork) -> None:
    """S1: as the page that is printed; each in its direction."""
    for tag, language in LANGUAGES.items():
        for paper, size in zip(PAPERS, SIZES, strict=True):
            page = html_of(work, tag, paper=paper, size=size)
            assert list(gaps_in(page)) == []
            assert f'<html lang="{tag}" dir="{language.direction}">' in page
            assert f'<body class="{paper} questionnaire {size}">' in page
    with pytest.raises(ValueError, match="unknown paper"):
        html_of(work, "en", paper="a5")


def test_s2_every_question_and_box_has_its_number(app: Flask, frozen_clock: FrozenClock) -> None:
    """S2: with a ladder, a list of several, and words."""
    work = launch_annual(frozen_clock(), access="link", cuts=(), paper=True)
    page = html_of(work, "es")
    promise = sealed_promise(work.wave)
    items = [one["id"] for one in promise["questionnaire"]["content"]["items"]]
    numbers = re.findall(r'<span class="number">(\d+)&nbsp;</span>', page)
    assert numbers == [str(number) for number in range(1, len(items) + 1)]
    words = promise["wording"]["es"]
    assert all(words[item].rpartition(". ")[2] in page for item in items)
    ladder = re.search(r'<ul class="boxes ladder">(.+?)</ul>', page)
    assert ladder is not None
    assert re.findall(r'class="no">(\d+)<', ladder[1]) == [str(step) for step in range(11)]
    several = re.search(r'<ul class="boxes list two">(.+?)</ul>', page)
    assert several is not None
    assert re.findall(r'class="no">(\d+)<', several[1]) == [str(box) for box in range(1, 11)]
    assert page.count('class="line"') == 4


def test_s3_nothing_tells_one_sheet_from_another(work: Fieldwork) -> None:
    """S3: twice the same bytes; none of the codes; twelve boxes for one."""
    page = html_of(work, "en")
    assert page == html_of(work, "en")
    assert page.count('class="letter"') == 12
    assert [code for code in work.codes if code in page or code.replace("-", "") in page] == []


def test_s4_who_sees_the_sheet(app: Flask, client: FlaskClient, work: Fieldwork) -> None:
    """S4: on the sheet, the residents' promise screen and the promise's page; only with paper."""
    told = "A person who types it in sees your answers and your code"
    assert told in paper_answer("codes")
    # A contact ends without a full stop.
    assert "<br>In danger now? Call" in html_of(work, "en")
    promise_page = f"/promise/{short_hash(work.wave.promise_hash)}/en"
    assert told in html_of(work, "en")
    assert told in words_of(client.get(f"/s/{work.slug}/en"))
    assert told in words_of(client.get(promise_page))
    without = launch_wave_for_tests(work.wave.launched_at)
    assert told not in words_of(client.get(f"/s/{without.slug}/en"))
    assert "code" not in paper_answer("link")


def test_s5_skips_in_words(app: Flask, frozen_clock: FrozenClock) -> None:
    """S5"""
    items = ("rel_dis_01", "rel_dis_02", "rel_dis_05", "ctx_cov_01", "ctx_cov_02")
    page = html_of(launch_items(frozen_clock(), *items, paper=True), "en")
    skips = re.findall(r'<p class="skip">(.+?)</p>', page)
    assert skips == [
        "Answer this only if one of these is ticked:",
        "Question 1: 2, 3, 4, or 5",
        "Question 2: 2, 3, 4, or 5",
        "If not, skip to question 4.",
        "Answer this only if you ticked one of the boxes 2, 3, or 4 in question 4. "
        "If not, you have finished.",
    ]
    with force_locale("en"):
        (alone,) = when_to_skip(OnlyIf((Need(2, (1,)),), (), 9))
        both = when_to_skip(OnlyIf((Need(2, (1,)), Need(3, (2,))), (), None))
    assert (
        alone == "Answer this only if you ticked box 1 in question 2. If not, skip to question 9."
    )
    assert both[0] == "Answer this only if all of these are ticked:"
    assert both[-1] == "If not, you have finished."


def test_s6_printing(app: Flask, client: FlaskClient, frozen_clock: FrozenClock) -> None:
    """S6"""
    people = make_everybody()
    work = launch_wave_for_tests(frozen_clock(), place=people.maple, paper=True)
    address = f"/staff/waves/{work.wave_id}/paper"
    sign_in(client, people.greta)
    assert address in client.get("/staff/paper").get_data(as_text=True)
    form = {"language": "ar", "size": "large", "paper": "a4", "where": "صندوق أبيض", "last_day": ""}
    for changes, sentence in (
        ({}, "Choose a day."),
        ({"last_day": "2026-08-25"}, "Choose a day from August 3, 2026 to August 24, 2026"),
        ({"last_day": "2026-08-20", "where": " "}, "Write where residents hand in the sheet"),
        ({"last_day": "2026-08-20", "where": "<b>"}, "without the signs"),
        ({"last_day": "2026-08-20", "language": "fr"}, "Choose one from the list."),
    ):
        reply = client.post(address, data={**form, **changes})
        assert reply.status_code == 400
        assert sentence in words_of(reply)
    reply = client.post(address, data={**form, "last_day": "2026-08-20"})
    assert reply.mimetype == "application/pdf"
    assert reply.headers["Cache-Control"] == "no-store"
    assert "maple-court-wave-1-ar-large.pdf" in reply.headers["Content-Disposition"]
    assert "20" in PdfReader(io.BytesIO(reply.data)).pages[-1].extract_text()
