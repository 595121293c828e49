"""What the styles of printed pages see to, whatever stands on them.

P1  An address stands in one line wherever a line has room for it; the one of letters as well.
P2  In no language do words run over a margin, or into the next column of a chart.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from survey.pdf.papers import CSS
from survey.reports.reading import ReleaseDocument
from survey.reports.summary import STYLES, summary_html
from tests.support import release_documents as documents
from tests.support.backends import ONE_DATABASE
from tests.support.printed_boxes import lines_of, words_out_of_place

ADDRESS = "survey.old-mill.example/promise/4706-7526-d5a8"
WIDTHS = range(210, 400, 5)
"""Of a line, in points: from as wide as the address to as wide as all before it as well."""


@pytest.mark.parametrize(
    ("style", "marked"),
    [
        ("print.css", f'<a href="https://{ADDRESS}"><bdi dir="ltr">{ADDRESS}</bdi></a>'),
        ("letters.css", f'<bdi class="address" dir="ltr">{ADDRESS}</bdi>'),
    ],
)
def test_p1_addresses(style: str, marked: str) -> None:
    """P1"""
    body = "".join(
        f'<p style="width:{width}pt;font-size:8.5pt">All results are here: {marked}</p>'
        for width in WIDTHS
    )
    page = f'<html lang="en"><title>T</title><body>{body}</body></html>'
    said = lines_of(page, [CSS / style])
    assert sum(line.endswith(ADDRESS) for line in said) >= len(WIDTHS)
    assert not any(line.rstrip().endswith(("-", "/", ".")) for line in said)


@pytest.fixture
def styles(app: Flask) -> tuple[Path, ...]:
    """Those of a report, within an application."""
    return STYLES


@ONE_DATABASE
@pytest.mark.parametrize("tag", ["ar", "es", "fil"])
def test_p2_words_stay_in_their_columns(styles: tuple[Path, ...], tag: str) -> None:
    """P2: three languages whose words for a range or a head are the longest."""
    made = documents.in_every_language(documents.third())
    html = summary_html(ReleaseDocument.from_json(documents.text_of(made)), tag, "a4")
    assert words_out_of_place(html, styles) == set()
