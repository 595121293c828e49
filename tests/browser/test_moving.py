"""Moving about in the survey: back, skip, clear, reload, languages, leaving.

M1  Back at the top and the browser's own Back go one screen back, with the answers.
M2  Nothing is chosen beforehand; a question can be skipped, a chosen answer cleared.
M3  A reload and another language keep the answers and the place.
M4  "Exit this page" and Shift three times clear everything and leave.
M5  From the check a question can be changed, and one comes back to the check.
M6  Exclusive choices untick the others; questions that do not apply are not shown.
M7  The focus goes to the heading, the title names the question, no answer is in the address.
"""

from __future__ import annotations

import re

from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPhone
from tests.browser.walking import answer, answer_all, begin, heading, send, storage
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.communities import make_organization, make_property
from tests.factories.questionnaires import make_questionnaire
from tests.factories.surveys import LINK, launch_annual, launch_items, sealed_answers
from tests.factories.waves import Fieldwork
from tests.support.frozen_clock import FrozenClock

FIRST = "All in all, how happy are you with this community as a place to live?"
SECOND = "How much does this community feel like it is yours too?"


def test_goes_back(phone: Page, link_wave: Fieldwork) -> None:
    """M1, M7"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    expect(heading(phone)).to_be_focused()
    expect(phone).to_have_title(f"{FIRST} - Neighbor survey")
    answer(phone)
    phone.click("#next")
    expect(heading(phone)).to_have_text(SECOND)
    expect(heading(phone)).to_be_focused()
    expect(phone.locator("#count")).to_have_text("Question 2 of 12")
    phone.click("#back")
    expect(heading(phone)).to_have_text(FIRST)
    expect(phone.get_by_label("Unhappy", exact=True)).to_be_checked()
    phone.go_forward()
    expect(heading(phone)).to_have_text(SECOND)
    phone.go_back()
    phone.go_back()
    expect(heading(phone)).to_have_text("No report will show what you said.")
    assert phone.url.endswith(f"/s/{link_wave.slug}/en")


def test_skips_and_clears(phone: Page, link_wave: Fieldwork) -> None:
    """M2"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    expect(phone.locator(":checked")).to_have_count(0)
    expect(phone.locator("#skip")).to_have_text("Skip")
    answer(phone)
    expect(phone.locator("#skip")).to_have_text("Clear")
    phone.click("#skip")
    expect(phone.locator(":checked")).to_have_count(0)
    expect(heading(phone)).to_have_text(FIRST)
    phone.click("#skip")
    expect(heading(phone)).to_have_text(SECOND)


def test_reload_keeps(phone: Page, link_wave: Fieldwork) -> None:
    """M3"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer(phone)
    phone.click("#next")
    phone.reload()
    expect(heading(phone)).to_have_text(SECOND)
    phone.click("#back")
    expect(phone.get_by_label("Unhappy", exact=True)).to_be_checked()


def test_another_language_keeps(phone: Page, link_wave: Fieldwork) -> None:
    """M3"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer(phone)
    phone.click(".lang summary")
    phone.click(".lang a[lang=ar]")
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    expect(phone.locator("#q-out_sat_01.shown")).to_be_visible()
    expect(phone.locator("#q-out_sat_01 input[value='2']")).to_be_checked()
    phone.click("#back")
    phone.click(".chip[lang=es]")
    expect(phone.locator("html")).to_have_attribute("lang", "es")
    assert '"out_sat_01":["2"]' in storage(phone).replace("\\", "")


def test_exit_clears_and_leaves(phone: Page, link_wave: Fieldwork) -> None:
    """M4"""
    phone.route("https://weather.com/**", lambda route: route.fulfill(body="Sunny"))
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer(phone)
    phone.click(".exit")
    phone.wait_for_url("https://weather.com/")
    phone.go_back()
    expect(heading(phone)).to_have_text("No report will show what you said.")
    expect(phone.locator(":checked")).to_have_count(0)
    assert "out_sat_01" not in storage(phone)


