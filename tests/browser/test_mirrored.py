"""Right to left is a mirror of left to right, measured; digits and codes are not mirrored.

L1  Lamp, menu, exit, back, options, windows and buttons stand where a mirror shows them.
L2  Arrows point the other way; ticks, digits, codes and the ladder's order do not change.
L3  A title of several letters begins at the right.
"""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Page

from survey.web.locales import LANGUAGES
from tests.browser.conftest import NewPhone
from tests.browser.hosting import PHONE
from tests.browser.town import Town
from tests.browser.walking import answer, begin, go_to

WIDTH: Final = PHONE["width"]
FROM_THE_START: Final = {
    "the lamp": ".lamp",
    "back": "#back",
    "its arrow": "#back svg",
    "the first option": ".shown .opt input",
    "the first window": "#windows i",
    "skip": "#skip",
}
FROM_THE_END: Final = {"exit": ".top .exit", "finish later": "#later", "next": "#next"}
RIGHT_TO_LEFT: Final = [tag for tag, one in LANGUAGES.items() if one.direction == "rtl"]


def _from(page: Page, selector: str, side: str) -> int:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return round(box["x"] if side == "left" else WIDTH - box["x"] - box["width"])


@pytest.mark.parametrize("tag", RIGHT_TO_LEFT)
def test_mirrored(visitor: NewPhone, town: Town, tag: str) -> None:
    """L1, L2, L3"""
    pages = {one: visitor(locale=one) for one in ("en", tag)}
    for one, page in pages.items():
        page.goto(f"/s/{town.short.slug}/{one}")
        begin(page)
        answer(page)
    left, right = pages.values()
    for name, selector in FROM_THE_START.items():
        assert _from(right, selector, "right") == _from(left, selector, "left"), name
    for name, selector in FROM_THE_END.items():
        assert _from(right, selector, "left") == _from(left, selector, "right"), name
    turned = "arrow => new DOMMatrix(getComputedStyle(arrow).transform).a"
    assert left.locator("#back svg").evaluate(turned) == 1
    assert right.locator("#back svg").evaluate(turned) == -1
    align = "words => [getComputedStyle(words).direction, getComputedStyle(words).textAlign]"
    assert right.locator(".shown h2").evaluate(align) == ["rtl", "start"]


@pytest.mark.parametrize("tag", RIGHT_TO_LEFT)
def test_not_mirrored(visitor: NewPhone, town: Town, tag: str) -> None:
    """L2"""
    page = visitor(locale=tag)
    page.goto(f"/s/{town.short.slug}/{tag}")
    begin(page)
    go_to(page, "out_lad_01")
    steps = page.locator(".shown .ladder b").all_inner_texts()
    assert steps == [str(step) for step in range(10, -1, -1)]
    go_to(page, "ctx_spa_01")
    answer(page)
    tick = "span => new DOMMatrix(getComputedStyle(span, '::before').transform).b > 0"
    assert page.locator(".shown :checked + span").evaluate(tick)
    go_to(page, "check")
    page.click("#next")
    receipt = page.locator("#receipt:not(:empty)")
    first, last = receipt.evaluate(
        """code => [0, code.textContent.length - 1].map((at) => {
        const letter = document.createRange();
        letter.setStart(code.firstChild, at);
        letter.setEnd(code.firstChild, at + 1);
        return letter.getBoundingClientRect().left;
        })"""
    )
    assert first < last
