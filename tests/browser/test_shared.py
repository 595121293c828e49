"""Phones and tablets that several people use, and voices, in real Chromium.

P1  "Finish later" keeps answers only when it was chosen and what it means was read, for 7 days.
P2  They can be gone on with, or removed; another code does not see them.
P3  Kiosk: idle for a minute, with a warning, starts again, and nothing of the last person is left.
P4  Kiosk: after sending it starts again, on Back too nothing is left; the slip says kiosk.
P5  Read aloud: a button where this device has a voice for the language, and only then.
P6  Kiosk: no link leads off the survey, since another page would not start again; the whole screen
    is the survey's; the thank-you comes first, then the way on.
P7  "Exit this page" on the pages beside the survey covers, clears what lies on the phone, and
    leaves; Shift three times does the same; Back leads to nothing. None of it in a wave without.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from survey.core.sealing.envelopes import open_slip
from survey.keys.store import get_key_store
from tests.browser.axe import violations
from tests.browser.conftest import NewPhone
from tests.browser.town import Town
from tests.browser.walking import answer, answer_all, begin, go_to, heading, send, until
from tests.factories.surveys import box_of, count_sent
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock

PROMISE = "No report will show what you said."
LATER_DAYS_MS: Final = 7 * 86_400_000


def _local(phone: Page) -> dict[str, str]:
    kept: dict[str, str] = phone.evaluate("Object.assign({}, localStorage)")
    return kept


def _keep_for_later(phone: Page, slug: str, tag: str = "en") -> str:
    phone.goto(f"/s/{slug}/{tag}")
    begin(phone)
    row = answer(phone)
    phone.click("#next")
    phone.click("#later")
    expect(phone.locator("#laters h1")).to_be_visible()
    return row


def test_finish_later(phone: Page, link_wave: Fieldwork) -> None:
    """P1, P2"""
    row = _keep_for_later(phone, link_wave.slug)
    expect(heading(phone)).to_have_text("Finish later")
    assert _local(phone) == {}
    phone.click("#not-later")
    expect(phone.locator("#count")).to_have_text("Question 2 of 12")
    phone.click("#later")
    expect(phone.locator("#laters")).to_contain_text("whoever uses this phone can read them")
    assert violations(phone) == []
    phone.click("#keep-here")
    expect(phone.locator("#laters-text")).to_contain_text("Your answers are kept on this phone")
    assert list(_local(phone)) == [f"porchlight:{link_wave.slug}:later"]
    assert phone.evaluate("sessionStorage.length") == 0
    expect(phone.locator(":checked")).to_have_count(0)
    phone.goto(f"/s/{link_wave.slug}/en")
    expect(phone.locator("#begun-here h2")).to_have_text("Answers were begun on this phone")
    assert violations(phone) == []
    phone.click("#go-on")
    expect(phone.locator("#count")).to_have_text("Question 2 of 12")
    phone.click("#back")
    expect(phone.get_by_label(row, exact=True)).to_be_checked()
    assert _local(phone) == {}
    while not phone.locator("#q-check.shown").count():
        phone.click("#next")
    send(phone)
    assert count_sent(link_wave) == 1


def test_day_of_finish_later(visitor: NewPhone, town: Town) -> None:
    """P1: in words of the page's language, also of one that no browser knows."""
    for tag, written in (("ht", "22 jen"), ("am", "ጁን 22"), ("zh-Hans", "6月22日")):
        phone = visitor(locale="en-US", timezone_id="America/Chicago")
        phone.clock.set_fixed_time("2026-06-15T12:00:00-05:00")
        _keep_for_later(phone, town.short.slug, tag)
        phone.click("#keep-here")
        expect(phone.locator("#laters-text")).to_contain_text(written)


def test_what_was_begun_is_removed(phone: Page, link_wave: Fieldwork) -> None:
    """P2"""
    _keep_for_later(phone, link_wave.slug)
    phone.click("#keep-here")
    phone.click("#remove-later")
    expect(phone.locator("#laters-text")).to_contain_text("were removed from this phone")
    assert _local(phone) == {}
    _keep_for_later(phone, link_wave.slug)
    phone.click("#keep-here")
    phone.goto(f"/s/{link_wave.slug}/en")
    phone.click("#no-later")
    expect(phone.locator("#begun-here")).to_be_hidden()
    assert _local(phone) == {}


def test_what_was_begun_goes_after_a_week(phone: Page, link_wave: Fieldwork) -> None:
    """P1: in a page of any survey."""
    _keep_for_later(phone, link_wave.slug)
    phone.click("#keep-here")
    phone.clock.install()
    phone.goto(f"/s/{link_wave.slug}/en")
    expect(phone.locator("#begun-here")).to_be_visible()
    phone.clock.fast_forward(LATER_DAYS_MS + 1000)
    phone.add_init_script(f"const now = Date.now; Date.now = () => now() + {LATER_DAYS_MS + 1000}")
    phone.goto(f"/s/{link_wave.slug}/en")
    expect(phone.locator("#begun-here")).to_be_hidden()
    assert _local(phone) == {}