def test_three_shifts_leave(phone: Page, link_wave: Fieldwork) -> None:
    """M4"""
    phone.route("https://weather.com/**", lambda route: route.fulfill(body="Sunny"))
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    for key in ("Shift", "Shift", "a", "Shift"):
        phone.keyboard.press(key)
    expect(heading(phone)).to_have_text(FIRST)
    for _time in range(2):
        phone.keyboard.press("Shift")
    phone.wait_for_url("https://weather.com/")


def test_changes_from_the_check(phone: Page, link_wave: Fieldwork) -> None:
    """M5"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer_all(phone)
    expect(phone.get_by_text("A bench by the pond.")).to_be_visible()
    phone.get_by_role("link", name=re.compile(f"Change ?: {re.escape(SECOND)}")).click()
    expect(heading(phone)).to_have_text(SECOND)
    phone.locator(".shown").get_by_label("Very much").check()
    phone.click("#next")
    expect(heading(phone)).to_have_text("Check your answers")
    expect(phone.locator("#answers").get_by_text("Very much")).to_be_visible()


def test_exclusive(phone: Page, app: Flask, frozen_clock: FrozenClock) -> None:
    """M6"""
    wave = launch_annual(frozen_clock(), **LINK)
    phone.goto(f"/s/{wave.slug}/en")
    begin(phone)
    while not phone.locator("#q-ctx_spa_01.shown").count():
        phone.click("#next")
    phone.get_by_label("Gym").check()
    phone.get_by_label("Pool").check()
    phone.get_by_label("None of these").check()
    expect(phone.locator("#q-ctx_spa_01 :checked")).to_have_count(1)
    phone.get_by_label("Gym").check()
    expect(phone.get_by_label("None of these")).not_to_be_checked()
    assert re.fullmatch(r"Question \d+ of 45", phone.locator("#count").inner_text())


def test_conditional(phone: Page, app: Flask, frozen_clock: FrozenClock) -> None:
    """M6"""
    wave = launch_items(frozen_clock(), "rel_dis_02", "rel_dis_03", "rel_dis_05", "out_sat_01")
    phone.goto(f"/s/{wave.slug}/en")
    begin(phone)
    expect(phone.locator("#count")).to_have_text("Part 1 of 2")
    for choice, after in (("1", "out_sat_01"), ("3", "rel_dis_05"), ("pns", "out_sat_01")):
        phone.check(f"#q-rel_dis_02 input[value='{choice}']")
        phone.click("#next")
        expect(phone.locator("#q-rel_dis_03.shown")).to_be_visible()
        phone.click("#next")
        expect(phone.locator(f"#q-{after}.shown")).to_be_visible()
        if after == "rel_dis_05":
            phone.check("#q-rel_dis_05 input[value='my_age']")
        phone.click("#back")
        phone.click("#back")
    while not phone.locator("#q-check.shown").count():
        phone.click("#next")
    expect(phone.locator("#answers dt")).to_have_count(3)
    send(phone)
    assert sealed_answers(wave) == [{"rel_dis_02": "pns"}]


def test_preview_sends_nothing(new_phone: NewPhone, app: Flask, site: str) -> None:
    """M7: staff walk through a draft; its last button does nothing."""
    organization = make_organization()
    alice = make_person(organization=organization)
    draft = make_questionnaire(make_property(organization=organization))
    phone = new_phone(locale="en-US")
    phone.goto("/staff/sign-in")
    phone.fill("[name=email]", alice.email)
    phone.fill("[name=password]", PASSWORD)
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/staff")
    phone.goto(f"/staff/questionnaires/{draft.id}/preview?lang=en")
    expect(phone.get_by_text("Preview. Nothing can be sent from here.")).to_be_visible()
    begin(phone)
    assert answer_all(phone) == 12
    expect(phone.locator("#next")).to_be_disabled()
    assert storage(phone) == "{}"
    phone.click(".lang summary")
    phone.click(".lang a[lang=ar]")
    expect(phone.locator("html")).to_have_attribute("lang", "ar")
