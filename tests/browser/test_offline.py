"""Without a connection, and on phones that several people use, in real Chromium.

O1  A page that was opened once opens again without a connection, is answered, and is sent by
    itself when the connection is back; a survey that has closed is not opened from what was kept.
O2  What waits outlives the page, is sent at the next visit, and never twice.
O3  It can be removed; another person can answer meanwhile; nobody's answers are lost or mixed.
O4  A wrong code is mended on the waiting page.
O5  The server dies in the middle of sending: the answers are not lost.
O6  What waits for a survey that has closed is erased, and that is said.
O7  Another language needs a connection, and says so without losing anything.
O8  "Exit this page" leaves nothing, not even what waits.
O9  Where the phone keeps nothing, the page says to leave it open, and sends.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewPhone
from tests.browser.hosting import Host
from tests.browser.walking import answer, answer_all, begin, heading, send, until
from tests.factories.surveys import count_sent, sealed_answers
from tests.factories.waves import Fieldwork
from tests.support.frozen_clock import FrozenClock

WAITING = "Saved on this phone, not sent yet"
PROMISE = "No report will show what you said."


def _is_kept(phone: Page) -> None:
    """Wait until the page is kept and the worker serves it."""
    until(
        phone,
        "async () => navigator.serviceWorker.controller"
        " && Boolean(await caches.match(location.pathname))",
    )


def _answer_offline(phone: Page, work: Fieldwork) -> None:
    phone.goto(f"/s/{work.slug}/en")
    begin(phone)
    answer_all(phone)
    phone.context.set_offline(True)
    phone.click("#next")
    expect(heading(phone)).to_have_text(WAITING)


def _left(phone: Page) -> dict[str, str]:
    left: dict[str, str] = phone.evaluate("Object.assign({}, localStorage, sessionStorage)")
    return left


def test_opens_and_answers_offline(phone: Page, link_wave: Fieldwork, host: Host) -> None:
    """O1, O2: with no server there at all, because a worker is not the browser's to unplug."""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    _is_kept(phone)
    host.stop()
    phone.goto("about:blank")
    phone.goto(f"/s/{link_wave.slug}/en")
    while not phone.locator("#q-check.shown").count():
        phone.click("#next")
    phone.click("#next")
    expect(heading(phone)).to_have_text(WAITING)
    phone.goto("about:blank")
    phone.goto(f"/s/{link_wave.slug}/en")
    expect(heading(phone)).to_have_text(WAITING)
    assert count_sent(link_wave) == 0
    host.start()
    phone.click("#retry")
    expect(phone.locator("#receipt")).not_to_be_empty()
    assert count_sent(link_wave) == 1
    assert _left(phone) == {}
    until(phone, "async () => !(await caches.has('porchlight-pages'))")


def test_a_page_left_in_the_middle_of_sending_waits(
    phone: Page, link_wave: Fieldwork, host: Host
) -> None:
    """O2: what the tab still holds of answers that are sealed already is not shown again."""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    _is_kept(phone)
    answer_all(phone)
    kept = phone.evaluate("Object.assign({}, sessionStorage)")
    host.stop()
    phone.click("#next")
    expect(heading(phone)).to_have_text(WAITING)
    phone.evaluate("kept => Object.assign(sessionStorage, kept)", kept)
    phone.reload()
    expect(heading(phone)).to_have_text(WAITING)
    assert phone.evaluate("sessionStorage.length") == 0
    assert count_sent(link_wave) == 0
    host.start()
    phone.click("#retry")
    expect(phone.locator("#receipt")).not_to_be_empty()
    assert count_sent(link_wave) == 1


def test_a_newer_page_is_shown_when_there_is_a_connection(
    phone: Page, link_wave: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """O1: and a closed survey is never opened from what was kept, once that is known."""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    _is_kept(phone)
    frozen_clock.forward(days=30)
    phone.reload()
    expect(heading(phone)).to_have_text("This survey has closed")
    assert not phone.evaluate("async () => Boolean(await caches.match(location.pathname))")


def test_goes_out_at_the_next_visit(phone: Page, link_wave: Fieldwork) -> None:
    """O2"""
    _answer_offline(phone, link_wave)
    context = phone.context
    phone.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"/s/{link_wave.slug}/en")
    expect(again.locator("#receipt")).not_to_be_empty()
    assert len(sealed_answers(link_wave)[0]) == 12
    again.goto(f"/s/{link_wave.slug}/en")
    expect(heading(again)).to_have_text(PROMISE)
    assert count_sent(link_wave) == 1


def test_two_tabs_send_it_once(phone: Page, link_wave: Fieldwork) -> None:
    """O2"""
    _answer_offline(phone, link_wave)
    other = phone.context.new_page()
    phone.context.set_offline(False)
    other.goto(f"/s/{link_wave.slug}/en")
    expect(phone.locator("#receipt")).not_to_be_empty()
    expect(heading(other)).not_to_have_text(WAITING)
    assert count_sent(link_wave) == 1


