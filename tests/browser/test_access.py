"""Every screen for everybody: axe-core, keyboard only, narrow, dark and forced colours.

E1  axe-core finds nothing on any screen in any state, light and dark, left and right.
E2  The whole survey can be answered and sent with the keyboard.
E3  Nothing scrolls sideways at 320 px, in any language.
E4  Everything that is pressed is at least 44 px high, and an option at least 48.
E5  With forced colours the native marks come back.
"""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import NewPhone
from tests.browser.walking import answer, begin, heading, send
from tests.factories.surveys import LINK, launch_annual
from tests.factories.waves import Fieldwork
from tests.support.frozen_clock import FrozenClock

NARROW = {"width": 320, "height": 640}


def no_sideways_scroll(page: Page) -> bool:
    """Whether the page is no wider than its window."""
    wider: bool = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return wider


@pytest.mark.timeout(180)
@pytest.mark.parametrize(("tag", "scheme"), [("en", "light"), ("en", "dark"), ("ar", "light")])
def test_every_screen(new_phone: NewPhone, code_wave: Fieldwork, tag: str, scheme: str) -> None:
    """E1"""
    phone = new_phone(locale=tag, color_scheme=scheme)
    phone.goto(f"/s/{code_wave.slug}/{tag}")
    assert violations(phone) == []
    begin(phone)
    phone.fill("#code", "abcd")
    phone.click("#next")
    expect(phone.locator("#e-code")).to_be_visible()
    assert violations(phone) == []
    phone.fill("#code", code_wave.codes[0])
    phone.click("#next")
    expect(phone.locator("#q-out_sat_01.shown")).to_be_visible()
    assert violations(phone) == []
    answer(phone)
    phone.locator(".shown summary").click()
    phone.click(".lang summary")
    assert violations(phone) == []
    phone.click(".lang summary")
    while not phone.locator(".shown textarea").count():
        phone.click("#next")
    phone.fill(".shown textarea", "w" * 510)
    assert violations(phone) == []
    phone.click("#next")
    assert violations(phone) == []
    phone.click("#next")
    expect(phone.locator("#trouble")).to_be_visible()
    assert violations(phone) == []
    phone.click("#trouble a")
    assert violations(phone) == []
    phone.fill(".shown textarea", "w")
    phone.click("#next")
    phone.context.set_offline(True)
    phone.click("#next")
    expect(phone.locator("#waits")).to_be_visible()
    assert violations(phone) == []
    phone.context.set_offline(False)
    expect(phone.locator("#receipt")).not_to_be_empty()
    assert violations(phone) == []


@pytest.mark.timeout(120)
def test_every_kind_of_question(new_phone: NewPhone, app: Flask, frozen_clock: FrozenClock) -> None:
    """E1, E3, E4: a ladder, several of a list, and what may be left unsaid, at 320 px."""
    wave = launch_annual(frozen_clock(), **LINK)
    phone = new_phone(locale="en-US", viewport=NARROW)
    phone.goto(f"/s/{wave.slug}/en")
    begin(phone)
    for kind in ("#q-out_lad_01", "#q-ctx_spa_01", "#q-per_sti_02", "#q-dem_ten"):
        while not phone.locator(f"{kind}.shown").count():
            phone.click("#next")
        assert violations(phone) == []
        assert no_sideways_scroll(phone)
        heights = phone.locator(".shown .opt").evaluate_all(
            "rows => rows.map(row => row.getBoundingClientRect().height)"
        )
        assert min(heights) >= 48, (kind, heights)
    small = phone.locator("button:visible, summary:visible, .exit").evaluate_all(
        "all => all.filter(one => !one.closest('.hid') && one.tabIndex >= 0"
        " && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"
    )
    assert small == []


@pytest.mark.parametrize("path", ["/c", "/s/{slug}/withdraw", "/s/nothing", "/s/{slug}/en"])
def test_plain_pages(new_phone: NewPhone, link_wave: Fieldwork, path: str) -> None:
    """E1, E3"""
    phone = new_phone(locale="en-US", viewport=NARROW)
    phone.goto(path.format(slug=link_wave.slug))
    assert violations(phone) == []
    assert no_sideways_scroll(phone)


@pytest.mark.parametrize("tag", ["en", "es", "ar", "zh-Hans"])
def test_narrow_in_every_language(new_phone: NewPhone, link_wave: Fieldwork, tag: str) -> None:
    """E3"""
    phone = new_phone(locale=tag, viewport=NARROW)
    phone.goto(f"/s/{link_wave.slug}/{tag}")
    assert no_sideways_scroll(phone)
    begin(phone)
    while not phone.locator("#q-check.shown").count():
        assert no_sideways_scroll(phone)
        phone.click("#next")
    assert no_sideways_scroll(phone)
    send(phone)
    assert no_sideways_scroll(phone)


def test_keyboard_only(phone: Page, link_wave: Fieldwork) -> None:
    """E2"""
    phone.goto(f"/s/{link_wave.slug}/en")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("link", name="Skip to the page")).to_be_focused()
    phone.keyboard.press("Tab")
    expect(phone.locator(".skip.exit-now")).to_be_focused()
    phone.locator("#next").focus()
    phone.keyboard.press("Enter")
    for _question in range(12):
        expect(heading(phone)).to_be_focused()
        phone.keyboard.press("Tab")
        if phone.locator(".shown textarea").count():
            phone.keyboard.type("Benches")
            phone.locator("#next").focus()
            phone.keyboard.press("Enter")
        else:
            phone.keyboard.press("Space")
            phone.keyboard.press("ArrowDown")
            expect(phone.locator(".shown input:checked")).to_have_count(1)
            phone.keyboard.press("Enter")
    expect(heading(phone)).to_have_text("Check your answers")
    phone.locator("#next").focus()
    phone.keyboard.press("Enter")
    expect(phone.locator("#receipt")).not_to_be_empty()


def test_forced_colours(new_phone: NewPhone, link_wave: Fieldwork) -> None:
    """E5"""
    phone = new_phone(locale="en-US", forced_colors="active")
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer(phone)
    look = "mark => getComputedStyle(mark).appearance"
    assert phone.locator(".shown input").first.evaluate(look) == "auto"
