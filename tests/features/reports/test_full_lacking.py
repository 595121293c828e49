"""The full report of releases that lack something: nothing stands empty, nothing is made up.

L1  Too few answers: one page that says so, and no table of figures.
L2  A first wave, a release by the first rules, nothing shown: each part says what is missing.
L3  The method is that of the release.
L4  Texts for proposals: the method in three sentences, a citation with the release's hash.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader

from survey.reports import words
from survey.reports.full.proposal import text_blocks
from survey.reports.full.report import full_html, render_full
from survey.reports.reading import ReleaseDocument
from survey.reports.wording import Wording
from tests.support import release_documents as documents
from tests.support.pages import parse_page

NEUTRAL = "Not shown, so that nobody’s answer can be worked out."
ADDRESS = "https://example.org/r/larkspur-court/en/3"


@pytest.fixture(autouse=True)
def _in_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def read(kind: str) -> ReleaseDocument:
    """Return a release of one kind, as a report reads it."""
    return ReleaseDocument.from_json(documents.text_of(getattr(documents, kind)()))


def test_l1_too_few() -> None:
    pdf = PdfReader(io.BytesIO(render_full(read("too_few"), "en", "a4")))
    (page,) = pdf.pages
    said = " ".join(page.extract_text().split())
    assert "Too few people did for any figure to be shown." in said
    assert pdf.attachments == {}


@pytest.mark.parametrize(
    ("kind", "said", "missing"),
    [
        (
            "without_change",
            ["There is no earlier release that", "Nothing is held back"],
            ["Compared with:", "What “here” means"],
        ),
        (
            "first_schema",
            ["The release does not hold the adults by type of home."],
            ["Welch", "How ranges and tests were worked out"],
        ),
        ("all_hidden", [NEUTRAL], ["How ranges and tests were worked out"]),
        ("small", ["Not asked in this survey."], ["Compared with:"]),
    ],
)
def test_l2_what_a_release_may_lack(kind: str, said: list[str], missing: list[str]) -> None:
    html = full_html(read(kind), "en", "letter")
    parse_page(html)
    for sentence in said:
        assert sentence in html
    for sentence in missing:
        assert sentence not in html


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("full", "The exact hypergeometric interval at 95%, for a finite population."),
        ("open_link", "Wilson’s interval at 95%, without a finite population."),
    ],
)
def test_l3_the_method_is_that_of_the_release(kind: str, said: str) -> None:
    assert said in full_html(read(kind), "en", "a4")


@pytest.mark.parametrize(
    "kind", ["full", "third", "open_link", "nearly_all", "small", "all_hidden", "first_schema"]
)
def test_l4_texts(kind: str) -> None:
    text = documents.text_of(getattr(documents, kind)())
    document = ReleaseDocument.from_json(text)
    with force_locale("en"):
        blocks = {
            block.name: block for block in text_blocks(document, Wording(document, "en"), ADDRESS)
        }
        neutral = words.neutral()
    assert len(blocks["The method in three sentences"].sentences) == 3
    (cited,) = blocks["How to cite this release"].sentences
    assert cited.startswith(f"{document.promise.runner} (2026). Pulse check-in, ")
    assert f"{ADDRESS}. SHA-256 {hashlib.sha256(text.encode()).hexdigest()}." in cited
    finding = blocks["The finding"]
    assert finding.hidden is (kind == "all_hidden")
    assert (finding.sentences == (neutral,)) is (kind == "all_hidden")
    assert ("The limits" in blocks) is (kind != "all_hidden")
