"""Access codes in real Chromium.

C1  /c#CODE finds the survey; the letters reach no address, no log of requests, no history.
C2  A typed code is looked up before the questions; an unknown one stays in the field.
C3  On a shared phone the next code does not see what the one before was answering.
C4  Sending twice with one code leaves one answer set.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPhone
from tests.browser.walking import answer, answer_all, begin, heading, send, storage
from tests.factories.surveys import count_sent
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock


def test_printed_address(phone: Page, code_wave: Fieldwork) -> None:
    """C1"""
    code = code_wave.codes[0]
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url.split("#")[0]))
    phone.goto(f"/c#{code}")
    phone.wait_for_url(f"**/s/{code_wave.slug}")
    expect(heading(phone)).to_have_text("No report will show what you said.")
    assert phone.url.endswith(f"/s/{code_wave.slug}")
    begin(phone)
    assert answer_all(phone) == 11
    send(phone)
    assert count_sent(code_wave) == 1
    letters = code.replace("-", "")
    assert not [url for url in asked if code in url or letters in url]
    assert code not in phone.evaluate("JSON.stringify([location.href, history.state])")


def test_typed_code(phone: Page, code_wave: Fieldwork, frozen_clock: FrozenClock) -> None:
    """C2"""
    phone.goto(f"/s/{code_wave.slug}/en")
    begin(phone)
    expect(heading(phone)).to_have_text("What is the code on your letter?")
    phone.fill("#code", "abcd-efgh")
    phone.click("#next")
    expect(phone.locator("#e-code")).to_contain_text("We do not know this code.")
    expect(phone.locator("#code")).to_be_focused()
    expect(phone.locator("#code")).to_have_value("abcd-efgh")
    phone.fill("#code", code_wave.codes[1].lower().replace("-", " "))
    phone.keyboard.press("Enter")
    expect(phone.locator("#count")).to_have_text("Question 1 of 11")
    other = launch_wave_for_tests(frozen_clock())
    phone.click("#back")
    phone.fill("#code", other.codes[0])
    phone.click("#next")
    phone.wait_for_url(f"**/s/{other.slug}")


def test_code_page(phone: Page, code_wave: Fieldwork) -> None:
    """C1, C2"""
    phone.goto("/c")
    phone.fill("#code", "zzzz")
    phone.get_by_role("button", name="Next").click()
    expect(phone).to_have_title("Error: What is the code on your letter? - Neighbor survey")
    expect(phone.locator("#code")).to_have_value("zzzz")
    phone.fill("#code", code_wave.codes[2])
    phone.get_by_role("button", name="Next").click()
    phone.wait_for_url(f"**/s/{code_wave.slug}")
    begin(phone)
    expect(phone.locator("#count")).to_have_text("Question 1 of 11")


def test_code_page_without_a_connection(phone: Page, code_wave: Fieldwork) -> None:
    """C2"""
    phone.goto("/c")
    phone.context.set_offline(True)
    phone.fill("#code", code_wave.codes[2])
    phone.get_by_role("button", name="Next").click()
    expect(phone.locator("#offline")).to_be_visible()
    expect(phone.locator("#code")).to_have_value(code_wave.codes[2])


def test_next_person_on_the_same_phone(phone: Page, code_wave: Fieldwork) -> None:
    """C3"""
    phone.goto(f"/s/{code_wave.slug}/en#{code_wave.codes[0]}")
    begin(phone)
    answer(phone)
    assert "out_sat_01" in storage(phone)
    phone.goto(f"/c#{code_wave.codes[1]}")
    phone.wait_for_url(f"**/s/{code_wave.slug}")
    expect(heading(phone)).to_have_text("No report will show what you said.")
    expect(phone.locator(":checked")).to_have_count(0)


def test_one_code_one_answer_set(new_phone: NewPhone, code_wave: Fieldwork) -> None:
    """C4"""
    receipts = set()
    for _phone in range(2):
        phone = new_phone(locale="en-US")
        phone.goto(f"/c#{code_wave.codes[0]}")
        phone.wait_for_url("**/s/**")
        begin(phone)
        answer_all(phone)
        receipts.add(send(phone))
    assert len(receipts) == 1
    assert count_sent(code_wave) == 1
