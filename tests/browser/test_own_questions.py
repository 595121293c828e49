"""Own questions on real phones: residents who answer them, and staff who write them.

U1  A resident meets the mark at the question and in the check of answers, and the answer is sent;
    also with very long words, at 320 px, from the right and from the left.
U2  A steward writes one on a phone, for those who answered another in some way, is told what the
    lint finds, loses nothing, and keeps it.
U3  axe-core finds nothing on any of these screens, and nothing scrolls sideways at 320 px.
"""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from survey.communities.models import Property
from survey.db import db, transaction
from tests.browser.axe import violations
from tests.browser.conftest import NewPhone
from tests.browser.hosting import NARROW
from tests.browser.looking import no_sideways_scroll
from tests.browser.walking import answer, begin, send
from tests.factories.accounts import PASSWORD
from tests.factories.communities import make_property
from tests.factories.everybody import make_everybody
from tests.factories.own_questions import make_own_question, translate_own_question
from tests.factories.questionnaires import make_questionnaire, publish_questionnaire
from tests.factories.surveys import sealed_answers
from tests.factories.waves import Fieldwork, launch
from tests.support.frozen_clock import FrozenClock

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"


def troubles(page: Page) -> list[str]:
    """What axe-core finds, and whether the page scrolls sideways."""
    return violations(page) + ([] if no_sideways_scroll(page) else ["scrolls sideways"])


def launched(place: Property, item_id: str, clock: FrozenClock) -> Fieldwork:
    version = publish_questionnaire(place, own=[item_id])
    with transaction():
        made = launch(
            db.session.merge(place),
            db.session.merge(version),
            clock(),
            access="link",
            cuts=(),
            languages=["en", "ar"],
        )
        return Fieldwork(made.wave.id, made.wave.slug, None)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_residents(new_phone: NewPhone, app: Flask, frozen_clock: FrozenClock, tag: str) -> None:
    """U1, U3"""
    place = make_property("Alder Row")
    own = make_own_question(place.organization)
    with transaction():
        db.session.merge(own).text = f"How easy is the {LONG} to use?"
    translate_own_question(own, "ar")
    item_id = own.item_id
    wave = launched(place, item_id, frozen_clock)
    phone = new_phone(locale=tag, viewport=NARROW)
    phone.goto(f"/s/{wave.slug}/{tag}")
    begin(phone)
    while not phone.locator(f"#q-{item_id}.shown").count():
        assert not phone.locator(".shown .own").count()
        phone.click("#next")
    expect(phone.locator(".shown .own")).to_be_visible()
    expect(phone.locator(".shown .intro")).to_be_visible()
    assert troubles(phone) == []
    answer(phone)
    while not phone.locator("#q-check.shown").count():
        phone.click("#next")
    expect(phone.locator("#answers .own")).to_have_count(1)
    expect(phone.locator("#answers div", has=phone.locator(".own")).locator("dt")).to_contain_text(
        LONG
    )
    assert troubles(phone) == []
    send(phone)
    expect(phone.locator("#receipt")).not_to_be_empty()
    assert [list(answers) for answers in sealed_answers(wave)] == [[item_id]]


@pytest.mark.timeout(180)
def test_a_steward_writes_one(new_phone: NewPhone, app: Flask) -> None:
    """U2, U3"""
    people = make_everybody()
    hearth, draft = people.hearth.id, make_questionnaire(people.maple).id
    phone = new_phone(locale="en-US", viewport=NARROW)
    phone.goto("/staff/sign-in")
    phone.fill("[name=email]", "dana@example.org")
    phone.fill("[name=password]", PASSWORD)
    phone.press("[name=password]", "Enter")
    phone.goto(f"/staff/bank/own/{hearth}")
    assert troubles(phone) == []
    phone.click("text=Write a question")
    assert troubles(phone) == []
    phone.fill("#text", f"How fair is the {LONG} and the lift to you?")
    phone.select_option("#answers", "degree5")
    phone.select_option("#after", "per_bel_01")
    phone.click("text=Show the answers of that question")
    expect(phone.locator("[name=after_answers]")).to_have_count(5)
    phone.check("[name=after_answers][value='2']")
    assert phone.input_value("#text") == f"How fair is the {LONG} and the lift to you?"
    assert troubles(phone) == []
    phone.fill("#why", "We can change it.")
    phone.fill("#translator_note", "A rule of the house.")
    phone.click("text=Keep the question")
    expect(phone.locator("#text-error")).to_contain_text("may ask two things at once")
    assert phone.input_value("#text") == f"How fair is the {LONG} and the lift to you?"
    assert troubles(phone) == []
    for code in ("double_barrelled", "reading_grade"):
        phone.fill(f"#reason_{code}", "We tried it with six neighbors.")
    phone.click("text=Keep the question")
    expect(phone.locator("article h2")).to_contain_text(LONG)
    expect(phone.locator("article")).to_contain_text("Asked only after")
    phone.locator("article summary").click()
    assert troubles(phone) == []
    phone.click("text=Change the words")
    assert troubles(phone) == []
    phone.context.clear_cookies()
    phone.goto("/staff/sign-in")
    phone.fill("[name=email]", "bob@example.org")
    phone.fill("[name=password]", PASSWORD)
    phone.press("[name=password]", "Enter")
    phone.goto(f"/staff/questionnaires/{draft}")
    phone.locator("[name=own]").check()
    phone.click("text=Keep these choices")
    expect(phone.locator("[name=own]")).to_be_checked()
    expect(phone.locator("label", has=phone.locator("[name=own]"))).to_contain_text("Only after")
    assert troubles(phone) == []
