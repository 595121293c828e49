"""What is done to a page before the PDF maker lays it out.

M1  A `bdi` and dir="auto" get the direction that a browser finds; a direction that is given stays.
M2  A text that fits its line, though not together with the space that ends it, is broken as late
    as it can be; every word stays, in its order.
"""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from weasyprint import HTML

from survey.pdf.mending import direction_of, mend
from survey.pdf.rendering import render

WIDTHS = range(180, 240)
"""Of a line, in points: from less than the question to more than it."""
QUESTION = "In the past weeks, how often did you feel lonely?"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("1200 Larkspur Court", "ltr"),
        ("1200 حديقة الياسمين", "rtl"),
        ("12 (א) Court", "rtl"),
        ("400-1200", "ltr"),
        ("", "ltr"),
        ("竹園", "ltr"),
    ],
)
def test_m1_direction_of_a_text(text: str, direction: str) -> None:
    """M1"""
    assert direction_of([text]) == direction


def test_m1_directions_of_a_page() -> None:
    """M1"""
    page = HTML(
        string=(
            '<html dir="rtl"><body><h1><bdi><b>12</b> Court</bdi></h1><p dir="auto">حي 12</p>'
            '<p><bdi dir="rtl">Court</bdi> <span>Court</span></p></body></html>'
        )
    ).etree_element
    mend(page)
    found = [(one.tag, one.get("dir")) for one in page.iter() if one.tag in {"bdi", "p", "span"}]
    assert ("bdi", "ltr") in found
    assert ("bdi", "rtl") in found
    assert [given for tag, given in found if tag == "p"] == ["rtl", None]
    assert {given for tag, given in found if tag == "span"} == {None}


def test_m2_lines_are_broken_late() -> None:
    """M2: without the mending one width in twenty leaves "In" alone on its line."""
    body = "".join(
        f'<p style="width:{width}pt">{QUESTION} <span>Often or <b>always</b> x{width}x</span></p>'
        for width in WIDTHS
    )
    style = "<style>p{font:9pt Noto Sans;margin:0 0 9pt}</style>"
    made = render(f'<html lang="en"><title>T</title>{style}<body>{body}</body>', stylesheets=[])
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    first = [line for line in text.splitlines() if line.startswith("In")]
    assert len(first) == len(WIDTHS)
    assert all(line.startswith("In the past weeks, how often did you") for line in first)
    words = " ".join(text.split())
    assert all(f"{QUESTION} Often or always x{width}x" in words for width in WIDTHS)
