"""The first visit in four languages: what it weighs, what it asks for, and how it is drawn.

All fifteen are weighed in tests/features/responses/test_document.py, and drawn by
`./porchlight screens`.

V1  One request and at most 30 KB until the first question can be answered; no cookie; then the
    service worker, and one post for the answers. Nothing else.
V2  Every letter of every question can be drawn here, in the font of the page's own language.
V3  All questions at once stand within 320 px, with options high enough (R2 to R6 of `looking`).
V4  Vietnamese, Arabic, Persian and Amharic have taller lines; Korean words stay whole.
"""

from __future__ import annotations

from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPhone
from tests.browser.hosting import NARROW, PHONE
from tests.browser.languages import TURNS, tag_of
from tests.browser.looking import find_missing_glyphs, measure
from tests.browser.town import Town
from tests.browser.walking import begin, go_to

BUDGET_BYTES: Final = 30 * 1024
TALL_LINES: Final = {"ar", "fa", "am", "vi"}
OWN_FONTS: Final = {
    "ar": "Noto Sans Arabic",
    "fa": "Noto Sans Arabic",
    "am": "Noto Sans Ethiopic",
    "ko": "Noto Sans CJK KR",
    "zh-Hans": "Noto Sans CJK SC",
    "zh-Hant": "Noto Sans CJK TC",
}
"""Languages whose letters a Latin font lacks, and the font that fonts-noto brings for them."""


@pytest.mark.parametrize("turn", TURNS)
def test_in_a_language(visitor: NewPhone, town: Town, turn: str) -> None:
    """V1, V2, V3, V4"""
    tag = tag_of(turn)
    assert _visit(visitor(locale=tag), town, tag) == []


def _visit(page: Page, town: Town, tag: str) -> list[str]:
    weighed = _Scales(page)
    page.goto(f"/s/{town.whole.slug}/{tag}", wait_until="networkidle")
    bytes_, asked = weighed.read()
    begin(page)
    found = [] if BUDGET_BYTES / 2 < bytes_ <= BUDGET_BYTES else [f"{bytes_} bytes"]
    found += [f"asks for {asked}"] if asked != [f"/s/{town.whole.slug}/{tag}"] else []
    found += ["a cookie"] if page.context.cookies() else []
    # Without its class the document shows every question, as it does without the script.
    page.evaluate("document.documentElement.classList.remove('script', 'begun')")
    found += find_missing_glyphs(page)
    found += _wrong_fonts(page, tag)
    page.set_viewport_size(NARROW)
    found += measure(page)
    page.set_viewport_size(PHONE)
    look = page.evaluate(
        "(({ lineHeight, wordBreak }) => [lineHeight, wordBreak])(getComputedStyle(document.body))"
    )
    expected = ["32px" if tag in TALL_LINES else "28px", "keep-all" if tag == "ko" else "normal"]
    found += [f"body is set in {look}"] if look != expected else []
    return found


class _Scales:
    """What a page asks for, and how many bytes come, as they travel."""

    def __init__(self, page: Page) -> None:
        self._asked: list[str] = []
        self._bytes = 0.0
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", self._ask)
        wire.on("Network.loadingFinished", self._weigh)

    def _ask(self, event: dict[str, Any]) -> None:
        address: str = event["request"]["url"]
        if not address.startswith("data:"):
            self._asked.append("/" + address.split("/", 3)[3])

    def _weigh(self, event: dict[str, Any]) -> None:
        self._bytes += event["encodedDataLength"]

    def read(self) -> tuple[int, list[str]]:
        """Bytes, headers included, and the addresses."""
        return int(self._bytes), list(self._asked)


def _wrong_fonts(page: Page, tag: str) -> list[str]:
    """Headings of questions that some other font has drawn, where the language has its own."""
    wire = page.context.new_cdp_session(page)
    wire.send("DOM.enable")
    wire.send("CSS.enable")
    root = wire.send("DOM.getDocument")["root"]["nodeId"]
    headings = wire.send("DOM.querySelectorAll", {"nodeId": root, "selector": ".q fieldset h2"})
    mostly = set()
    for node in headings["nodeIds"]:
        drawn = wire.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        mostly.add(max(drawn, key=lambda font: font["glyphCount"])["familyName"])
    assert mostly
    wrong = mostly - {OWN_FONTS[tag]} if tag in OWN_FONTS else set()
    return [f"headings in {wrong}"] if wrong else []


def test_a_whole_answer(visitor: NewPhone, town: Town) -> None:
    """V1"""
    page = visitor(locale="en-US")
    asked: list[str] = []
    page.context.on("request", lambda one: asked.append(f"{one.method} {one.url.split('/', 3)[3]}"))
    page.goto(f"/s/{town.short.slug}/en")
    begin(page)
    go_to(page, "check")
    page.click("#next")
    expect(page.locator("#receipt")).not_to_be_empty()
    own = f"s/{town.short.slug}/en"
    assert set(asked) == {f"GET {own}", "GET s/worker.js", f"POST {own}"}
    assert asked.count(f"POST {own}") == 1
    assert page.context.cookies() == []
