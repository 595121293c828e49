"""The board's four pages, read back from real PDFs.

B1  Exactly four pages with long names, also from right to left; the paper asked for; one page
    where too few answered.
B2  Tagged, with an outline, words for every drawing, and the figures as a table.
B3  It opens with the finding, in the release's verdict words.
B4  What is asked follows from what is clear, once each; where nothing is, it says so.
B5  Nothing of what is hidden, and no number below the property that the release does not hold.
B6  A long survey prints the questions that make the scores, and says how many it leaves out.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader

from survey.reports.board.page import BoardPage, board_page
from survey.reports.board.rendering import render_board
from survey.reports.reading import ReleaseDocument
from tests.support import release_documents as documents
from tests.support.release_documents import Document, earlier_wave

LETTER = (612, 792)


@pytest.fixture(autouse=True)
def _in_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def _read(made: Document) -> ReleaseDocument:
    return ReleaseDocument.from_json(documents.text_of(made))


def _earlier() -> list[ReleaseDocument]:
    return [_read(earlier_wave(1, "2026-05-24")), _read(earlier_wave(2, "2026-08-24"))]


@cache
def _long(tag: str) -> bytes:
    document = documents.in_every_language(documents.long_names())
    return render_board(_read(document), _earlier(), tag, "letter")


def _page(made: Document, earlier: Sequence[ReleaseDocument] = ()) -> BoardPage:
    with force_locale("en"):
        return board_page(_read(made), earlier, "en")


def _texts(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_b1_four_pages(tag: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        pages = PdfReader(io.BytesIO(_long(tag))).pages
    assert [record.getMessage() for record in caplog.records] == []
    assert len(pages) == 4
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == list(LETTER)
    assert all(len(page.extract_text()) > 300 for page in pages)


def test_b1_too_few() -> None:
    (said,) = _texts(render_board(_read(documents.too_few()), _earlier(), "en", "a4"))
    assert "Too few people did for any figure to be shown." in said
    assert "%" not in said


def test_b2_tagged_with_an_outline() -> None:
    with pikepdf.open(io.BytesIO(_long("ar"))) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        assert bool(pdf.Root.MarkInfo.Marked)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    with pikepdf.open(io.BytesIO(_long("en"))) as pdf, pdf.open_outline() as outline:
        (root,) = outline.root
        assert [entry.title for entry in root.children] == [
            "The three levels",
            "Asked of the board",
            "What people answered, question by question",
            "Over 3 waves",
            "Is it the same for everyone?",
            "What we heard",
            "How we asked",
            "The promise",
        ]


def test_b2_every_drawing_has_words_and_figures_travel_along() -> None:
    with pikepdf.open(io.BytesIO(_long("en"))) as pdf:
        figures = [found for found in pdf.objects if _is_figure(found)]
        assert len(figures) > 25
        assert all(str(found.get("/Alt", "")) for found in figures)
    attached = PdfReader(io.BytesIO(_long("en"))).attachments
    assert list(attached) == ["the-residences-at-old-cannery-wharf-wave-3.csv"]


def _is_figure(found: Any) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/S") == "/Figure"


def test_b3_the_finding_comes_first() -> None:
    first, questions, time, heard = _texts(_long("en"))
    assert "Clear rise since August 2026: “Knowing one another”." in first
    assert first.index("Clear rise since") < first.index("The three levels")
    for verdict in ("clear rise", "no clear change", "the same, to within 5 points"):
        assert verdict in first
    assert "clear fall −11 (−20 to −2)" in questions
    assert "Clear rise over the last 3 waves: “Knowing one another”." in time
    assert "clear gap 58 points" in time
    assert time.index("Lower-cost homes") < time.index("Homes rented or owned")
    assert "fewer answers than its share of the adults here" in heard


def test_b4_what_is_asked_follows_from_what_is_clear() -> None:
    page = _page(documents.third(), _earlier())
    assert [ask.ground for ask in page.asks] == ["fall", "gap", "missing"]
    fall, gap, missing = page.asks
    assert "“How well do the different groups of residents get along here?”" in fall.finding
    assert "good answers 58 points above “Lower-cost homes”" in gap.finding
    assert gap.about == "All in all, how happy are you with this community as a place to live?"
    assert missing.finding.endswith("“Lower-cost homes”.")
    assert "“Full-price homes”" not in missing.finding


def test_b4_a_level_that_fell_goes_before_a_question() -> None:
    document = documents.third()
    document["change"]["levels"][2] |= {"difference": -9, "low": -14, "high": -4}
    document["change"]["levels"][2]["verdict"] = "clear_fall"
    asks = _page(document).asks
    assert asks[0].finding == "Clear fall since August 2026: “Having a say”."
    assert [ask.ground for ask in asks] == ["fall", "gap", "lowest", "missing"]


def test_b4_nothing_is_asked_of_what_is_not_clear() -> None:
    document = documents.without_change()
    for item in document["items"]:
        if item["low"] is not None:
            item["low"], item["high"] = 40, 60
    (ask,) = _page(document).asks
    assert ask.ground == "nothing"
    assert [ask.ground for ask in _page(documents.without_change()).asks] == ["lowest"]


def test_b4_an_own_question_asks_nothing() -> None:
    document = documents.third()
    changed = {change["id"]: change["verdict"] for change in document["change"]["items"]}
    fallen = next(name for name, verdict in changed.items() if verdict == "clear_fall")
    for item in document["items"]:
        if item["id"] in {fallen, document["gaps"][0]["clear"][0]["item"]}:
            item["own"] = True
    page = _page(document)
    assert [ask.ground for ask in page.asks] == ["lowest", "missing"]
    assert fallen not in {item.question for item in page.heard}


def test_b5_nothing_of_what_is_hidden() -> None:
    pages = _texts(render_board(_read(documents.all_hidden()), [], "en", "a4"))
    assert len(pages) == 4
    said = " ".join(pages)
    assert "Not shown, so that nobody’s answer can be worked out." in pages[0]
    assert "No single figure here is clear enough" in pages[0]
    assert "There are not two here yet." in pages[2]
    for word in ("clear gap", "clear rise", "in 10", "points"):
        assert word not in pages[0] + pages[1] + pages[2], word
    assert "5 in 10" not in said


def test_b5_no_counts_below_the_property() -> None:
    document = documents.long_names()
    _first, _questions, time, _heard = _texts(_long("en"))
    equity = time[time.index("Is it the same for everyone?") : time.index("at a meeting.")]
    # Of each group its percent, of a gap its points and range, and how many gaps are not clear.
    gaps = document["gaps"][0]
    (gap,) = gaps["clear"]
    told = {20, 78, gap["difference"], gap["low"], gap["high"], gaps["too_few"]}
    assert {int(number) for number in re.findall(r"\d+", equity)} == told


def test_b5_without_breakdowns() -> None:
    page = _page(documents.without_change())
    assert (page.equity.pairs, page.equity.compared) == ((), ())
    assert page.trend is None
    (said,) = page.over_time
    assert said.startswith("It takes the figures of two surveys to tell what has changed.")
    assert page.waves_title == "Over time"


def test_b6_a_long_survey_keeps_what_makes_the_scores() -> None:
    document = documents.annual()
    page = _page(document)
    printed = {row.id for group in page.summary.groups for row in group.rows}
    scored = {item for level in document["levels"] for item in level["items"]}
    assert scored <= printed
    assert len(printed) == 12
    left = len(document["items"]) - len(printed)
    assert page.left_out == f"{left} more questions stand in the summary of the results."
