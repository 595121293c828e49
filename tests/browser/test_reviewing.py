"""A steward at work on a phone: reading, correcting and signing off in real Chromium.

G1  axe-core finds nothing on the pages of review, and nothing scrolls sideways at 320 px, in
    languages that are written from either side.
G2  The phone beside a text opens at its question, without running any script.
G3  A correction and a sign-off by pressing buttons lead to the next text.
"""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import NewPhone
from tests.browser.hosting import NARROW
from tests.browser.languages import TURNS, tag_of
from tests.browser.looking import no_sideways_scroll
from tests.factories.accounts import PASSWORD
from tests.factories.everybody import Everybody, make_everybody
from tests.factories.questionnaires import publish_questionnaire

OWN = "¿Le resulta fácil hablar con la gente que vive aquí?"


@pytest.fixture
def people(app: Flask) -> Everybody:
    """Everybody, and a questionnaire that Maple Court has published."""
    everybody = make_everybody()
    publish_questionnaire(everybody.maple)
    return everybody


@pytest.fixture
def desk(new_phone: NewPhone, people: Everybody) -> Page:
    """A narrow phone on which Dana, a steward, is signed in."""
    phone = new_phone(locale="en-US", viewport=NARROW)
    phone.goto("/staff/sign-in")
    phone.fill("input[name=email]", people.dana.email)
    phone.fill("input[name=password]", PASSWORD)
    phone.click("main button[type=submit]")
    expect(phone.get_by_role("link", name="Translations")).to_be_visible()
    return phone


@pytest.mark.parametrize("turn", TURNS[1:])
def test_pages_of_review(desk: Page, people: Everybody, turn: str) -> None:
    """G1, G2"""
    tag = tag_of(turn)
    there = f"/staff/translations/{people.hearth.id}/{tag}"
    for path in ("/staff/translations", there, f"{there}?show=draft", f"{there}/texts/rel_eas_01"):
        desk.goto(path)
        assert violations(desk) == [], path
        assert no_sideways_scroll(desk), path
    frame = desk.frame_locator(".phone iframe")
    expect(frame.locator("#q-rel_eas_01 h2")).to_be_in_viewport()
    expect(frame.locator("html")).to_have_attribute("lang", tag)


def test_correct_and_sign_off(desk: Page, people: Everybody) -> None:
    """G3"""
    there = f"/staff/translations/{people.hearth.id}/es"
    desk.goto(f"{there}/texts/rel_eas_01")
    desk.fill("textarea >> nth=0", OWN)
    desk.get_by_role("button", name="Keep, but do not sign off").click()
    expect(desk.get_by_text("1 text was changed.")).to_be_visible()
    expect(desk.frame_locator(".phone iframe").locator("#q-rel_eas_01")).to_contain_text(OWN)
    desk.get_by_role("button", name="This is right: sign off").click()
    expect(desk.get_by_text("Signed off, in exactly this wording.")).to_be_visible()
    assert "rel_eas_01" not in desk.url
    desk.goto(there)
    expect(desk.get_by_text("own wording")).to_have_count(1)
    expect(desk.get_by_text("1 of ")).to_be_visible()
