"""The PDF summary, read back from real PDFs.

S1  Tagged as PDF/UA, with language, title, headings as bookmarks, and the paper asked for.
S2  Every drawing has words that stand for it; every font is embedded (each language's: in the
    residents' sheet).
S3  It says what the document says, in its language, and nothing of what is hidden.
S4  It prints the promise's number and how people were asked.
S5  A wave with too few answers gets one page without a figure.
S6  Forty questions and long names break well; nothing is warned of.
S7  The same document gives the same bytes, and asks for nothing by address.
S8  The figures travel with it as a table.
"""

from __future__ import annotations

import csv
import io
import logging
from functools import cache
from typing import Any

import pikepdf
import pytest
from flask import Flask
from pypdf import PdfReader

from survey.pdf.rendering import AddressRefused, render
from survey.reports.reading import ReleaseDocument
from survey.reports.summary import render_summary, summary_html
from tests.support import release_documents as documents
from tests.support.pages import parse_page
from tests.support.pdf_fonts import embedded_fonts

A4 = (595, 842)
LETTER = (612, 792)
KINDS = {
    "full": documents.full,
    "annual": documents.annual,
    "long_names": documents.long_names,
    "nearly_all": documents.nearly_all,
    "open_link": documents.open_link,
    "small": documents.small,
    "too_few": documents.too_few,
    "third": documents.third,
    "all_hidden": documents.all_hidden,
    "first_schema": documents.first_schema,
}


def document(kind: str) -> ReleaseDocument:
    """Return a hand-made document as it is read."""
    return ReleaseDocument.from_json(documents.text_of(KINDS[kind]()))


@cache
def _pdf(kind: str, tag: str, paper: str) -> bytes:
    return render_summary(document(kind), tag, paper)


@pytest.fixture
def made(app: Flask, caplog: pytest.LogCaptureFixture) -> Any:
    """Return a function that makes a summary, and fails if the PDF maker warned of anything."""

    def make(kind: str, tag: str = "en", paper: str = "a4") -> bytes:
        with caplog.at_level(logging.WARNING):
            pdf = _pdf(kind, tag, paper)
        assert [record.getMessage() for record in caplog.records] == []
        return pdf

    return make


def words_of(pdf: bytes) -> str:
    """Return the text of all pages, with single spaces."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("tag", "paper", "size"),
    [("en", "a4", A4), ("en", "letter", LETTER), ("ar", "letter", LETTER), ("zh-Hans", "a4", A4)],
)
def test_document(made: Any, tag: str, paper: str, size: tuple[int, int]) -> None:
    """S1, S2"""
    with pikepdf.open(io.BytesIO(made("full", tag, paper))) as pdf:
        root = pdf.Root
        assert str(root.Lang) == tag
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert "Larkspur Court" in str(metadata["dc:title"])
        box = [round(float(edge)) for edge in pdf.pages[0].mediabox]
        assert (box[2], box[3]) == size
        with pdf.open_outline() as outline:
            titles = [entry.title for entry in outline.root]
            inner = [entry.title for entry in outline.root[0].children]
        assert titles == ["Larkspur Court"]
        assert len(inner) == 6
        assert len(embedded_fonts(pdf)) > 1


def test_bookmarks(made: Any) -> None:
    """S1"""
    with pikepdf.open(io.BytesIO(made("full"))) as pdf, pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root[0].children] == [
            "The three levels",
            "What people answered, question by question",
            "Is it the same for everyone?",
            "What if the others had answered?",
            "How we asked",
            "The promise",
        ]


def test_who_had_the_codes(made: Any) -> None:
    """S1. The method box tells that staff could have answered with somebody's code."""
    said = "had the letters with the codes"
    assert said in words_of(made("full"))
    assert said not in words_of(made("open_link", paper="letter"))


def test_tags(made: Any) -> None:
    """S1, S2"""
    kinds: dict[str, int] = {}
    figures_without_words = 0
    with pikepdf.open(io.BytesIO(made("full"))) as pdf:
        queue = [pdf.Root.StructTreeRoot]
        while queue:
            element = queue.pop()
            kind = str(element.get("/S", ""))
            kinds[kind] = kinds.get(kind, 0) + 1
            if kind == "/Figure" and not str(element.get("/Alt", "")):
                figures_without_words += 1
            children: Any = element.get("/K", [])
            children = children if isinstance(children, pikepdf.Array) else [children]
            queue += [child for child in children if isinstance(child, pikepdf.Dictionary)]
    assert figures_without_words == 0
    assert kinds["/Figure"] > 30
    assert kinds["/H1"] == 1
    assert {"/H2", "/Table", "/TH", "/TD"} <= set(kinds)


