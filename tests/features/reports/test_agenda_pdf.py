"""The agenda of a check-in, read back from real PDFs.

A1  Both sides fit in every language with the longest names, the most findings and the lower paper;
    the paper asked for; one page where too few answered.
A2  Tagged, titled, with an outline, words for every drawing, and the figures as a table.
A3  Nothing of what is hidden, and room to write on the back.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader

from survey.pdf.rendering import count_pages
from survey.reports.agenda.fitting import FITS
from survey.reports.agenda.rendering import AGENDA_STYLES, SIDES, render_agenda, side_html
from survey.reports.reading import CORE_LEVELS, ReleaseDocument
from survey.web.locales import LANGUAGES
from tests.support import release_documents as documents
from tests.support.release_documents import Document

PAPER_POINTS = {"a4": [595, 842], "letter": [612, 792]}


@pytest.fixture(autouse=True)
def _in_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def _read(made: Document) -> ReleaseDocument:
    return ReleaseDocument.from_json(documents.text_of(made))


@cache
def _fullest() -> ReleaseDocument:
    """A release with every finding that there can be, of three levels, and the longest names."""
    made = documents.in_every_language(documents.long_names())
    return _read(documents.fallen(made, *CORE_LEVELS))


@cache
def _printed(tag: str, paper: str) -> bytes:
    return render_agenda(_read(documents.in_every_language(documents.third())), tag, paper)


def _texts(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a1_both_sides_fit_in_every_language(tag: str) -> None:
    with force_locale(LANGUAGES[tag].locale):
        html = side_html(_fullest(), tag, "letter", dict.fromkeys(SIDES, FITS[-1]))
    assert count_pages(html, stylesheets=AGENDA_STYLES) == len(SIDES)


@pytest.mark.parametrize(("tag", "paper"), [("en", "a4"), ("ar", "letter")])
def test_a1_front_and_back(tag: str, paper: str) -> None:
    pages = PdfReader(io.BytesIO(_printed(tag, paper))).pages
    assert len(pages) == 2
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == PAPER_POINTS[paper]
    assert all(len(page.extract_text()) > 300 for page in pages)
    assert "555-0142" in pages[1].extract_text()  # its groups would turn around after Arabic


def test_a1_too_few() -> None:
    (said,) = _texts(render_agenda(_read(documents.too_few()), "en", "a4"))
    assert "Too few people did for any figure to be shown." in said
    with pytest.raises(ValueError, match="unknown paper"):
        render_agenda(_read(documents.third()), "en", "a3")


def test_a2_tagged_and_titled() -> None:
    with pikepdf.open(io.BytesIO(_printed("ar", "letter"))) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "Larkspur Court" in str(pdf.docinfo["/Title"])
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    with pikepdf.open(io.BytesIO(_printed("en", "a4"))) as pdf, pdf.open_outline() as outline:
        (root,) = outline.root
        assert root.title == "Agenda for the check-in"
        assert [entry.title for entry in root.children] == [
            "What we keep to",
            "What was promised before",
            "What people told us",
            "Who is missing",
            "What we promise",
            "What cannot be done",
            "What does not fit",
            "This meeting and the next",
        ]


def test_a2_every_drawing_has_words_and_figures_travel_along() -> None:
    with pikepdf.open(io.BytesIO(_printed("en", "a4"))) as pdf:
        figures = [found for found in pdf.objects if _is_figure(found)]
        titles = [str(found.get("/Alt", "")) for found in figures]
    assert sorted(titles) == ["2 in 10", "2 in 10", "4 in 10", "8 in 10", "Porchlight"]
    attached = PdfReader(io.BytesIO(_printed("en", "a4"))).attachments
    assert list(attached) == ["larkspur-court-wave-3.csv"]


def _is_figure(found: Any) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/S") == "/Figure"


def test_a3_nothing_of_what_is_hidden() -> None:
    front, back = _texts(render_agenda(_read(documents.all_hidden()), "en", "a4"))
    assert front.count("Not shown, so that nobody’s answer can be worked out.") == 3
    for word in ("in 10", "%", "clear", "range", "compare"):
        assert word not in front + back.partition("Ask or tell")[0], word
    told = front.partition("minutes each")[2].partition("Larkspur Court")[0]
    assert not any(letter.isdigit() for letter in told)


def test_a3_room_to_write() -> None:
    with force_locale("en"):
        html = side_html(_read(documents.third()), "en", "a4", {"promise": FITS[0]})
    assert html.count("<td></td>") + html.count("<td>&nbsp;</td>") == 1 + 5 * 5 + 2 * 2 + 2 * 3 + 4
    for column in (
        "Who",
        "By when",
        "How we will know",
        "What it costs",
        "Because",
        "What is right",
    ):
        assert f'<th scope="col">{column}</th>' in html
    assert "Next check-in: day, time, place" in _texts(_printed("en", "a4"))[1]
