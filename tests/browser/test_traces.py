"""What a phone that somebody else takes up can tell: nothing of an answer, nowhere.

X1  No answer stands in an address, a title, the history or a cookie, on any screen; what the
    history holds is the number of a screen.
X2  What is answered stays until the server has acknowledged it, and goes at that moment.
X3  Killed in the middle of sending and sent again, it lies in the same slot, under one receipt.
X4  A page that has changed meanwhile (a stricter promise, a new version) still sends what waits,
    and keeps what was begun.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from playwright.sync_api import Page, Route, expect

from survey.db import transaction
from survey.waves.services import tighten_promise
from tests.browser.conftest import NewPhone
from tests.browser.town import Town
from tests.browser.walking import answer, answer_all, begin, go_to, heading, send, until
from tests.browser.walks import answering, finishing_later
from tests.factories.surveys import box_of, count_sent
from tests.factories.waves import Fieldwork
from tests.support.frozen_clock import FrozenClock

OWN_WORDS: Final = "A bench by the pond."
WAITING: Final = "Saved on this phone, not sent yet"


def test_nothing_in_the_history(visitor: NewPhone, town: Town) -> None:
    """X1"""
    page = visitor(locale="en-US")
    wire = page.context.new_cdp_session(page)
    chosen: set[str] = set()
    for walk in (answering, finishing_later):
        for name in walk(page, town, "en"):
            chosen |= set(page.locator(".opt:has(:checked) span").all_inner_texts())
            history: dict[str, Any] = wire.send("Page.getNavigationHistory")
            said = json.dumps([[one["url"], one["title"]] for one in history["entries"]])
            said = re.sub(
                r"http://[\d.]+:\d+/s/\w+", "", said
            )  # drawn by lot: any digit may be in it
            state = page.evaluate("history.state")
            assert state is None or set(state) == {"at", "depth"}, name
            assert page.context.cookies() == [], name
            for words in (*chosen, OWN_WORDS, "wwww"):
                assert not re.search(rf"\b{re.escape(words)}\b", said), name
    assert len(chosen) >= 4


def test_kept_until_acknowledged(phone: Page, link_wave: Fieldwork) -> None:
    """X2"""
    kept_meanwhile: list[list[str]] = []

    def look_then_send(route: Route) -> None:
        if route.request.method == "POST":
            kept_meanwhile.append(phone.evaluate("Object.keys(localStorage)"))
        route.continue_()

    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer_all(phone)
    phone.route("**/s/**", look_then_send)
    send(phone)
    assert kept_meanwhile == [[f"porchlight:waiting:{link_wave.slug}"]]
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0


def test_same_slot(phone: Page, link_wave: Fieldwork) -> None:
    """X3"""
    receipts: list[str] = []

    def arrive_but_die(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        receipts.append(route.fetch().json()["receipt"])
        route.abort("connectionreset")

    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer_all(phone)
    phone.route("**/s/**", arrive_but_die)
    phone.click("#next")
    expect(heading(phone)).to_have_text(WAITING)
    phone.click("#retry")
    until(phone, "document.getElementById('retry').textContent === 'Try again'")
    slots = {slot for slot, _answers, _slip in box_of(link_wave)}
    phone.unroute("**/s/**")
    phone.click("#retry")
    expect(phone.locator("#receipt")).to_have_text(receipts[0])
    assert len(receipts) >= 2
    assert set(receipts) == {receipts[0]}
    assert {slot for slot, _answers, _slip in box_of(link_wave)} == slots
    assert count_sent(link_wave) == 1


def test_a_changed_page_sends_what_waits(
    phone: Page, link_wave: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """X4"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    answer_all(phone)
    phone.context.set_offline(True)
    phone.click("#next")
    expect(heading(phone)).to_have_text(WAITING)
    # Closed, not only left: a page that was left can still hear that there is a connection again,
    # and would send before the changed one is there.
    again = phone.context.new_page()
    phone.close()
    _make_stricter(link_wave, frozen_clock)
    again.context.set_offline(False)
    again.goto(f"/s/{link_wave.slug}/en")
    expect(again.locator("#receipt")).not_to_be_empty()
    assert count_sent(link_wave) == 1


def test_a_changed_page_keeps_what_was_begun(
    phone: Page, link_wave: Fieldwork, frozen_clock: FrozenClock
) -> None:
    """X4"""
    phone.goto(f"/s/{link_wave.slug}/en")
    begin(phone)
    row = answer(phone)
    phone.click("#next")
    _make_stricter(link_wave, frozen_clock)
    phone.reload()
    expect(phone.locator("#promise")).to_contain_text("15 people")
    expect(phone.locator("#count")).to_have_text("Question 2 of 12")
    phone.click("#back")
    expect(phone.get_by_label(row, exact=True)).to_be_checked()
    go_to(phone, "check")
    send(phone)
    assert count_sent(link_wave) == 1


def _make_stricter(work: Fieldwork, frozen_clock: FrozenClock) -> None:
    with transaction():
        tighten_promise(wave=work.wave, change={"min_group": 15}, actor=None, now=frozen_clock())
