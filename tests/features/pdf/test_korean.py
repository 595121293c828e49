"""How Korean is broken into lines on paper.

K1  Lines end at spaces alone, also where a word stands in two elements, and in a table's cells.
K2  A word longer than its line is broken where its style allows it, and nowhere else; none runs
    over its line with the styles that we print with.
K3  What is copied has the text's own letters and no others.
K4  Hangul on a page of another language is broken as ever, and a Korean name there is not.
"""

from __future__ import annotations

import io

from pypdf import PdfReader

from survey.pdf.papers import FONTS
from survey.pdf.rendering import render
from tests.support.printed_boxes import lines_of, words_out_of_place

WIDTHS = range(110, 250, 20)
"""Of a line, in points: the longest word here takes less than the first."""
SAID = "이웃과 함께하는 마을에서, 2026년에 주민등록번호(선택)에 대하여 예/아니요로 답해 주십시오."
MARKED = SAID.replace("마을", "<b>마을</b>").replace("등록", "<i>등록</i>")
NARROW = "table-layout:fixed;width:90pt"
LONG = "가나다라마바사아자차카타파하" * 3


def page(body: str, lang: str = "ko") -> str:
    style = "<style>p, td { font-size: 10pt; margin: 0 0 9pt }</style>"
    return f'<html lang="{lang}"><title>T</title>{style}<body>{body}</body></html>'


def paragraphs(text: str, style: str = "") -> str:
    return "".join(f'<p style="width:{width}pt;{style}">{text}</p>' for width in WIDTHS)


def words_of(lines: list[str]) -> set[str]:
    return {word for line in lines for word in line.split()}


def test_k1_lines_end_at_spaces() -> None:
    """K1"""
    for text in (SAID, MARKED):
        lines = lines_of(page(paragraphs(text)), [FONTS])
        assert words_of(lines) == set(SAID.split())
        assert len(lines) >= 3 * len(WIDTHS)


def test_k1_columns_are_as_wide_as_words() -> None:
    """K1: a table takes the least room that its words need."""
    cells = page(f'<table style="width:1pt"><tr><td>{MARKED}</td></tr></table>')
    assert words_of(lines_of(cells, [FONTS])) == set(SAID.split())
    assert words_out_of_place(cells, [FONTS]) == set()


def test_k2_long_words_are_broken_where_they_may_be() -> None:
    """K2"""
    for style in ("overflow-wrap:anywhere", "overflow-wrap:break-word", ""):
        html = page(paragraphs(f"{LONG} 끝", style))
        lines = lines_of(html, [FONTS])
        assert len(lines) >= 2 * len(WIDTHS)
        assert "".join(lines).replace(" ", "") == f"{LONG}끝" * len(WIDTHS)
        narrow = f'<table style="{NARROW}"><tr><td style="{style}">{LONG}</td></tr></table>'
        assert words_out_of_place(page(narrow), [FONTS]) == set()
    kept = lines_of(page(paragraphs(f"{LONG} 끝", "overflow-wrap:normal")), [FONTS])
    assert words_of(kept) == {LONG, "끝"}


def test_k3_copied_text_is_clean() -> None:
    """K3"""
    made = render(page(f"<p>{MARKED}</p>"), stylesheets=[FONTS])
    (read,) = PdfReader(io.BytesIO(made)).pages
    assert "".join(read.extract_text().split()) == "".join(SAID.split())


def test_k4_other_languages() -> None:
    """K4"""
    whole = set(SAID.split())
    assert words_of(lines_of(page(paragraphs(SAID), "zh-Hans"), [FONTS])) - whole
    named = paragraphs(f'<span lang="ko">{SAID}</span>')
    assert words_of(lines_of(page(named, "en"), [FONTS])) == whole
