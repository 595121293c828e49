"""The portfolio on paper, read back from real PDFs.

H1  Tagged as PDF/UA, with language, title and the paper asked for; the table's head on each page.
H2  It says what the page says: places A to Z, verdicts in words, one sentence for what is hidden.
H3  Figures of several places are what the members' documents give.
H4  The table travels with it, and is the same as the one on the page.
H5  The same places give the same bytes; nothing is ranked.
H6  It is made once, as long as it would say the same; of before thirty days none is kept.
H7  Without results there is a page that says so; an unknown language or paper is not there.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient
from flask_babel import force_locale, gettext
from pypdf import PdfReader
from sqlalchemy import delete, select

from survey.accounts.models import Person
from survey.communities.models import Organization
from survey.db import db, transaction
from survey.reports.models import PortfolioRendering
from survey.reports.portfolio import services
from survey.reports.portfolio.printing import Composed
from survey.web.locales import apart
from tests.factories.accounts import sign_in
from tests.factories.communities import make_property
from tests.factories.releases import make_release
from tests.support import release_documents as documents
from tests.support.frozen_clock import FrozenClock
from tests.support.portfolios import (
    NAMES,
    changed_by_hand,
    hidden,
    moved,
    pooled_by_hand,
    released,
    settle,
    settle_twice,
    trending,
)

PDF = "/staff/portfolio/summary.pdf"
BY_EARLIER_RULES = (
    "Some of these results were made by version 1 of the disclosure rules. They were not attacked "
    "as a whole before they were published, and their changes were not tested beside one another."
)
LETTER = (612, 792)


@pytest.fixture
def made(organization: Organization) -> list[documents.Document]:
    """Sixteen places: enough for a table of several pages; one with the longest name."""
    found = [released(seed) for seed in range(16)]
    moved(found[0], "structural", "clear_rise", 8)
    trending(found[1], "relational", "no_clear_change", 3)
    hidden(found[2], "perceptual")
    longest = documents.long_names()["property"]["name"]
    names = [*NAMES, *(f"Row {number:02}" for number in range(6, 15)), longest]
    settle_twice(organization, reversed(list(zip(names, found, strict=True))))
    make_property("Without results", organization=organization)
    return found


def read(pdf: bytes) -> tuple[PdfReader, str]:
    """The PDF, and its text in one line."""
    reader = PdfReader(io.BytesIO(pdf))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_h1_to_h5_on_letter(evaluator: FlaskClient, made: list[documents.Document]) -> None:
    response = evaluator.get(f"{PDF}?lang=en&paper=letter")
    assert response.mimetype == "application/pdf"
    assert 'filename="portfolio-en-letter.pdf"' in response.headers["Content-Disposition"]
    reader, said = read(response.data)
    size = tuple(round(float(side)) for side in reader.pages[0].mediabox[2:])
    assert size == LETTER
    with pikepdf.open(io.BytesIO(response.data)) as pdf:
        _assert_tagged(pdf, "en", f"{apart('Lantern Homes')}: portfolio")
        (attached,) = pdf.attachments.values()
        table = attached.get_file().read_bytes()
    assert table == evaluator.get("/staff/portfolio/table.csv").data  # H4
    order = said[said.index("Which places moved?") :]
    assert [order.index(name) for name in NAMES] == sorted(order.index(name) for name in NAMES)
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    tabled = [text for text in pages if "Row 0" in text or "Row 1" in text]
    assert len(tabled) >= 2
    assert all("Place, A to Z" in text for text in tabled)
    assert "Clear rises: 1. Clear falls: 0." in said
    assert "clear rise +8 (3 to 13)" in order
    assert order.count("Over the last 3 waves: no clear change") == 1
    assert "Without results No results yet" in order
    assert said.count("Not shown, so that nobody’s answer can be worked out.") == 1
    for level_id in ("perceptual", "relational", "structural"):  # H3
        figure, low, high, count = pooled_by_hand(made, level_id)
        assert f"{figure} {low} to {high}" in said
        assert f"from {count} of 17 places" in said
    together = said[said.index("What moved in these places together") :]
    for level_id in ("perceptual", "relational", "structural"):
        points, low, high, count = changed_by_hand(made, level_id)
        ends = (f"−{-end}" if end < 0 else f"{end}" for end in (low, high))
        assert f"+{points} ({' to '.join(ends)}) from {count} of 17 places" in together
    assert "Changes of several places" in together
    assert [one.content for one in stored()] == [response.data]


def stored() -> list[PortfolioRendering]:
    """The stored PDFs, the oldest first."""
    db.session.rollback()
    wanted = select(PortfolioRendering).order_by(PortfolioRendering.made_at)
    return list(db.session.scalars(wanted))


def test_h6_made_once(
    evaluator: FlaskClient,
    organization: Organization,
    frozen_clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = make_property("Alder House", organization=organization)
    make_release(documents.too_few(), place=place)
    made: list[Composed] = []

    def make(composed: Composed) -> bytes:
        made.append(composed)
        return f"%PDF {len(made)}".encode()

    monkeypatch.setattr(services, "render_portfolio", make)
    first = evaluator.get(PDF).data
    assert first == b"%PDF 1"
    assert evaluator.get(PDF).data == first
    assert evaluator.get(f"{PDF}?paper=letter").data == b"%PDF 2"
    make_release(released(1), place=make_property("Birch Row", organization=organization))
    frozen_clock.forward(days=29)
    evaluator = sign_in(evaluator.application.test_client(), _eve())
    assert evaluator.get(PDF).data == b"%PDF 3"
    assert len(stored()) == 3
    frozen_clock.forward(days=2)
    evaluator = sign_in(evaluator.application.test_client(), _eve())
    assert evaluator.get(f"{PDF}?lang=es").data == b"%PDF 4"
    assert [one.content for one in stored()] == [b"%PDF 3", b"%PDF 4"]


def _eve() -> Person:
    """Eve, signing in after days; a session ends after hours."""
    return db.session.scalars(select(Person)).one()


def _assert_tagged(pdf: Any, tag: str, title: str) -> None:
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == tag
    assert str(pdf.docinfo["/Title"]) == title
    with pdf.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"


def test_h1_h2_from_right_to_left(evaluator: FlaskClient, organization: Organization) -> None:
    made = [*(released(seed) for seed in range(5)), documents.first_schema()]
    settle(organization, zip(NAMES, made, strict=True))
    response = evaluator.get(f"{PDF}?lang=ar&paper=a4")
    with pikepdf.open(io.BytesIO(response.data)) as pdf:
        assert str(pdf.Root.Lang) == "ar"
    _reader, said = read(response.data)
    assert all(name in said for name in NAMES)
    with force_locale("ar"):
        note = gettext(BY_EARLIER_RULES)
    assert sum(word in said for word in note.split()) > 0.8 * len(note.split())


def test_h7_nothing_to_print(evaluator: FlaskClient, organization: Organization) -> None:
    make_property("Alder House", organization=organization)
    pdf = evaluator.get(PDF).data
    reader, said = read(pdf)
    assert len(reader.pages) == 1
    assert "No results yet" in said
    with transaction():
        db.session.execute(delete(PortfolioRendering))
    assert evaluator.get(PDF).data == pdf  # H5
    assert evaluator.get(f"{PDF}?lang=xx").status_code == 404
    assert evaluator.get(f"{PDF}?paper=a3").status_code == 404
