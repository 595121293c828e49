"""Sentences in a row.

R1  A space parts them; empty ones are left out.
R2  No space stands after a full-width sign, which has its gap in itself.
R3  What is markup stays markup, and what is not is escaped beside it, in Python and in templates.
R4  The text decides, not the language that the page is in: a message keeps its own way.
"""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string
from markupsafe import Markup

from survey.web.joining import in_a_row
from survey.web.locales import force_locale


@pytest.mark.parametrize(
    ("sentences", "row"),
    [
        ((), ""),
        (("", ""), ""),
        (("One.", "", "Two."), "One. Two."),
        (("", "Two."), "Two."),
        (("مرحبا.", "شكرا؟", "نعم."), "مرحبا. شكرا؟ نعم."),
        (("첫째입니다.", "둘째입니다."), "첫째입니다. 둘째입니다."),
        (("አንድ።", "ሁለት።"), "አንድ። ሁለት።"),
        (
            ("She said “no.”", "He (not I) said “yes”", "Yes."),
            "She said “no.” He (not I) said “yes” Yes.",
        ),
        (("Thank you 🙂", "Bye."), "Thank you 🙂 Bye."),
    ],
)
def test_other_scripts_have_a_space_between_them(sentences: tuple[str, ...], row: str) -> None:
    """R1"""
    assert in_a_row(*sentences) == row


@pytest.mark.parametrize(
    ("sentences", "row"),
    [
        (("打乱。", "如果延长，最晚到周五。"), "打乱。如果延长，最晚到周五。"),
        (("謝謝！", "", "您好嗎？", "好。"), "謝謝！您好嗎？好。"),
        (("他说：“好。”", "完。"), "他说：“好。”完。"),
        (("（见上文）", "完。"), "（见上文）完。"),
        (("由 Porchlight 制作", "完。"), "由 Porchlight 制作 完。"),
        (("版本 1.2.", "完。"), "版本 1.2. 完。"),
        (("叫作“好”", "完。"), "叫作“好” 完。"),
        (("由\u2068“门廊。”\u2069", "完。"), "由\u2068“门廊。”\u2069完。"),
        (("见 https://example.org/", "完。"), "见 https://example.org/ 完。"),
    ],
)
def test_a_full_width_sign_needs_no_space(sentences: tuple[str, ...], row: str) -> None:
    """R2"""
    assert in_a_row(*sentences) == row


def test_markup_stays_markup_and_the_rest_is_escaped() -> None:
    """R3"""
    row = in_a_row("a < b.", Markup("<b>完。</b>"), "c & d.")
    assert isinstance(row, Markup)
    assert row == "a &lt; b. <b>完。</b>c &amp; d."
    assert not isinstance(in_a_row("a < b.", "c."), Markup)


def test_a_template_escapes_each_part_once(app: Flask) -> None:
    """R3"""
    told = {"plain": "a < b.", "marked": Markup("<b>c.</b>")}
    line = "{{ in_a_row(plain, marked) }}|{{ in_a_row(plain, plain) }}|{{ in_a_row(plain if no) }}"
    with app.test_request_context():
        assert render_template_string(line, **told) == "a &lt; b. <b>c.</b>|a &lt; b. a &lt; b.|"
        words = "{{ in_a_row(_('Reports never show what one person said.'), plain) }}"
        assert render_template_string(words, **told).endswith("said. a &lt; b.")


@pytest.mark.parametrize("page", ["en", "zh_Hans"])
def test_the_text_decides_and_not_the_language_of_the_page(app: Flask, page: str) -> None:
    """R4"""
    with app.test_request_context(), force_locale(page):
        assert in_a_row("一。", "二。") == "一。二。"
        assert in_a_row("One.", "Two.") == "One. Two."