def test_another_code_sees_nothing_of_it(phone: Page, code_wave: Fieldwork) -> None:
    """P2"""
    first, second = (code.replace("-", "") for code in code_wave.codes[:2])
    phone.goto(f"/s/{code_wave.slug}/en#{first}")
    begin(phone)
    answer(phone)
    phone.click("#later")
    phone.click("#keep-here")
    phone.goto("about:blank")
    phone.goto(f"/s/{code_wave.slug}/en#{second}")
    expect(heading(phone)).to_have_text(PROMISE)
    expect(phone.locator("#begun-here")).to_be_hidden()
    phone.goto("about:blank")
    phone.goto(f"/s/{code_wave.slug}/en#{first}")
    expect(phone.locator("#begun-here")).to_be_visible()


def test_kiosk_starts_again(phone: Page, link_wave: Fieldwork) -> None:
    """P3"""
    phone.clock.install()
    phone.goto(f"/s/{link_wave.slug}/kiosk/en")
    expect(phone.locator("#main")).to_contain_text("This tablet is shared.")
    phone.clock.run_for(300_000)
    expect(heading(phone)).to_have_text(PROMISE)
    begin(phone)
    expect(phone.locator("#later")).to_be_hidden()
    answer(phone)
    phone.clock.run_for(41_000)
    expect(phone.get_by_role("alertdialog")).to_contain_text("Are you still there?")
    expect(phone.locator("#stay")).to_be_focused()
    assert violations(phone) == []
    phone.click("#stay")
    expect(phone.locator("#idle")).to_be_hidden()
    expect(phone.locator(".shown :checked")).to_have_count(1)
    phone.clock.run_for(59_000)
    expect(phone.locator("#idle")).to_be_visible()
    phone.clock.run_for(5_000)
    expect(heading(phone)).to_have_text(PROMISE)
    expect(phone.locator(":checked")).to_have_count(0)
    _nothing_is_left(phone)


def test_kiosk_after_sending(phone: Page, link_wave: Fieldwork) -> None:
    """P4"""
    phone.clock.install()
    for _person in range(2):
        phone.goto(f"/s/{link_wave.slug}/kiosk/en")
        begin(phone)
        answer_all(phone)
        send(phone)
        expect(phone.locator("#next-person")).to_be_visible()
        assert violations(phone) == []
        phone.clock.run_for(31_000)
        expect(heading(phone)).to_have_text(PROMISE)
        _nothing_is_left(phone)
    assert count_sent(link_wave) == 2
    key = get_key_store().get(link_wave.wave_id).opening_key
    assert key is not None
    modes = {
        open_slip(key, slip, wave_id=link_wave.wave_id).mode
        for _slot, _answers, slip in box_of(link_wave)
    }
    assert modes == {"kiosk"}
    phone.go_back()
    expect(phone.locator(":checked")).to_have_count(0)
    expect(phone.locator("#receipt")).to_have_count(0)


def test_kiosk_in_another_language(phone: Page, link_wave: Fieldwork) -> None:
    """P3: the answers come along, and stay nowhere."""
    phone.goto(f"/s/{link_wave.slug}/kiosk/en")
    begin(phone)
    answer(phone)
    assert phone.evaluate("sessionStorage.length") == 0
    phone.click(".lang summary")
    phone.click(".lang a[lang=ar]")
    expect(phone.locator("html")).to_have_attribute("lang", "ar")
    expect(phone.locator(".shown :checked")).to_have_count(1)
    assert phone.url.endswith("/kiosk/ar")
    assert phone.evaluate("sessionStorage.length") == 0
    phone.click("header .exit")
    expect(phone.locator(":checked")).to_have_count(0)
    assert "/kiosk" in phone.url


def test_kiosk_leads_nowhere(phone: Page, link_wave: Fieldwork) -> None:
    """P6"""
    away = "all => all.map(one => one.getAttribute('href')).filter(one => !one.startsWith('#'))"
    ways = phone.locator("main a[href]:visible")
    phone.goto(f"/s/{link_wave.slug}/en")
    assert len(ways.evaluate_all(away)) == 3
    phone.goto(f"/s/{link_wave.slug}/kiosk/en")
    assert ways.evaluate_all(away) == []
    expect(phone.locator("#promise")).to_contain_text("612-555-0142")
    begin(phone)
    until(phone, "Boolean(document.fullscreenElement)")
    go_to(phone, "check")
    send(phone)
    assert ways.evaluate_all(away) == []
    expect(phone.locator("#main")).to_contain_text(f"/s/{link_wave.slug}/withdraw")
    last = phone.locator("#main > :visible").last
    expect(last).to_have_id("next-person")


