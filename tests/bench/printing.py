"""The PDF summary: the whole service, against bare WeasyPrint with the same HTML and styles.

Bare: HTML in, PDF out, one font configuration, neither tagged nor with its figures attached. Ours:
read the release, put it into words, render the template, make the tagged PDF, attach the figures,
store it. Its first making and its later serving are told apart.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

import weasyprint
from flask import Flask
from weasyprint.text.fonts import FontConfiguration

from survey.db import db
from survey.reports.reading import ReleaseDocument
from survey.reports.services import get_rendering
from survey.reports.summary import STYLES, summary_html
from survey.results.models import Release
from tests.bench.rounds import Result, compare
from tests.factories.communities import make_property
from tests.factories.releases import make_release
from tests.support import release_documents as documents

ROUNDS = 7
TAG, PAPER = "en", "a4"


def measure(app: Flask) -> list[Result]:
    """Made for the first time, and taken from storage."""
    first_time = _makes_new_ones()
    release_id = first_time()
    html = summary_html(ReleaseDocument.from_json(_get(release_id).body), TAG, PAPER)

    def bare() -> bytes:
        fonts = FontConfiguration()
        styles = [weasyprint.CSS(filename=str(path), font_config=fonts) for path in STYLES]
        pdf: bytes = weasyprint.HTML(string=html).write_pdf(stylesheets=styles, font_config=fonts)
        return pdf

    with app.test_request_context():
        return [
            compare("PDF made and stored", baseline=bare, ours=first_time, rounds=ROUNDS, times=1),
            compare(
                "PDF from storage",
                baseline=bare,
                ours=lambda: _summary(release_id),
                rounds=3,
                times=1,
            ),
        ]


def _makes_new_ones() -> Callable[[], int]:
    """A function that makes the summary of a release that has none yet; the release's id."""
    place = make_property("Larkspur Court")
    numbers = count(1)
    stored = [
        make_release(documents.full(wave=_numbered(next(numbers))), place=place)
        for _ in range(ROUNDS + 2)
    ]
    waiting = iter(stored)

    def make() -> int:
        release_id = next(waiting)
        assert _summary(release_id)[:5] == b"%PDF-"
        return release_id

    return make


def _numbered(number: int) -> documents.Document:
    wave: documents.Document = documents.full()["wave"]
    return wave | {"number": number}


def _get(release_id: int) -> Release:
    return db.session.get_one(Release, release_id)


def _summary(release_id: int) -> bytes:
    """What the page hands out, from a session that has read nothing yet."""
    db.session.remove()
    rendering = get_rendering(
        release=_get(release_id), kind="summary", tag=TAG, paper=PAPER, now=datetime.now(UTC)
    )
    return rendering.content