def test_what_it_says(made: Any) -> None:
    """S3, S4"""
    said = words_of(made("full"))
    for words in (
        "Larkspur Court",
        "Pulse check-in, wave 2",
        "About 50%",
        "How much does this community feel like it is yours too?",
        "49%",
        "clear rise",
        "+12 (2 to 22)",
        "−11 (−20 to −2)",
        "Lower-cost homes",
        "Not shown, so that nobody’s answer can be worked out.",
        "Three Rivers University, which is not the landlord here.",
        "93 people answered.",
        "under 5%",
        "7f3a-c91e-4b0d-6a55-2e18-f09c",
    ):
        assert words in said, words
    assert "<5" not in said
    assert ">95" not in said


@pytest.mark.parametrize("tag", ["es", "zh-Hans"])
def test_languages(made: Any, tag: str) -> None:
    """S3"""
    said = words_of(made("full", tag)).replace(" ", "")
    for key in ("per_bel_01", "rel_eas_01", "level.perceptual", "scale.extent5.5"):
        words = documents.word(tag, key)
        assert words != documents.word("en", key)
        assert words.replace(" ", "") in said


def test_arabic_is_shaped(made: Any) -> None:
    """S3: some letters of the question's words come back in reading order."""
    said = words_of(made("full", "ar", "letter"))
    assert sum("\u0600" <= letter <= "\u06ff" for letter in said) > 300
    assert not any("\u0660" <= letter <= "\u0669" for letter in said)


def test_bands_at_the_ends(made: Any) -> None:
    """S3"""
    said = words_of(made("nearly_all"))
    assert "over 95%" in said
    assert "90% or more of the adults who live here" in said
    assert "people answered." not in said


def test_an_open_link_and_a_custodian(made: Any) -> None:
    """S4"""
    said = words_of(made("open_link", paper="letter"))
    assert "Answers were not limited to one for each adult" in said
    assert "only Residents’ council of Larkspur Court could open the answers" in said
    assert "Lantern Homes, which is the landlord here." in said


def test_a_level_that_was_not_asked(made: Any) -> None:
    """S3"""
    said = words_of(made("small"))
    assert "Not asked in this survey." in said
    assert "No questions were asked on “Having a say”." in said
    assert "How much say do you have" not in said


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_too_few(made: Any, tag: str) -> None:
    """S5"""
    pdf = made("too_few", tag)
    said = words_of(pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert "%" not in said
    assert "180" not in said
    assert PdfReader(io.BytesIO(pdf)).attachments == {}
    if tag == "en":
        assert "Thank you to everyone who answered." in said
        assert "What happens next" in said


def test_long_documents(made: Any) -> None:
    """S6"""
    pages = PdfReader(io.BytesIO(made("annual", paper="letter"))).pages
    assert 6 <= len(pages) <= 14
    assert all(len(page.extract_text()) > 200 for page in pages)
    said = words_of(made("long_names"))
    assert "The Residences at Old Cannery Wharf" in said


def test_same_bytes(made: Any) -> None:
    """S7"""
    assert render_summary(document("full"), "ar", "letter") == made("full", "ar", "letter")


def test_nothing_is_fetched(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """S7"""
    with (
        pytest.raises(AddressRefused, match="may not load anything"),
        caplog.at_level(logging.ERROR),
    ):
        render("<img alt='x' src='file:///etc/hostname'>", stylesheets=[])
    assert "a page to print asked for an address" in caplog.text
    assert "hostname" not in "".join(
        record.getMessage() for record in caplog.records if record.name == "porchlight.pdf"
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_pages_are_in_order(app: Flask, kind: str, tag: str) -> None:
    """S1: the page that a PDF is made from parses without an error."""
    page = parse_page(summary_html(document(kind), tag, "a4"))
    assert page.get("lang") == tag
    assert page.get("dir") == ("rtl" if tag == "ar" else "ltr")


def test_figures_as_a_table(made: Any) -> None:
    """S8"""
    files = PdfReader(io.BytesIO(made("full"))).attachments
    assert list(files) == ["larkspur-court-wave-2.csv"]
    rows = list(csv.DictReader(io.StringIO(files["larkspur-court-wave-2.csv"][0].decode())))
    level = next(row for row in rows if row["part"] == "level")
    assert (level["id"], level["figure"], level["low"], level["high"]) == (
        "perceptual",
        "62",
        "58",
        "66",
    )
    assert not [row for row in rows if row["group"].startswith("dem_los")]


def test_numbers_keep_their_order_from_right_to_left(app: Flask) -> None:
    """S4: at the foot of Arabic pages groups of digits alone moved behind the next letters, and
    so did the number that a place's name begins with at their head."""
    full = documents.full()
    full["promise"]["short"] = "4706-7526-d5a8-cf98-0eaa-5376"
    full["property"]["name"] = "1200 Larkspur Court"
    made = render_summary(ReleaseDocument.from_json(documents.text_of(full)), "ar", "a4")
    feet = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    assert all("4706-7526-d5a8-cf98-0eaa-5376" in foot for foot in feet)
    assert all("1200 Larkspur Court" in foot for foot in feet)
