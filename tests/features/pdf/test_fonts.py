"""Which fonts stand in a PDF.

F1  A name in any script of our languages is printed in that script's font, on a page of any other,
    and never in whatever font the machine finds.
"""

from __future__ import annotations

import io

import pikepdf

from survey.pdf.papers import FONTS
from survey.pdf.rendering import render

TAGS = ("en", "ar", "am", "ko", "zh-Hant")
"""One of each script that has a font of its own."""
NAMES = "Oak 12, بيت الورد, 长青公寓, ደስታ, 행복, Лесная, −3 ≤ 60"


def test_f1_every_script_has_its_font() -> None:
    """F1"""
    for tag in TAGS:
        page = (
            f'<html lang="{tag}"><title>T</title><body><p>{NAMES}</p><b>{NAMES}</b></body></html>'
        )
        with pikepdf.open(io.BytesIO(render(page, stylesheets=[FONTS]))) as pdf:
            fonts = pdf.pages[0].Resources.Font.values()
            names = {str(font.BaseFont).partition("+")[2].removesuffix("-Bold") for font in fonts}
        assert {"Noto-Sans-Arabic", "Noto-Sans-Ethiopic"} < names
        chinese = {"zh-Hant": "Noto-Sans-CJK-TC", "ko": "Noto-Sans-CJK-KR"}.get(tag)
        assert {name for name in names if "CJK" in name} == {chinese or "Noto-Sans-CJK-SC"}
        assert all(name.startswith("Noto-Sans") for name in names)
