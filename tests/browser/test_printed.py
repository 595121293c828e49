"""The results and the promise as a browser prints them.

PR1  What is folded away on the screen stands on the paper: nobody can open it there.
PR2  Nothing stands beside the paper, and the menu of languages stays on the screen.
"""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from tests.browser.conftest import NewPhone
from tests.browser.town import Town

FOLDED = {
    "results": ("How easy is it to get to know people here?", "Made with"),
    "promise": ("How much do you trust your neighbors here?", "Very badly"),
}
LETTER = (612, 792)


@pytest.mark.parametrize("page", FOLDED)
def test_printed(visitor: NewPhone, town: Town, page: str) -> None:
    """PR1, PR2"""
    phone = visitor(locale="en-US")
    address = {"results": f"/r/{town.results}/en", "promise": f"/promise/{town.promise}/en"}
    phone.goto(address[page])
    folded = phone.locator("details:not([open])")
    assert folded.count() > 0
    assert not phone.get_by_text(FOLDED[page][1]).first.is_visible()
    pages = PdfReader(io.BytesIO(phone.pdf(format="Letter"))).pages
    said = "".join("".join(one.extract_text() for one in pages).split())
    assert [words for words in FOLDED[page] if words.replace(" ", "") not in said] == []
    assert "TiếngViệt" not in said
    assert {tuple(round(float(side)) for side in one.mediabox[2:]) for one in pages} == {LETTER}