def _leave_by_link(phone: Page) -> None:
    phone.click("header .exit")


def _leave_by_keys(phone: Page) -> None:
    for _time in range(3):
        phone.keyboard.press("Shift")


@pytest.mark.parametrize("leave", [_leave_by_link, _leave_by_keys])
def test_exit_beside_the_survey(
    phone: Page, link_wave: Fieldwork, leave: Callable[[Page], None]
) -> None:
    """P7"""
    phone.route("https://weather.com/**", lambda route: route.fulfill(body="Sunny"))
    _keep_for_later(phone, link_wave.slug)
    phone.click("#keep-here")
    assert _local(phone) != {}
    phone.goto("/c")
    phone.fill("#code", "ABCD")
    leave(phone)
    phone.wait_for_url("https://weather.com/")
    phone.go_back()
    assert not phone.url.endswith("/c")
    phone.goto("/c")
    assert _local(phone) == {}
    expect(phone.locator("#code")).to_have_value("")


def test_a_wave_without_exit(phone: Page, app: Flask, frozen_clock: FrozenClock) -> None:
    """P7: neither a button nor three presses of Shift take the page away."""
    wave = launch_wave_for_tests(
        frozen_clock(), access="link", cuts=("dem_ten",), exit_button=False
    )
    phone.goto(f"/s/{wave.slug}/en")
    begin(phone)
    _leave_by_keys(phone)
    expect(phone.locator(".exit-now")).to_have_count(0)
    expect(phone.locator("#next")).to_be_visible()
    assert phone.url.endswith(f"/s/{wave.slug}/en")


def _nothing_is_left(phone: Page) -> None:
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    assert phone.locator("textarea").evaluate_all("(all) => all.every((one) => !one.value)")


VOICES = """
const said = [];
window.saidAloud = said;
const synth = { speaking: false, getVoices: () => %s,
  speak(one) { this.speaking = true; said.push(one.text); },
  cancel() { this.speaking = false; } };
Object.defineProperty(window, "speechSynthesis", { value: synth });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
HERE = '[{ lang: "en-US", localService: true }, { lang: "tl-PH", localService: true }]'
AWAY = '[{ lang: "en-US", localService: false }, { lang: "es_ES", localService: false }]'


def test_reads_aloud(new_phone: NewPhone, link_wave: Fieldwork) -> None:
    """P5"""
    phone = new_phone(locale="en-US")
    phone.add_init_script(VOICES % HERE)
    phone.goto(f"/s/{link_wave.slug}/en")
    expect(phone.locator("#aloud")).to_be_hidden()
    begin(phone)
    phone.get_by_role("button", name="Read aloud").click()
    said = phone.evaluate("window.saidAloud")
    assert said[0].startswith("All in all, how happy are you")
    assert "Unhappy" in said
    phone.get_by_role("button", name="Stop reading").click()
    expect(phone.locator("#aloud")).to_have_text("Read aloud")
    phone.goto(f"/s/{link_wave.slug}/ar")
    begin(phone)
    expect(phone.locator("#aloud")).to_be_hidden()


def test_voices_that_come_after_sending(new_phone: NewPhone, link_wave: Fieldwork) -> None:
    """P5: a device may need a while to list them; by then there is nothing left to read."""
    phone = new_phone(locale="en-US")
    phone.add_init_script(VOICES % HERE)
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer_all(phone)
    send(phone)
    phone.evaluate("speechSynthesis.onvoiceschanged()")


def test_names_of_voices(visitor: NewPhone, town: Town) -> None:
    """P5: systems name some languages in their own way; another Chinese is no voice for it."""
    for tag, name, offered in (
        ("zh-Hans", "cmn-Hans-CN", True),
        ("zh-Hant", "zh_TW", True),
        ("zh-Hant", "zh-CN", False),
        ("fil", "tl-PH", True),
        ("pt-BR", "pt_BR", True),
    ):
        phone = visitor(locale=tag)
        phone.add_init_script(VOICES % f'[{{ lang: "{name}", localService: true }}]')
        phone.goto(f"/s/{town.short.slug}/{tag}")
        begin(phone)
        expect(phone.locator("#aloud")).to_be_visible(visible=offered)


def test_no_voice_from_the_network(new_phone: NewPhone, link_wave: Fieldwork) -> None:
    """P5: it would hear the questions."""
    phone = new_phone(locale="en-US")
    phone.add_init_script(VOICES % AWAY)
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    expect(phone.locator("#aloud")).to_be_hidden()
