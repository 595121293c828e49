"""What is done to a page before the PDF maker lays it out.

M1  A `bdi` and dir="auto" get the direction that a browser finds; a direction that is given stays.
M2  A text that fits its line, though not together with the space that ends it, is broken as late
    as it can be; every word stays, in its order.
M3  What isolating signs keep apart stays so in each line that it takes, whatever stands in it; a
    sign without its partner is left alone, and a title is.
M4  A telephone number is not broken; a day or a span of years may be.
M5  In Chinese no space follows a full stop, also across elements; a name in Latin letters is
    marked. Other languages keep their spaces.
"""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from weasyprint import HTML

from survey.pdf.mending import mend
from survey.pdf.rendering import render

WIDTHS = range(180, 240)
"""Of a line, in points: from less than the question to more than it."""
QUESTION = "In the past weeks, how often did you feel lonely?"


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


def mended(body: str) -> Any:
    """The element of a body, as it is laid out on an Arabic page."""
    page = HTML(string=f'<html dir="rtl"><body>{body}</body></html>').etree_element
    mend(page)
    return page.find("body")


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("في \u2068Oak (3)\u2069؟", 'في<span> </span><bdi dir="ltr">Oak (3)</bdi>؟'),
        ("\u2068A\u2069 و\u2068بيت 2\u2069", '<bdi dir="ltr">A</bdi> و<bdi dir="rtl">بيت 2</bdi>'),
        ("<b>س</b>: \u20665-6\u2069.", '<b>س</b>:<span> </span><bdi dir="ltr">5-6</bdi>.'),
        (
            "\u2068A\u2068ب\u2069C\u2069",
            '<bdi dir="ltr">A<bdi dir="rtl">ب</bdi>C</bdi>',
        ),
        ("س\u2069 \u2068A", "س\u2069 \u2068A"),
    ],
)
def test_m3_isolates_become_elements(body: str, made: str) -> None:
    """M3"""
    written = ElementTree.tostring(mended(body), encoding="unicode")
    assert written == f"<body>{made}</body>"


def test_m3_titles_are_text() -> None:
    """M3: of the page, and of a drawing."""
    said = "<title>\u2068A\u2069</title>"
    page = HTML(string=f"<html><head>{said}</head><body><svg>{said}</svg></body></html>")
    mend(page.etree_element)
    titles = [one for one in page.etree_element.iter() if one.tag.endswith("title")]
    assert [(one.text, len(one)) for one in titles] == 2 * [("\u2068A\u2069", 0)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("+1 (206) 555-0100, Ann", "+1_(206)_555-0100, Ann"),
        ("Ann: 206 555 0100", "Ann: 206_555_0100"),
        ("(206) 555-0100", "(206)_555-0100"),
        ("01 23 45 67 89", "01_23_45_67_89"),
        ("4 of 10 in 2026", "4 of 10 in 2026"),
        ("2024 2025", "2024 2025"),
        ("2026-08-24 to 2026-09-01", "2026-08-24 to 2026-09-01"),
    ],
)
def test_m4_telephone_numbers(text: str, kept: str) -> None:
    """M4"""
    (line,) = mended(f"<p>{text}</p>")
    assert line.text.replace("\u00a0", "_") == kept


def test_m5_chinese() -> None:
    """M5"""
    said = "<p>一。 <b>二？</b> 3 <bdi>St. Mary’s</bdi>： <bdi>竹園 A</bdi></p>"
    said += '<p lang="ja">四。 五</p>'
    page = HTML(string=f'<html lang="zh-Hans"><body>{said}</body></html>').etree_element
    mend(page)
    first, other = page.find("body")
    assert "".join(first.itertext()) == "一。二？3 St. Mary’s： 竹園 A"
    assert [one.get("class") for one in first.iter("bdi")] == ["latin", None]
    assert "".join(other.itertext()) == "四。 五"
