"""A keyer at work in real Chromium, by the keyboard alone.

B1  From the list to a sealed sheet without a mouse: a number goes on by itself where it can mean
    one box only, Enter goes on elsewhere, a wrong number is told where it stands.
B2  The same sheet once more, and what differs; Enter seals.
B3  Neither Back nor a reload brings the sheet's answers back.
B4  axe-core finds nothing on these pages, and nothing scrolls sideways at 320 px, in a sheet that
    is written from the right.
B5  A sheet that is half typed is not left by a link without being asked.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Error, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import NewPhone
from tests.browser.hosting import NARROW
from tests.browser.looking import no_sideways_scroll
from tests.factories.accounts import PASSWORD
from tests.factories.everybody import Everybody
from tests.factories.surveys import sealed_answers
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock

WORDS = "A bench by the pond."


@pytest.fixture
def work(people: Everybody, frozen_clock: FrozenClock) -> Fieldwork:
    """An open wave with codes that promised paper."""
    return launch_wave_for_tests(frozen_clock(), place=people.maple, paper=True)


@pytest.fixture
def desk(new_phone: NewPhone, people: Everybody) -> Page:
    """A narrow screen at which the keyer is signed in."""
    page = new_phone(locale="en-US", viewport=NARROW)
    page.goto("/staff/sign-in")
    page.fill("input[name=email]", people.hana.email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Paper")).to_be_visible()
    return page


def press_until(page: Page, key: str, css: str) -> None:
    """Press a key until this has the focus."""
    for _press in range(60):
        if page.locator(css).evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{css} never had the focus")


def focused(page: Page) -> str:
    """The id of what has the focus."""
    return str(page.evaluate("document.activeElement.id"))


def test_a_sheet_by_the_keyboard(desk: Page, work: Fieldwork) -> None:
    """B1, B2, B3, B4"""
    desk.goto("/staff/paper")
    assert violations(desk) == []
    press_until(desk, "Tab", f"a[href='/staff/paper/{work.wave_id}']")
    desk.keyboard.press("Enter")
    press_until(desk, "Tab", "button[name=language][value=ar]")
    assert violations(desk) == []
    desk.keyboard.press("Enter")
    expect(desk.locator("#code")).to_be_focused()
    assert violations(desk) == []
    assert no_sideways_scroll(desk)
    desk.keyboard.type(work.codes[0].lower())
    desk.keyboard.press("Enter")
    desk.keyboard.type("4")
    assert focused(desk) == "q-per_bel_01"
    desk.keyboard.type("7")
    desk.keyboard.press("Enter")
    expect(desk.locator("#q-per_bel_01-error")).to_have_text("Type a number from 1 to 5.")
    assert focused(desk) == "q-per_bel_01"
    desk.keyboard.press("Backspace")
    desk.keyboard.type("2")
    assert focused(desk) == "q-per_val_01"
    expect(desk.locator("#q-per_bel_01-error")).to_be_hidden()
    for _nothing_ticked in range(8):
        desk.keyboard.press("Enter")
    assert focused(desk) == "q-opn_01"
    desk.keyboard.type(WORDS)
    desk.keyboard.press("Tab")
    assert focused(desk) == "seal"
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Type the same sheet once more")
    expect(desk.locator("#q-out_sat_01")).to_be_focused()
    desk.keyboard.type("43")
    press_until(desk, "Enter", "#seal")
    assert sealed_answers(work) == []
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Look at the sheet: these differ")
    assert violations(desk) == []
    desk.keyboard.type("2")
    assert focused(desk) == "seal"
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("The sheet is sealed.")).to_be_visible()
    expect(desk.locator("#code")).to_be_focused()
    assert sealed_answers(work) == [{"out_sat_01": 4, "per_bel_01": 2, "opn_01": WORDS}]
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        desk.go_back()  # the browser would have to send the sheet again, and says so
    expect(desk.locator("body")).not_to_contain_text(WORDS)
    desk.reload()  # it does
    expect(desk.get_by_text("That sheet is sealed already.")).to_be_visible()
    for field in desk.locator(".keying input[type=text], .keying textarea").all():
        expect(field).to_have_value("")
    assert len(sealed_answers(work)) == 1


def test_a_sheet_half_typed(desk: Page, work: Fieldwork) -> None:
    """B5: another language's link would bring an empty sheet."""
    asked = list[str]()

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    desk.on("dialog", stay)
    desk.goto(f"/staff/paper/{work.wave_id}")
    desk.locator("button[name=language][value=en]").click()
    desk.locator("#q-per_bel_01").fill("4")
    desk.get_by_role("link", name="Español").click()
    assert asked == ["beforeunload"]
    expect(desk.locator("#q-per_bel_01")).to_have_value("4")
    desk.get_by_role("button", name="Leave this sheet").click()
    expect(desk.locator("#q-per_bel_01")).to_have_value("")
    assert asked == ["beforeunload"]
