"""Two keyers with accounts of their own at one sheet, in real Chromium; and one with two pages.

B1  Each types the sheet twice and is asked where their own two typings differ; nobody is told what
    another one typed, and each is told that the sheet is sealed.
B2  Back from the second typing brings an empty sheet, which begins anew. Pressed twice it is sealed
    once, and says so.
B3  Stopping in one tab ends the other's sheet: it says that it is not sealed, and nothing is.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from survey.accounts.models import Person, Role
from tests.browser.conftest import NewPhone
from tests.factories.accounts import PASSWORD, make_person
from tests.factories.everybody import Everybody
from tests.factories.surveys import sealed_answers
from tests.factories.waves import Fieldwork, launch_wave_for_tests
from tests.support.frozen_clock import FrozenClock

AGAIN = "Type the same sheet once more"
DIFFER = "Look at the sheet: these differ"
SEALED = "The sheet is sealed. Put it aside and take the next one."


@pytest.fixture
def work(people: Everybody, frozen_clock: FrozenClock) -> Fieldwork:
    """An open wave with codes that promised paper."""
    return launch_wave_for_tests(frozen_clock(), place=people.maple, paper=True)


def sit_down(page: Page, person: Person, work: Fieldwork) -> Page:
    """Sign in, and begin with sheets in English."""
    page.goto("/staff/sign-in")
    page.fill("input[name=email]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Paper").click()
    begin(page, work)
    return page


def begin(page: Page, work: Fieldwork) -> None:
    page.goto(f"/staff/paper/{work.wave_id}")
    page.locator("button[name=language][value=en]").click()
    title(page, "Type in a sheet")


def title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def type_in(page: Page, satisfied: str, belongs: str, code: str = "") -> None:
    """Fill a page in, and send it."""
    if code:
        page.fill("#code", code)
    page.fill("#q-out_sat_01", satisfied)
    page.fill("#q-per_bel_01", belongs)
    page.locator("#seal").click()


def test_two_at_one_sheet(new_phone: NewPhone, people: Everybody, work: Fieldwork) -> None:
    """B1, B2: they disagree on purpose; by a code, what was typed last stands."""
    ines = make_person(
        "Ines", organization=people.hearth, role=Role.KEYER, properties=[people.maple]
    )
    one = sit_down(new_phone(locale="en-US"), people.hana, work)
    other = sit_down(new_phone(locale="en-US"), ines, work)
    type_in(one, "4", "2", work.codes[0])
    title(one, AGAIN)
    one.go_back()
    title(one, "Type in a sheet")
    expect(one.locator("#q-out_sat_01")).to_have_value("")
    type_in(one, "4", "2", work.codes[0])
    title(one, AGAIN)
    type_in(one, "4", "3")
    title(one, DIFFER)
    expect(one.get_by_text("Typed first: 2. Then: 3.")).to_be_visible()
    expect(one.locator("#q-out_sat_01")).to_have_count(0)
    assert sealed_answers(work) == []
    one.fill("#q-per_bel_01", "2")
    one.locator("#seal").dblclick()
    expect(one.get_by_text("sealed")).to_be_visible()
    assert sealed_answers(work) == [{"out_sat_01": 4, "per_bel_01": 2}]
    type_in(other, "4", "5", work.codes[0])
    title(other, AGAIN)
    type_in(other, "4", "5")
    expect(other.get_by_text(SEALED)).to_be_visible()
    assert sealed_answers(work) == [{"out_sat_01": 4, "per_bel_01": 5}]


def test_two_tabs(new_phone: NewPhone, people: Everybody, work: Fieldwork) -> None:
    """B3: the first typing of a sheet, and its second."""
    one = sit_down(new_phone(locale="en-US"), people.hana, work)
    tab = one.context.new_page()
    for second in (False, True):
        begin(tab, work)
        begin(one, work)
        type_in(one, "4", "2", work.codes[0]) if second else None
        tab.get_by_role("button", name="Stop typing in").click()
        type_in(one, "4", "2", "" if second else work.codes[0])
        title(one, "Type in sheets")
        expect(one.get_by_text("What was sent just now is not sealed")).to_be_visible()
    assert sealed_answers(work) == []