def test_is_removed(phone: Page, link_wave: Fieldwork) -> None:
    """O3"""
    _answer_offline(phone, link_wave)
    phone.click("#unwait")
    expect(heading(phone)).to_have_text(PROMISE)
    expect(phone.locator("#note")).to_have_text("Your answers were removed from this phone.")
    assert _left(phone).keys() <= {f"porchlight:{link_wave.slug}"}
    phone.context.set_offline(False)
    phone.reload()
    expect(heading(phone)).to_have_text(PROMISE)
    assert count_sent(link_wave) == 0


def test_another_person_answers_meanwhile(phone: Page, link_wave: Fieldwork) -> None:
    """O3"""
    _answer_offline(phone, link_wave)
    phone.click("#another")
    expect(heading(phone)).to_have_text(PROMISE)
    begin(phone)
    expect(phone.locator(":checked")).to_have_count(0)
    answer(phone)
    phone.context.set_offline(False)
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    expect(phone.locator("#note")).to_have_text("Answers that waited on this phone have been sent.")
    while not phone.locator("#q-check.shown").count():
        phone.click("#next")
    send(phone)
    assert sorted(len(one) for one in sealed_answers(link_wave)) == [1, 12]


def test_wrong_code(phone: Page, code_wave: Fieldwork) -> None:
    """O4: typed without a connection, so that nobody could say so before."""
    phone.goto(f"/s/{code_wave.slug}/en")
    phone.context.set_offline(True)
    begin(phone)
    phone.fill("#code", "ABCD-EFGH-JKLM")
    phone.click("#next")
    answer_all(phone)
    phone.click("#next")
    expect(heading(phone)).to_have_text(WAITING)
    phone.context.set_offline(False)
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    expect(phone.locator("#wrong")).to_contain_text("We do not know this code.")
    expect(phone.locator("#code-again")).to_be_focused()
    phone.fill("#code-again", code_wave.codes[3])
    phone.click("#retry")
    expect(phone.locator("#receipt")).not_to_be_empty()
    assert count_sent(code_wave) == 1
    assert _left(phone) == {}


@pytest.mark.parametrize("arrives", [False, True])
def test_the_server_dies_while_sending(phone: Page, link_wave: Fieldwork, arrives: bool) -> None:
    """O5: whether or not the answers had arrived."""

    def die(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        if arrives:
            route.fetch()
        route.abort("connectionreset")

    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer_all(phone)
    phone.route("**/s/**", die)
    phone.click("#next")
    expect(heading(phone)).to_have_text(WAITING)
    phone.unroute("**/s/**")
    phone.reload()
    expect(phone.locator("#receipt")).not_to_be_empty()
    assert count_sent(link_wave) == 1


def test_too_late(phone: Page, link_wave: Fieldwork, frozen_clock: FrozenClock) -> None:
    """O6"""
    _answer_offline(phone, link_wave)
    # Closed, not only left: a page that was left can still hear that there is a connection again.
    again = phone.context.new_page()
    phone.close()
    frozen_clock.forward(days=30)
    again.context.set_offline(False)
    again.goto(f"/s/{link_wave.slug}/en")
    expect(again.locator("#erased")).to_contain_text("Your answers are no longer on this phone.")
    assert _left(again) == {}
    again.reload()
    expect(heading(again)).to_have_text("This survey has closed")
    expect(again.locator("#erased")).to_be_hidden()


def test_another_language(phone: Page, link_wave: Fieldwork) -> None:
    """O7"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    row = answer(phone)
    phone.context.set_offline(True)
    phone.click(".lang summary")
    phone.click(".lang a[lang=es]")
    expect(phone.locator("#note")).to_contain_text("This language needs a connection.")
    expect(phone.get_by_label(row, exact=True)).to_be_checked()
    phone.context.set_offline(False)
    phone.click(".lang a[lang=es]")
    expect(phone.locator("html")).to_have_attribute("lang", "es")
    expect(phone.locator(".shown :checked")).to_have_count(1)


def test_exit_leaves_nothing(phone: Page, link_wave: Fieldwork) -> None:
    """O8"""
    phone.route("https://weather.com/**", lambda route: route.fulfill(body="weather"))
    _answer_offline(phone, link_wave)
    phone.route("**/s/**", lambda route: route.abort())
    phone.context.set_offline(False)
    phone.click("header .exit")
    phone.wait_for_url("https://weather.com/")
    phone.unroute("**/s/**")
    phone.goto(f"/s/{link_wave.slug}/en")
    expect(heading(phone)).to_have_text(PROMISE)
    assert _left(phone).keys() <= {f"porchlight:{link_wave.slug}"}
    assert not phone.evaluate("caches.has('porchlight-pages')")
    assert count_sent(link_wave) == 0


def test_a_phone_that_keeps_nothing(new_phone: NewPhone, link_wave: Fieldwork) -> None:
    """O9"""
    phone = new_phone(locale="en-US")
    phone.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full') }")
    _answer_offline(phone, link_wave)
    expect(phone.locator("#unkept")).to_be_visible()
    expect(phone.locator("#sealed")).to_be_hidden()
    phone.context.set_offline(False)
    expect(phone.locator("#receipt")).not_to_be_empty()
    assert count_sent(link_wave) == 1
