"""By HTTPS, as every real installation is visited: forms are taken, and the cookie is sent.

T1  Staff sign in, change what is theirs, and sign out.
T2  A resident answers, with scripts and without.
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


def test_staff_send_forms(new_phone: NewPhone, people: Everybody) -> None:
    """T1"""
    page: Page = new_phone(locale="en-US", ignore_https_errors=True)
    page.goto("/staff/account")
    page.fill("input[name=email]", people.alice.email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page.fill("input[name=profile-name]", "Alice A. Adams")
    page.get_by_role("button", name="Keep these").click()
    expect(page.get_by_text("You are signed in as Alice A. Adams.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize("scripts", [True, False])
def test_residents_answer(new_phone: NewPhone, link_wave: Fieldwork, scripts: bool) -> None:
    """T2"""
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
