"""Residents answer on a phone, in real Chromium.

B1  From the promise to the receipt, in English, Arabic, Chinese and one more language in turn;
    one answer set is sealed.
B2  After sending nothing of it is on the phone, and Back shows nothing of it.
B3  Pressed twice, or sent again after a failure, it is one answer set with one receipt.
B4  What could not be sent is said, stays on the phone, and goes out later.
B5  What comes too late is erased, and said truthfully.
"""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from survey.waves.promise import sealed_promise
from survey.web.locales import LANGUAGES
from tests.browser.conftest import NewPhone
from tests.browser.languages import TURNS, tag_of
from tests.browser.walking import answer, answer_all, begin, heading, send, storage
from tests.factories.surveys import LINK, count_sent
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock


@pytest.mark.parametrize("turn", TURNS)
def test_answers_in_a_language(
    new_phone: NewPhone, app: Flask, frozen_clock: FrozenClock, turn: str
) -> None:
    """B1"""
    tag = tag_of(turn)
    work = launch_wave_for_tests(frozen_clock(), **LINK, languages=["en", tag])
    phone = new_phone(locale=tag)
    phone.goto(f"/s/{work.slug}")
    expect(phone.locator("html")).to_have_attribute("lang", tag)
    expect(phone.locator("html")).to_have_attribute("dir", LANGUAGES[tag].direction)
    expect(heading(phone)).to_have_text(sealed_promise(work.wave)["wording"][tag]["consent.title"])
    begin(phone)
    assert answer_all(phone) == 12
    assert count_sent(work) == 0
    receipt = send(phone)
    assert len(receipt) == 14
    assert count_sent(work) == 1


def test_nothing_stays_behind(phone: Page, link_wave: Fieldwork) -> None:
    """B2"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer_all(phone)
    assert "out_sat_01" in storage(phone)
    receipt = send(phone)
    assert storage(phone) == "{}"
    assert phone.evaluate("document.cookie + localStorage.length") == "0"
    expect(phone.locator("form")).to_have_count(0)
    for _time in range(3):
        phone.go_back()
        expect(phone.locator("#receipt")).to_have_text(receipt)
        expect(phone.get_by_text("Happy")).to_have_count(0)
    phone.reload()
    expect(heading(phone)).to_have_text("No report will show what you said.")
    expect(phone.locator(":checked")).to_have_count(0)


def test_pressed_twice_sends_once(phone: Page, link_wave: Fieldwork) -> None:
    """B3"""
    posts: list[str] = []
    phone.on("request", lambda request: posts.append(request.method))
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer_all(phone)
    phone.evaluate("for (let n = 0; n < 3; n++) document.getElementById('next').click()")
    expect(phone.locator("#receipt")).not_to_be_empty()
    assert posts.count("POST") == 1
    assert count_sent(link_wave) == 1


def test_fails_and_goes_out_later(phone: Page, link_wave: Fieldwork) -> None:
    """B3, B4"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer_all(phone)
    phone.context.set_offline(True)
    phone.click("#next")
    expect(heading(phone)).to_have_text("Saved on this phone, not sent yet")
    expect(heading(phone)).to_be_focused()
    phone.context.set_offline(False)
    expect(phone.locator("#receipt")).not_to_be_empty()
    assert count_sent(link_wave) == 1
    assert storage(phone) == "{}"


def test_fails_where_nothing_can_be_sealed(new_phone: NewPhone, link_wave: Fieldwork) -> None:
    """B3, B4: without cryptography the answers stay in the tab, as they are."""
    phone = new_phone(locale="en-US")
    phone.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    phone.goto(f"/s/{link_wave.slug}/en")
    expect(phone.locator("#sealed-here")).to_be_hidden()
    begin(phone)
    answer_all(phone)
    phone.context.set_offline(True)
    phone.click("#next")
    expect(phone.locator("#unsent")).to_be_focused()
    expect(phone.locator("#unsent h2")).to_have_text("Saved on this phone, not sent yet")
    expect(phone.locator("#next")).to_have_text("Try again")
    assert "out_sat_01" in storage(phone)
    phone.context.set_offline(False)
    expect(phone.locator("#receipt")).not_to_be_empty()
    assert count_sent(link_wave) == 1
    assert storage(phone) == "{}"


def test_reply_lost_on_the_way(phone: Page, link_wave: Fieldwork) -> None:
    """B3: the server has sealed the answers, but the phone never heard of it."""
    receipts: list[str] = []

    def lose_first_reply(route: Route) -> None:
        if route.request.method == "POST" and not receipts:
            receipts.append(route.fetch().json()["receipt"])
            route.abort()
        else:
            route.continue_()

    phone.route("**/s/**", lose_first_reply)
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer_all(phone)
    phone.click("#next")
    expect(phone.locator("#waits")).to_be_visible()
    assert count_sent(link_wave) == 1
    phone.click("#retry")
    expect(phone.locator("#receipt")).to_have_text(receipts[0])
    assert count_sent(link_wave) == 1


def test_broken_server_is_not_the_end(phone: Page, link_wave: Fieldwork) -> None:
    """B4"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer_all(phone)
    phone.route("**/s/**", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    phone.click("#next")
    expect(phone.locator("#waits")).to_be_visible()
    phone.unroute("**/s/**")
    phone.click("#retry")
    expect(phone.locator("#receipt")).not_to_be_empty()
    assert count_sent(link_wave) == 1


def test_too_late(phone: Page, link_wave: Fieldwork, frozen_clock: FrozenClock) -> None:
    """B5"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer_all(phone)
    frozen_clock.forward(days=30)
    phone.click("#next")
    expect(heading(phone)).to_have_text("This survey has closed")
    expect(phone.get_by_text("If sending had begun earlier, it may have counted.")).to_be_visible()
    assert storage(phone) == "{}"
    assert count_sent(link_wave) == 0


def test_takes_the_answers_back(phone: Page, link_wave: Fieldwork) -> None:
    """B1"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer(phone)
    for _question in range(12):
        phone.click("#next")
    receipt = send(phone)
    phone.get_by_role("link", name="Take my answers back").click()
    phone.fill("#receipt", receipt)
    phone.get_by_role("button", name="Take my answers back").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your answers were taken back")
    assert count_sent(link_wave) == 0
