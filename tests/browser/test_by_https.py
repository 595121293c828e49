"""By HTTPS, as every real installation is visited: forms are taken, and the cookie is sent.

T1  Staff sign in, change what is theirs, and sign out.
T2  Signed out in one tab, what is sent from the other is kept, and saved after signing in again.
T3  A resident answers, with scripts and without.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPhone
from tests.browser.hosting import Host
from tests.browser.walking import answer_all, begin, send
from tests.factories.accounts import PASSWORD
from tests.factories.everybody import Everybody
from tests.factories.surveys import count_sent
from tests.factories.waves import Fieldwork


@pytest.fixture
def host(app: Flask) -> Iterator[Host]:
    """Serve the application by HTTPS, with cookies for HTTPS alone."""
    app.config["SESSION_COOKIE_SECURE"] = True
    host = Host(app, tls=True)
    yield host
    host.stop()


@pytest.fixture
def desk(new_phone: NewPhone, people: Everybody) -> Page:
    """Alice's page, signed in, at her account."""
    page: Page = new_phone(locale="en-US", ignore_https_errors=True)
    page.goto("/staff/account")
    sign_in(page, people)
    title(page, "Your account")
    return page


def sign_in(page: Page, people: Everybody) -> None:
    page.fill("input[name=email]", people.alice.email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")


def title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_staff_send_forms(desk: Page) -> None:
    """T1"""
    desk.fill("input[name=profile-name]", "Alice A. Adams")
    desk.get_by_role("button", name="Keep these").click()
    expect(desk.get_by_text("You are signed in as Alice A. Adams.")).to_be_visible()
    desk.get_by_role("button", name="Sign out").click()
    title(desk, "Sign in")


def test_signed_out_in_another_tab(desk: Page, people: Everybody) -> None:
    """T2"""
    desk.fill("input[name=profile-name]", "Alice A. Adams")
    other = desk.context.new_page()
    other.goto("/staff/account")
    other.get_by_role("button", name="Sign out").click()
    title(other, "Sign in")
    desk.get_by_role("button", name="Keep these").click()
    title(desk, "You are not signed in any more")
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Sign in, in another tab").click()
    sign_in(opened.value, people)
    title(opened.value, "Your properties")
    desk.get_by_role("button", name="I am signed in again: go on").click()
    title(desk, "Send this once more")
    desk.get_by_role("button", name="Send it once more").click()
    title(desk, "Your account")
    expect(desk.get_by_text("You are signed in as Alice A. Adams.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_residents_answer(new_phone: NewPhone, link_wave: Fieldwork, scripts: bool) -> None:
    """T3"""
    page = new_phone(locale="en-US", ignore_https_errors=True, java_script_enabled=scripts)
    page.goto(f"/s/{link_wave.slug}/en")
    if scripts:
        begin(page)
        answer_all(page)
        send(page)
    else:
        page.locator("#q-out_sat_01").get_by_label("Happy", exact=True).check()
        page.get_by_role("button", name="Check my answers").click()
        page.get_by_role("button", name="Send my answers").click()
        expect(page.locator("#receipt")).to_be_visible()
    assert count_sent(link_wave) == 1
