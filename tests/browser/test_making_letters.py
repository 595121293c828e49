"""The page of letters in real Chromium, while letters are being made.

M1  How far it is changes by itself; what is typed elsewhere stays, and so does the focus.
M2  Without scripts the page looks again by itself.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from survey.db import db, transaction
from survey.jobs.models import Job
from tests.browser.conftest import NewPhone
from tests.factories.accounts import PASSWORD
from tests.factories.everybody import Everybody
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock


@pytest.fixture
def work(people: Everybody, frozen_clock: FrozenClock) -> Fieldwork:
    """An open wave with codes."""
    return launch_wave_for_tests(frozen_clock(), place=people.maple)


def _begin(page: Page, people: Everybody, work: Fieldwork) -> None:
    page.goto("/staff/sign-in")
    page.fill("input[name=email]", people.greta.email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"/staff/waves/{work.wave_id}/letters")
    page.check("input[name=looked]")
    page.get_by_role("button", name="Make all of them").click()
    expect(page.get_by_text("Being made: 0%.")).to_be_visible()


def test_what_is_typed_stays(new_phone: NewPhone, people: Everybody, work: Fieldwork) -> None:
    """M1"""
    page = new_phone(locale="en-US")
    page.clock.install()
    _begin(page, people, work)
    page.get_by_text("A letter was lost").click()
    page.fill("#again-door", "2-14")
    with transaction():
        db.session.execute(update(Job).values(state="running", done=1, total=4))
    page.clock.fast_forward(5000)
    expect(page.get_by_text("Being made: 25%.")).to_be_visible()
    expect(page.locator("#again-door")).to_have_value("2-14")
    expect(page.locator("#again-door")).to_be_focused()


def test_without_scripts(new_phone: NewPhone, people: Everybody, work: Fieldwork) -> None:
    """M2"""
    page = new_phone(locale="en-US", java_script_enabled=False)
    _begin(page, people, work)
    assert page.locator("head meta[http-equiv=refresh]").get_attribute("content") == "5"
